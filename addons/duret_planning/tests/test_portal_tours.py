"""A client with a telephone in one hand: books, rates, moves, cancels. Each page is checked for who sees and taps."""

from unittest.mock import patch

from odoo.tests import tagged

from .booking_case import BookingCase


@tagged("post_install", "-at_install")
class TestBookingTour(BookingCase):
    browser_size = "390x844"
    touch_enabled = True
    moment = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["resource.calendar.leaves"].search([]).unlink()  # every week has its working days

    def test_a_client_books_moves_and_cancels(self):
        self.authenticate(None, None)
        with patch("odoo.addons.duret_planning.models.duret_booking_code.new_code", return_value="123456"):
            self.start_tour("/rdv", "duret_booking_tour", login=None, timeout=120)
        self.env.invalidate_all()
        visit = self.online_visits()
        self.assertEqual(visit.duret_event_ids.mapped("kind")[::-1][-2:], ["moved", "cancelled"])
        booking = self.bookings()[:1]
        self.assertEqual((booking.outcome, booking.rating), ("booked", 5))
        self.assertLess(booking.seconds, 120)
