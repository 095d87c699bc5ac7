"""The code: few tries, few sendings, a short life; and the contact that it leads to."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .booking_case import BookingCase


@tagged("post_install", "-at_install")
class TestBookingCodes(BookingCase):
    def _wrong(self):
        return "000000" if self.last_code() != "000000" else "111111"

    def _book(self, **contact):
        answer = self.guest().choose_kind().give_address().choose_time().give_contact(**contact)
        answer = answer.confirm(code=self.last_code())
        self.assertEqual(answer.status_code, 303)
        return self.online_visits()[-1:]

    def test_five_wrong_codes_end_it(self):
        guest = self.guest().up_to_confirm()
        code, wrong = self.last_code(), self._wrong()
        statuses = [guest.confirm(code=wrong).status_code for _try in range(5)]
        self.assertEqual(statuses, [422] * 5)
        self.assertEqual(guest.confirm(code=code).status_code, 422, "the right one comes too late")
        self.assertFalse(self.online_visits())

    def test_a_right_code_after_a_wrong_one(self):
        guest = self.guest().up_to_confirm()
        self.assertEqual(guest.confirm(code=self._wrong()).status_code, 422)
        code = self.last_code()
        self.assertEqual(guest.confirm(code=f" {code[:3]} {code[3:]} ").status_code, 303, "as people type it")

    def test_a_code_of_another_booking_is_wrong(self):
        self.guest().up_to_confirm()
        foreign = self.last_code()
        guest = self.guest().choose_kind().give_address().choose_time().give_contact(phone="06 12 34 55 55")
        if foreign != self.last_code():
            self.assertEqual(guest.confirm(code=foreign).status_code, 422)

    def test_an_old_code_is_dead(self):
        guest = self.guest().up_to_confirm()
        code = self.last_code()
        self.env["duret.booking.code"].search([]).expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(guest.confirm(code=code).status_code, 422)

    def test_codes_are_kept_as_hashes(self):
        self.guest().up_to_confirm()
        row = self.env["duret.booking.code"].search([], limit=1)
        self.assertNotIn(self.last_code(), row.code_hash)
        self.assertNotIn("612341234", row.destination_hash)

    def test_another_code_only_after_a_pause_and_five_an_hour(self):
        guest = self.guest().up_to_confirm()
        codes = self.env["duret.booking.code"]
        guest.post("/rdv/code")
        self.assertEqual(codes.search_count([]), 1, "within 30 seconds")
        now = fields.Datetime.now()
        for minute in range(1, 9):
            codes.search([], order="id desc", limit=1).sent_at = now - timedelta(minutes=10 - minute)
            guest.post("/rdv/code")
        self.assertEqual(codes.search_count([]), 5)

    def test_text_messages_have_a_ceiling(self):
        guest = self.guest().choose_kind().give_address().choose_time()
        with patch("odoo.addons.duret_planning.models.duret_booking_code.MOST_TEXTS_A_DAY", 0):
            guest.give_contact()
        self.assertFalse(self.env["duret.booking.code"].search_count([]))
        self.assertIn('role="status"', guest.get("/rdv/confirmer").text)

    def test_the_code_by_mail(self):
        visit = self._book(code_by="mail", email="zoe.marchand@client-z.test", phone="04 50 12 34 56")
        self.assertEqual(visit.duret_partner_id.email, "zoe.marchand@client-z.test")
        self.assertEqual(visit.duret_contact_email, "zoe.marchand@client-z.test")
        mail = self.env["mail.mail"].search([("email_to", "=", "zoe.marchand@client-z.test")], limit=1)
        self.assertTrue(mail.auto_delete)
        self.assertIn("auto-generated", mail.headers)

    def test_another_number_has_to_be_proved_again(self):
        guest = self.guest().up_to_confirm()
        guest.give_contact(phone="06 12 34 77 77")
        booking = self.bookings()[:1]
        self.assertFalse(booking.proved_by)
        self.assertEqual(guest.confirm(code=self.last_code()).status_code, 303)

    # --- who is known ----------------------------------------------------------------------------------------------
    def test_a_known_number_is_the_known_client(self):
        self.client_b.phone = "06 12 34 12 34"
        count = self.env["res.partner"].search_count([("is_company", "=", False)])
        visit = self._book(name="Odile Favre")
        self.assertEqual(visit.duret_partner_id, self.client_b)
        self.assertTrue(self.bookings()[:1].was_known)
        sites = self.env["fsm.location"].search([("owner_id", "=", self.client_b.id)])
        people = self.env["res.partner"].search_count([("is_company", "=", False)]) - len(sites.partner_id)
        self.assertEqual(people, count, "no second contact (a site is one for Odoo)")

    def test_the_same_client_again_is_the_same_contact_and_site(self):
        first = self._book()
        self.env["duret.booking.code"].search([]).sent_at = fields.Datetime.now() - timedelta(minutes=2)
        second = self._book(name="ZOE MARCHAND")
        self.assertEqual(first.duret_partner_id, second.duret_partner_id)
        self.assertEqual(first.location_id, second.location_id)

    def test_somebody_else_of_the_household(self):
        self.client_b.phone = "06 12 34 12 34"
        visit = self._book(name="Paul Durand")
        self.assertEqual(visit.duret_partner_id, self.client_b)
        self.assertIn("Paul Durand", visit.todo)

    def test_an_employee_is_no_client(self):
        self.user_assistant.partner_id.phone = "06 12 34 12 34"
        visit = self._book()
        self.assertNotEqual(visit.duret_partner_id, self.user_assistant.partner_id)

    def test_a_number_typed_but_not_proved_shows_nothing_of_its_owner(self):
        self.client_b.write({"phone": "04 50 12 34 56", "street": "99 secret"})
        guest = self.guest().choose_kind().give_address().choose_time()
        guest.give_contact(phone="04 50 12 34 56", code_by="mail", email="intrus@client-x.test", name="Intrus")
        page = guest.get("/rdv/confirmer").text + guest.get("/rdv/coordonnees").text
        self.assertNotIn("Odile", page)
        self.assertNotIn("99 secret", page)
        guest.confirm(code=self.last_code())
        self.assertNotEqual(self.online_visits().duret_partner_id, self.client_b)

    def test_a_client_who_is_logged_in_needs_no_code(self):
        guest = self.guest("duret_portal_a").choose_kind()
        self.assertIn("3 rue du Lac", guest.get("/rdv/adresse").text, "his addresses are proposed")
        guest.give_address(site_id=self.site.id).choose_time().give_contact(name="Marc Perrin")
        self.assertFalse(self.env["duret.booking.code"].search_count([]))
        self.assertEqual(guest.confirm().status_code, 303)
        visit = self.online_visits()
        self.assertEqual(visit.location_id, self.site)
        self.assertEqual(visit.duret_ticket_id.partner_id, self.contact_a)

    def test_the_sites_of_others_are_not_his(self):
        guest = self.guest("duret_portal_b").choose_kind()
        self.assertNotIn("3 rue du Lac", guest.get("/rdv/adresse").text)
        self.assertEqual(guest.post("/rdv/adresse", site_id=self.site.id).status_code, 422)
