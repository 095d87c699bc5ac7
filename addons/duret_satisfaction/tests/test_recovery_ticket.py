"""An unhappy answer opens one complaint; what comes afterwards adds to it."""

import psycopg2

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .recovery_case import NOW, RecoveryCase


@tagged("post_install", "-at_install")
class TestRecoveryTicket(RecoveryCase):
    # -- opened --------------------------------------------------------------------------------------------------
    def test_an_unhappy_answer_opens_a_complaint(self):
        self.answer(recommend=2, comment="Personne n'a rappelé.")
        ticket = self.request.recovery_ticket_id
        self.assertEqual(ticket.type_id.duret_code, "complaint")
        self.assertEqual(ticket.channel_id.duret_code, "opinion")
        self.assertEqual(ticket.partner_id, self.client)
        self.assertEqual(ticket.user_id, self.claire, "the front desk owns it")
        self.assertEqual(ticket.priority, "2")
        self.assertIn("unhappy client (2/10)", ticket.duret_priority_reason)
        self.assertEqual(ticket.duret_phone, "04 50 12 34 56")
        self.assertEqual(ticket.name, "Opinion 2/10 on our visit of 23 November")
        self.assertTrue(ticket.duret_unhappy)
        self.assertEqual(self.request.recovery_state, "open")
        self.assertIn("Gaëtan Tissot", self.notes(ticket)[0])
        self.assertNotIn("Gaëtan Tissot", ticket.description, "the client sees the description")
        self.assertFalse(self.forgotten())

    def test_a_happy_answer_opens_nothing(self):
        self.answer(recommend=9, welcome=4)
        self.assertFalse(self.complaints())
        self.assertEqual(self.request.recovery_state, "none")

    def test_the_call_is_due_within_working_hours(self):
        """Eight working hours from Tuesday 10:00 end on Wednesday; the setting moves it, a holiday is left out."""
        self.company.duret_callback_hours = 8
        self.answer(recommend=2)
        call = self.calls(self.request.recovery_ticket_id)
        calendar = self.company._duret_calendar_now()
        moment = fields.Datetime.to_datetime(NOW)
        self.assertEqual(calendar.count(moment, call.duret_deadline), 8 * 3600)
        self.assertGreater(call.duret_deadline.date(), moment.date())
        self.assertEqual(call.user_id, self.claire)
        self.assertEqual(call.summary, "2/10 · unhappy client")

    def test_before_christmas_the_call_waits_for_the_office(self):
        """Thursday 24 December 2026, 16:00: the 25th is a holiday, then comes a weekend."""
        self.company.duret_callback_hours = 4
        self.answer(recommend=2, moment="2026-12-24 15:00:00")
        deadline = self.calls(self.request.recovery_ticket_id).duret_deadline
        self.assertEqual(str(deadline.date()), "2026-12-28")

    def test_claire_sees_it_at_once_in_every_tab(self):
        since = self.mark()
        self.answer(recommend=2, comment="C'est honteux")
        row = self.told(self.claire, since)[-1]["changed"][0]
        self.assertTrue(row["at_once"], "the pop-up does not wait for the deadline")
        self.assertEqual((row["who"], row["phone"]), ("Jeanne Favre", "+33450123456"))
        self.assertIn("honteux", row["note"])
        self.assertIn("Gaëtan Tissot", row["note"])
        with self.at(NOW):
            pending = self.env["mail.activity"].with_user(self.claire).duret_pending_reminders()["reminders"]
        self.assertTrue([one for one in pending if one["id"] == row["id"] and one["at_once"]])
        call = self.env["mail.activity"].browse(row["id"])
        since = self.mark()
        with self.at(NOW):
            call.with_user(self.claire).duret_called(True)
        self.assertIn({"removed": [row["id"]]}, self.told(self.claire, since), "gone from every tab once dealt with")

    def test_put_off_is_put_off(self):
        """« In an hour » takes the pop-up away until then."""
        self.answer(recommend=2)
        call = self.calls(self.request.recovery_ticket_id)
        with self.at(NOW):
            call.with_user(self.claire).duret_postpone("1h")
        self.assertFalse(call.duret_shown_at_once)

    def test_who_asks_to_be_called_is_called(self):
        """A happy client who ticks « please call me » gets a call and no complaint."""
        self.answer(recommend=9, call_back=self.wants_call.id)
        ticket = self.request.recovery_ticket_id
        self.assertEqual(ticket.type_id.duret_code, "information")
        self.assertFalse(ticket.duret_unhappy)
        self.assertFalse(self.request.is_unhappy)
        self.assertEqual(self.request.recovery_state, "none")
        call = self.calls(ticket)
        self.assertTrue(call)
        self.assertFalse(call.duret_shown_at_once)
        self.answer(recommend=1, call_back=self.wants_call.id)
        self.assertEqual(self.request.recovery_ticket_id, ticket)
        self.assertEqual((ticket.type_id.duret_code, self.request.recovery_state), ("complaint", "open"))

    # -- once ----------------------------------------------------------------------------------------------------
    def test_a_mark_then_the_whole_form_make_one_ticket(self):
        """The first gesture keeps the mark, the form follows: one ticket, and its pop-up tells the whole."""
        self.answer(recommend=2)
        self.answer(recommend=2, comment="Le mur est abîmé", moment="2026-11-24 09:01:00")
        ticket = self.complaints()
        self.assertEqual(len(ticket), 1)
        self.assertEqual(len(self.notes(ticket)), 2)
        call = self.calls(ticket)
        self.assertEqual(len(call), 1)
        self.assertIn("abîmé", call.note)

    def test_the_same_answer_again_says_nothing_new(self):
        self.answer(recommend=2, comment="Le mur est abîmé")
        notes = len(self.notes(self.request.recovery_ticket_id))
        self.answer(recommend=2, comment="Le mur est abîmé", moment="2026-11-24 09:30:00")
        self.answer(recommend=2, comment="Le mur est abîmé", moment="2026-11-24 09:40:00")
        self.assertEqual(len(self.notes(self.request.recovery_ticket_id)), notes)

    def test_a_correction_that_becomes_unhappy_opens_one(self):
        self.answer(recommend=9)
        self.assertFalse(self.complaints())
        self.answer(recommend=3, moment="2026-11-25 09:00:00")
        self.assertEqual(self.request.recovery_ticket_id, self.complaints())
        self.assertEqual(self.request.recovery_state, "open")

    def test_a_correction_that_becomes_happy_adds_a_note(self):
        """A slip of the finger: the ticket stays for Claire to close, nobody counts as unhappy, no pop-up insists."""
        self.answer(recommend=0)
        ticket = self.request.recovery_ticket_id
        self.answer(recommend=10, moment="2026-11-24 09:02:00")
        self.assertFalse(self.request.is_unhappy)
        self.assertEqual(self.request.recovery_state, "none")
        self.assertFalse(ticket.duret_unhappy)
        self.assertFalse(self.calls(ticket).duret_shown_at_once)
        self.assertIn("10/10", self.notes(ticket)[0])
        self.close(ticket)
        self.assertFalse(self.second(), "who was not unhappy is not asked whether he was won back")

    def test_the_database_refuses_a_second_complaint(self):
        self.answer(recommend=2)
        other = self.open_request("Autre", partner_id=self.client.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            other.sudo().duret_opinion_ref = self.request.id
            other.flush_recordset()

    def test_a_deleted_complaint_is_not_opened_again(self):
        self.answer(recommend=2)
        self.request.recovery_ticket_id.sudo().unlink()
        self.answer(recommend=1, moment="2026-11-25 09:00:00")
        self.assertFalse(self.complaints())

    # -- an open complaint -------------------------------------------------------------------------------------------
    def test_an_open_complaint_about_the_visit_gets_a_note(self):
        """Who has complained by telephone since the visit gets no second ticket."""
        known = self.complained(self.client, "2026-11-23 16:00:00")
        promised = known.duret_plan_callback("2026-11-24 10:00:00")
        self.answer(recommend=2, comment="bâclé")
        self.assertEqual(self.complaints(), known)
        self.assertEqual(self.request.recovery_ticket_id, known)
        self.assertIn("2/10", self.notes(known)[0])
        self.assertEqual(self.calls(known), promised)
        self.assertEqual(str(promised.duret_deadline), "2026-11-24 10:00:00", "the promise that is sooner stays")
        self.assertTrue(promised.duret_shown_at_once)

    def test_other_complaints_are_left_alone(self):
        """Those from before the visit, those of another contact, and those that are closed."""
        self.complained(self.client, "2026-11-20 09:00:00")
        self.complained(self.client_b, "2026-11-23 16:00:00")
        closed = self.complained(self.client, "2026-11-23 16:00:00")
        self.close(closed, "2026-11-23 17:00:00")
        self.answer(recommend=2)
        ticket = self.request.recovery_ticket_id
        self.assertEqual(ticket.channel_id.duret_code, "opinion")
        self.assertEqual(len(self.complaints()), 3)

    def test_two_opinions_never_share_a_complaint(self):
        """The second visit of the same day opens its own."""
        other = self.make_done(self.client)._duret_opinion_request()
        self.answer(recommend=2)
        self.answer(request=other, recommend=1)
        self.assertEqual(len(self.complaints()), 2)

    # -- elsewhere -----------------------------------------------------------------------------------------------------
    def test_a_client_without_file_is_not_lost(self):
        """The contact was deleted: the complaint is opened all the same."""
        self.request.partner_id = False
        self.answer(recommend=2)
        self.assertTrue(self.request.recovery_ticket_id)

    def test_merged_complaints_keep_the_opinion(self):
        self.answer(recommend=2)
        ticket, kept = self.request.recovery_ticket_id, self.complain(self.client)
        self.merge(ticket + kept, dst_ticket_id=kept.id, ticket_ids=[(6, 0, (ticket + kept).ids)])
        self.assertEqual(self.request.recovery_ticket_id, kept)
        self.assertTrue(kept.duret_unhappy)
        self.assertEqual(self.request.recovery_state, "open")
        self.close(kept)
        self.assertEqual(self.second().ticket_id, kept)

    def test_a_forgotten_opinion_leaves_no_way_back(self):
        """Once the opinion is anonymous, its complaint no longer leads to it."""
        self.answer(recommend=2)
        ticket = self.request.recovery_ticket_id
        self.request.sudo()._duret_anonymise()
        self.assertFalse(ticket.sudo().duret_opinion_ref)
        self.assertFalse(ticket.with_user(self.claire).duret_opinion_block)
        self.assertTrue(self.request.is_unhappy, "the figures stay")
