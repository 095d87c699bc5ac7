"""Technicians know their visits without a telephone call."""

from odoo import fields
from odoo.tests import tagged

from .common import MONDAY
from .message_case import DAY, HOUR, MessageCase


@tagged("post_install", "-at_install")
class TestVisitTechnicians(MessageCase):
    """Luc has a user, Eve an address only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eve.partner_id.email = "eve@duret.test"
        cls.luc.partner_id.write({"phone": "06 98 76 54 32", "lang": "en_US"})

    def heard(self, visit, person):
        """Kinds of what a technician was told, in order."""
        rows = self.rows(visit, audience="technician", partner_id=person.partner_id, channel="notice")
        return rows.filtered(lambda row: row.state == "sent").mapped("kind")

    def test_a_new_visit_reaches_him(self):
        visit = self.book()
        self.leave()
        self.assertEqual(self.heard(visit, self.luc), ["assigned"])
        message = self.rows(visit, audience="technician").mail_message_id
        self.assertEqual(message.notified_partner_ids, self.luc.partner_id)
        self.assertIn("3 rue du Lac", message.body)
        self.assertIn("Monday 23 November at 9:00", message.subject)

    def test_a_pop_up_on_the_screen_that_is_open(self):
        visit = self.book()
        self.env["bus.bus"].search([]).unlink()
        self.leave()
        self.env.cr.precommit.run()
        told = self.env["bus.bus"].search([]).filtered(lambda row: '"web_notify"' in row.message)
        self.assertEqual(len(told), 1)
        self.assertIn(str(visit.id), told.message)

    def test_given_to_another_one(self):
        visit = self.book()
        self.leave()
        visit.duret_move(MONDAY, person_ids=self.eve.ids)
        self.leave(minutes=2)
        self.assertEqual(self.heard(visit, self.luc), ["assigned", "removed"])
        self.assertEqual(self.heard(visit, self.eve), ["assigned"])

    def test_given_away_and_back_is_nothing(self):
        visit = self.book()
        self.leave()
        visit.duret_move(MONDAY, person_ids=self.eve.ids)
        visit.duret_move(MONDAY, person_ids=self.luc.ids)
        self.leave(minutes=2)
        self.assertEqual(self.heard(visit, self.luc), ["assigned"])
        self.assertEqual(self.heard(visit, self.eve), [])

    def test_moved_and_cancelled(self):
        visit = self.book()
        self.leave()
        visit.duret_move(MONDAY + HOUR)
        self.leave(minutes=2)
        visit.duret_cancel("No longer needed", channel="office")
        self.leave(minutes=2)
        self.assertEqual(self.heard(visit, self.luc), ["assigned", "changed", "removed"])

    def test_he_is_not_told_what_he_does_himself(self):
        visit = self.book()
        self.leave()
        visit.with_user(self.user_technician).duret_move(MONDAY + HOUR, channel="technician")
        self.leave(minutes=2)
        self.assertEqual(self.heard(visit, self.luc), ["assigned"])

    def test_a_change_of_the_next_hours_also_goes_by_text_message(self):
        visit = self.book(start=fields.Datetime.now() + 5 * HOUR, extra={"duret_day_off_agreed": True})
        later = self.book(start=MONDAY + DAY)
        self.leave()
        text = self.rows(visit, audience="technician", channel="sms")
        self.assertEqual((text.kind, text.address, text.state), ("assigned", "+33698765432", "queued"))
        self.assertFalse(self.rows(later, audience="technician", channel="sms"))

    def test_a_change_of_the_next_hour_waits_for_nothing(self):
        """At night neither: he leaves in an hour and a half."""
        self.at("2026-11-23 05:30:00")
        visit = self.book(start=fields.Datetime.to_datetime("2026-11-23 07:00:00"))
        self.leave()
        self.assertEqual(self.heard(visit, self.luc), ["assigned"])

    def test_the_crew_is_told(self):
        visit = self.book(person_ids=(self.luc | self.eve).ids)
        self.leave()
        self.assertEqual(self.heard(visit, self.luc) + self.heard(visit, self.eve), ["assigned", "assigned"])
