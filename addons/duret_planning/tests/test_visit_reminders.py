"""Clients are reminded once, by day, and not of what they have just been told."""

from odoo import fields
from odoo.tests import tagged

from .common import MONDAY
from .message_case import DAY, FRIDAY, HOUR, MessageCase

THURSDAY = MONDAY + 3 * DAY


@tagged("post_install", "-at_install")
class TestVisitReminders(MessageCase):
    """A visit next Thursday at nine, booked on Friday."""

    def setUp(self):
        super().setUp()
        self.visit = self.book(start=THURSDAY)
        self.leave()

    def plan(self):
        """Run the planning of reminders, and give those of the visit."""
        for company in self.company:
            self.outbox._plan_reminders(self.outbox._visits_to_remind(company))
        return self.rows(self.visit, purpose="reminder")

    def test_the_day_before_by_text_message(self):
        self.assertFalse(self.plan(), "too early")
        self.at(THURSDAY - DAY - 2 * HOUR)
        row = self.plan()
        self.assertEqual((row.channel, row.due, row.state), ("sms", THURSDAY - DAY, "waiting"))
        self.at(THURSDAY - DAY)
        self.leave()
        sms = self.env["sms.sms"].search([("uuid", "=", row.sms_uuid)])
        self.assertEqual((row.kind, row.state), ("reminder", "queued"))
        self.assertIn("Thursday 26 November at 9:00", sms.body)

    def test_planned_again_adds_nothing(self):
        self.at(THURSDAY - DAY - 2 * HOUR)
        self.assertEqual(len(self.plan()), 1)
        self.assertEqual(len(self.plan()), 1)

    def test_by_mail_without_a_mobile(self):
        self.client_a.phone = "04 50 12 34 56"
        self.client_a.duret_phone_ids.filtered(lambda phone: phone.kind == "mobile").unlink()
        self.at(THURSDAY - DAY - 2 * HOUR)
        row = self.plan()
        self.at(THURSDAY - DAY)
        self.leave()
        self.assertEqual((row.channel, row.kind, row.state), ("mail", "reminder", "queued"))
        self.assertFalse(row.mail_mail_id.attachment_ids)

    def test_a_visit_that_moved_is_reminded_of_at_its_new_time(self):
        self.at(THURSDAY - DAY - 2 * HOUR)
        old = self.plan()
        self.visit.duret_move(THURSDAY + DAY)
        self.at(THURSDAY - HOUR)
        self.leave()
        new = self.plan() - old
        self.assertEqual(old.state, "dropped")
        self.assertEqual((new.told_start, new.due), (THURSDAY + DAY, THURSDAY))

    def test_a_cancelled_visit_is_not_reminded_of(self):
        self.at(THURSDAY - DAY - 2 * HOUR)
        row = self.plan()
        self.visit.duret_cancel("No longer needed", channel="office")
        self.at(THURSDAY - DAY)
        self.leave()
        self.assertEqual(row.state, "dropped")
        self.assertFalse(self.plan() - row)

    def test_who_has_just_been_told_is_left_alone(self):
        self.at(THURSDAY - DAY - 3 * HOUR)
        self.visit.duret_move(THURSDAY + HOUR)
        row = self.plan()
        self.at(THURSDAY - DAY + HOUR)
        self.leave()
        self.assertEqual((row.state, row.kind), ("dropped", False))

    def test_not_at_night(self):
        self.company.duret_visit_reminder_hours = 10
        self.at(THURSDAY - 20 * HOUR)
        self.assertEqual(self.plan().due, fields.Datetime.to_datetime("2026-11-25 18:59:00"))

    def test_no_reminders_when_the_company_wants_none(self):
        self.company.duret_visit_reminder_hours = 0
        self.at(THURSDAY - 2 * HOUR)
        self.assertFalse(self.env["res.company"].search([("duret_visit_reminder_hours", ">", 0)]) & self.company)

    def test_a_time_that_is_not_agreed_is_not_reminded_of(self):
        self.visit.duret_confirmed = False
        self.at(THURSDAY - DAY - 2 * HOUR)
        self.assertFalse(self.plan())

    def test_planning_many_costs_as_much_as_one(self):
        visits = self.visit
        for number in range(1, 12):
            visits |= self.book(start=THURSDAY + number * 2 * HOUR, extra={"duret_day_off_agreed": True})
        self.at(FRIDAY + DAY)

        def queries(chosen):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.outbox._plan_reminders(chosen)
            return self.env.cr.sql_log_count - before

        queries(visits[:1])
        self.outbox.search([("purpose", "=", "reminder")]).unlink()
        few = queries(visits[:1])
        self.outbox.search([("purpose", "=", "reminder")]).unlink()
        self.assertLessEqual(queries(visits), few)
