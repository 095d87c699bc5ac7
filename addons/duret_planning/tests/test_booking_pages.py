"""A client books alone, without an account: every page, what it refuses, what it leaves behind."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .booking_case import BookingCase


@tagged("post_install", "-at_install")
class TestBookingPages(BookingCase):
    def test_a_stranger_books_with_a_code(self):
        guest = self.guest().up_to_confirm()
        booking = self.bookings()[:1]
        self.assertEqual(booking._duret_step(), "confirm")
        self.assertFalse(self.online_visits(), "nothing is booked before the code")
        answer = guest.confirm(code=self.last_code())
        self.assertEqual(answer.status_code, 303)
        visit = self.online_visits()
        self.assertEqual(len(visit), 1)
        self.assertTrue(answer.headers["Location"].endswith(f"/rdv/visite/{visit.duret_link_secret}?ok=1"))
        self.assertEqual(visit.type, self.kind)
        self.assertTrue(visit.duret_confirmed)
        self.assertTrue(visit.person_id)
        self.assertEqual(visit.duret_partner_id.name, "Zoé Marchand")
        self.assertEqual(visit.duret_contact_phone, "+33612341234")
        self.assertEqual((visit.location_id.street, visit.location_id.zip), ("12 rue Royale", "74000"))
        self.assertEqual(visit.duret_ticket_id.channel_id.duret_code, "portal")
        page = guest.get(answer.headers["Location"])
        self.assertEqual(page.status_code, 200)
        self.assertIn('id="duret_booked"', page.text)

    def test_what_is_measured_and_forgotten(self):
        guest = self.guest()
        guest.get("/rdv")
        guest.up_to_confirm().confirm(code=self.last_code())
        booking = self.bookings()[:1]
        self.assertEqual(booking.outcome, "booked")
        self.assertEqual(booking.last_step, "done")
        self.assertLess(booking.seconds, 120)
        self.assertFalse(booking.name or booking.phone or booking.email or booking.street)
        self.assertEqual(booking.zip, "74000")

    def test_the_same_form_sent_twice_books_once(self):
        guest = self.guest().up_to_confirm()
        code = self.last_code()
        token = guest.token_of(guest.get("/rdv/confirmer").text)
        answers = [guest.send("/rdv/confirmer", csrf_token=token, code=code) for _click in range(3)]
        self.assertEqual({answer.status_code for answer in answers}, {303})
        secret = {answer.headers["Location"].split("/rdv/visite/")[1].split("?")[0] for answer in answers}
        self.assertEqual(len(secret), 1)
        self.assertEqual(len(self.online_visits()), 1)

    def test_a_time_in_the_hands_of_one_is_not_offered_to_another(self):
        self.eve.duret_bookable = False
        start = self.guest().choose_kind().give_address().times()[0]
        first = self.guest().choose_kind().give_address().choose_time(start)
        second = self.guest().choose_kind().give_address()
        self.assertNotIn(start, second.times())
        answer = second.post("/rdv/creneau", start=start)
        self.assertEqual(answer.status_code, 409)
        self.assertIn('id="duret_taken"', answer.text)
        self.assertEqual(answer.text.count('name="start"'), 3, "the next three")
        self.assertEqual(first.give_contact().confirm(code=self.last_code()).status_code, 303)

    def test_a_second_technician_takes_the_same_time(self):
        self.guest().choose_kind().give_address().choose_time()
        held = self.bookings()[:1]
        self.guest().choose_kind().give_address().choose_time(str(held.start))
        other = self.bookings()[:1]
        self.assertEqual(other.start, held.start)
        self.assertNotEqual(other.crew, held.crew)

    def test_whoever_comes_second_to_the_confirmation_is_told(self):
        self.eve.duret_bookable = False
        slow = self.guest().up_to_confirm()
        lost = self.bookings()[:1]
        code = self.last_code()
        self.env["duret.slot.hold"].search([]).expires_at = fields.Datetime.now() - timedelta(seconds=1)
        quick = self.guest().choose_kind().give_address().choose_time(str(lost.start))
        quick.give_contact(name="Aimé Vidal", phone="06 12 34 99 99")
        self.assertEqual(quick.confirm(code=self.last_code()).status_code, 303)
        answer = slow.confirm(code=code)
        self.assertEqual(answer.status_code, 409)
        self.assertIn('id="duret_taken"', answer.text)
        self.assertEqual(len(self.online_visits()), 1)
        again = slow.post("/rdv/creneau", start=slow.times()[0])
        self.assertTrue(again.headers["Location"].endswith("/rdv/confirmer"), "contact and code stay known")
        self.assertEqual(slow.confirm().status_code, 303, "no second code is asked")

    def test_an_expired_hold_is_taken_again_when_nobody_was_faster(self):
        guest = self.guest().up_to_confirm()
        self.env["duret.slot.hold"].search([]).expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(guest.confirm(code=self.last_code()).status_code, 303)

    def test_changing_the_time_gives_the_first_one_back(self):
        guest = self.guest().choose_kind().give_address()
        first, second = guest.times()[0], guest.times()[-1]
        guest.choose_time(first).choose_time(second)
        self.assertEqual(self.env["duret.slot.hold"].search_count([]), 1)
        self.assertIn(first, self.guest().choose_kind().give_address().times())

    def test_the_first_time_stays_while_the_page_is_read(self):
        for minutes, status in ((10, 303), (20, 409)):
            with self.subTest(minutes):
                self.clock.move_to("2026-11-17 10:01:00")
                guest = self.guest().choose_kind().give_address()
                start = guest.times()[0]
                falls_out = fields.Datetime.to_datetime(start) - timedelta(hours=self.kind.duret_notice_hours)
                self.clock.move_to(falls_out + timedelta(minutes=minutes))
                self.assertEqual(guest.post("/rdv/creneau", start=start).status_code, status)

    def test_no_page_before_its_time(self):
        guest = self.guest()
        for path in ("/rdv/adresse", "/rdv/creneaux", "/rdv/coordonnees", "/rdv/confirmer"):
            self.assertTrue(guest.get(path).headers["Location"].endswith("/rdv"), path)
        guest.choose_kind()
        for path in ("/rdv/creneaux", "/rdv/coordonnees", "/rdv/confirmer"):
            self.assertTrue(guest.get(path).headers["Location"].endswith("/rdv/adresse"), path)
        self.assertEqual(guest.post("/rdv/confirmer", code="123456").status_code, 303)
        self.assertFalse(self.online_visits())

    def test_forged_kinds_and_times(self):
        hidden = self.env.ref("duret_planning.fsm_order_type_installation")
        guest = self.guest()
        for kind in (hidden.id, 0, "x", 2**40):
            self.assertTrue(guest.post("/rdv/type", type_id=kind).headers["Location"].endswith("/rdv"), kind)
        guest.choose_kind().give_address()
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        for start in (now - timedelta(days=3), now + timedelta(days=400), now.replace(hour=2) + timedelta(days=2)):
            self.assertEqual(guest.post("/rdv/creneau", start=str(start)).status_code, 409, start)
        for start in ("demain", "", "2026-13-45 00:00:00", "x" * 5000):
            self.assertEqual(guest.post("/rdv/creneau", start=start).status_code, 303, start)
        self.assertFalse(self.bookings()[:1].start)

    def test_addresses_that_cannot_be_served(self):
        guest = self.guest().choose_kind()
        for address, reason in (
            ({"street": "1 rue de Rivoli", "zip": "75001", "city": "Paris"}, "outside_area"),
            ({"street": "1 rue X", "zip": "99999", "city": "Nulle-Part"}, "unknown_address"),
        ):
            answer = guest.post("/rdv/adresse", **address)
            self.assertEqual(answer.status_code, 422)
            self.assertIn('role="alert"', answer.text)
            self.assertEqual(self.bookings()[:1].reason, reason)
            self.assertFalse(self.bookings()[:1].city, "nothing is kept of it")
        answer = guest.post("/rdv/adresse", street="12 rue du Rhône", zip="1201", city="Genève")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("only work in France", answer.text, "a Swiss client learns that he is not served")
        guest.give_address()
        self.assertFalse(self.bookings()[:1].reason)

    def test_faults_of_a_contact_are_told_by_field(self):
        guest = self.guest().choose_kind().give_address().choose_time()
        answer = guest.post("/rdv/coordonnees", name="", phone="04 50 12 34 56", code_by="sms")
        self.assertEqual(answer.status_code, 422)
        for field in ("name", "phone"):
            self.assertIn(f'id="{field}_fault"', answer.text)
        self.assertIn("04 50 12 34 56", answer.text, "what was typed is still there")

    def test_a_visitor_cannot_take_a_site(self):
        guest = self.guest().choose_kind()
        self.assertEqual(guest.post("/rdv/adresse", site_id=self.site.id).status_code, 422)
        self.assertFalse(self.bookings()[:1].site_id)

    def test_low_detour_times_alone_carry_the_discount(self):
        company = self.env.company
        company.duret_online_discount_max_detour = 10
        booking = self.env["duret.booking.session"].new({"company_id": company.id})
        self.assertEqual((booking._duret_discount(9), booking._duret_discount(11)), (5.0, 0.0))
        company.duret_online_discount_max_detour = 0
        self.assertEqual(booking._duret_discount(90), 5.0)

    def test_the_discount_is_promised_when_booked(self):
        self.guest().up_to_confirm().confirm(code=self.last_code())
        self.assertEqual(self.online_visits().duret_online_discount, 5.0)
        self.env.company.duret_online_discount_percent = 3.0
        self.assertEqual(self.online_visits().duret_online_discount, 5.0, "what was promised stays")

    def test_booking_closed(self):
        self.env["fsm.order.type"].search([]).duret_online = False
        page = self.guest().get("/rdv")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("/rdv/type", page.text)

    def test_left_bookings_get_their_outcome(self):
        self.guest().up_to_confirm()
        left = self.bookings()[:1]
        self.guest().choose_kind().post("/rdv/adresse", street="1 rue de Rivoli", zip="75001", city="Paris")
        refused = self.bookings()[:1]
        later = fields.Datetime.now() + timedelta(minutes=61)
        with freeze_time(later), self.enter_registry_test_mode():
            self.env.ref("duret_planning.ir_cron_bookings_left").method_direct_trigger()
        self.assertEqual((left.outcome, left.last_step), ("abandoned", "confirm"))
        self.assertEqual((refused.outcome, refused.reason), ("refused", "outside_area"))
        self.assertFalse(left.name or left.phone or left.street or left.key)

    def test_pages_are_not_kept_by_caches_nor_indexed(self):
        headers = self.guest().choose_kind().get("/rdv/adresse").headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_too_many_requests_from_one_address(self):
        self.env["ir.config_parameter"].set_param("duret_base.rate_booking", "5")
        self.addCleanup(self._forget_tries)
        self._forget_tries()
        guest = self.guest()
        statuses = [guest.get("/rdv").status_code for _try in range(8)]
        self.assertEqual(statuses, [200] * 5 + [429] * 3)

    def _forget_tries(self):
        with self.env["duret.rate.limiter"]._cursor() as cr:
            cr.execute("DELETE FROM duret_rate_window WHERE key LIKE '%|127.0.0.1'")
