"""Once the complaint is settled the client is asked once more, and never again."""

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from .recovery_case import RecoveryCase


@tagged("post_install", "-at_install")
class TestRecoverySecond(RecoveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recovery_rules.active = True

    def setUp(self):
        super().setUp()
        self.answer(recommend=2, comment="Le mur est abîmé")
        self.ticket = self.request.recovery_ticket_id

    def ask_again(self):
        """Close the complaint on Tuesday and let the question leave on Wednesday."""
        self.close(self.ticket)
        self.send("2026-11-25 14:30:00")
        return self.second()

    # -- asked -----------------------------------------------------------------------------------------------------
    def test_asked_on_the_next_working_day(self):
        self.close(self.ticket)
        second = self.second()
        self.assertEqual((second.state, second.channel, second.partner_id), ("planned", "mail", self.client))
        self.assertEqual(str(second.done_at), "2026-11-24 15:00:00")
        self.assertEqual(second.survey_id, self.env.ref("duret_satisfaction.survey_survey_recovery"))
        self.assertEqual(self.request.recovery_state, "solved")
        self.send("2026-11-24 15:30:00")
        self.assertFalse(self.rows(second), "not on the same day")
        self.send("2026-11-25 14:30:00")
        self.assertEqual(self.rows(second).mapped("channel"), ["mail"])
        self.assertEqual((second.state, self.request.recovery_state), ("sent", "asked"))
        body = str(self.rows(second).mail_mail_id.body_html)
        token = second.sudo().access_token
        for mark in range(1, 6):
            self.assertIn(f"/avis/{token}?note={mark}", body)
        self.assertNotIn(f"/avis/{token}?note=0", body)
        self.assertNotIn(f"/avis/{token}?note=6", body)

    def test_a_complaint_closed_on_friday_is_asked_about_on_monday(self):
        self.close(self.ticket, "2026-11-27 15:00:00")
        self.send("2026-11-28 10:00:00")
        self.send("2026-11-29 10:00:00")
        self.assertFalse(self.rows(self.second()))
        self.send("2026-11-30 14:30:00")
        self.assertTrue(self.rows(self.second()))

    def test_nobody_is_chased(self):
        second = self.ask_again()
        for day in range(1, 20):
            self.send(f"2026-12-{day:02d} 14:30:00")
        self.assertEqual(len(self.rows(second)), 1)

    def test_by_text_message_without_address(self):
        self.client.write({"email": False, "phone": "06 12 34 56 78"})
        self.close(self.ticket)
        self.assertEqual(self.second().channel, "sms")
        self.send("2026-11-25 14:30:00")
        self.assertEqual(self.rows(self.second()).mapped("channel"), ["sms"])

    def test_a_cancelled_complaint_is_not_asked_about(self):
        self.close(self.ticket, stage="cancelled")
        self.assertFalse(self.second())
        self.assertEqual(self.request.recovery_state, "open")

    def test_who_refuses_questionnaires_is_not_asked(self):
        self.env["duret.relance.opt.out"].sudo().create({"partner_id": self.client.id, "purpose": "satisfaction"})
        self.close(self.ticket)
        self.assertEqual((self.second().state, self.second().reason), ("skipped", "opted_out"))
        self.assertEqual(self.request.recovery_state, "solved")

    def test_closing_takes_the_pop_up_away(self):
        call = self.calls(self.ticket)
        since = self.mark()
        self.close(self.ticket)
        self.assertFalse(self.calls(self.ticket))
        self.assertIn({"removed": call.ids}, self.told(self.claire, since))

    # -- once --------------------------------------------------------------------------------------------------------
    def test_opened_again_before_the_question_left(self):
        """Nothing is sent while the complaint is open; closed again, the question goes from that day on."""
        self.close(self.ticket)
        second = self.second()
        self.close(self.ticket, "2026-11-24 16:00:00", "in_progress")
        self.assertEqual((second.state, second.reason, self.request.recovery_state), ("skipped", "cancelled", "open"))
        self.send("2026-11-25 14:30:00")
        self.assertFalse(self.rows(second))
        self.close(self.ticket, "2026-11-26 15:00:00")
        self.assertEqual((second.state, str(second.done_at)), ("planned", "2026-11-26 15:00:00"))
        self.send("2026-11-27 14:30:00")
        self.assertEqual(len(self.rows(second)), 1)

    def test_closed_twice_asked_once(self):
        second = self.ask_again()
        self.close(self.ticket, "2026-11-26 09:00:00", "in_progress")
        self.close(self.ticket, "2026-11-26 15:00:00")
        self.send("2026-11-27 14:30:00")
        self.assertEqual(self.second(), second)
        self.assertEqual(len(self.rows(second)), 1)

    def test_the_database_refuses_a_second_question(self):
        second = self.ask_again()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.requests.sudo().create({"name": "x", "kind": "recovery", "first_id": self.request.id})
        self.assertEqual(self.second(), second)

    # -- answered ----------------------------------------------------------------------------------------------------
    def test_won_back(self):
        second = self.answer(self.ask_again(), "2026-11-26 09:00:00", mark=4)
        self.assertEqual(self.request.recovery_state, "recovered")
        self.assertTrue(self.request.is_unhappy, "he was")
        self.assertFalse(second.is_unhappy)
        self.assertFalse(self.ticket.duret_is_open)
        self.assertIn("4/5", self.notes(self.ticket)[0])

    def test_still_unhappy(self):
        """The complaint comes back with a note and a pop-up; no recovery of a recovery."""
        second = self.ask_again()
        since = self.mark()
        self.answer(second, "2026-11-26 09:00:00", mark=3, comment="Toujours pas réparé")
        self.assertEqual(self.request.recovery_state, "lost")
        self.assertTrue(self.ticket.duret_is_open)
        self.assertTrue(self.ticket.duret_unhappy)
        self.assertIn(
            "Toujours pas réparé", self.notes(self.ticket)[0].replace("</strong>", "").replace("<strong>", "")
        )
        self.assertTrue(self.told(self.claire, since)[-1]["changed"][0]["at_once"])
        self.assertEqual(len(self.complaints()), 1)
        self.assertFalse(second.recovery_ticket_id)
        self.close(self.ticket, "2026-11-27 09:00:00")
        self.send("2026-11-30 14:30:00")
        self.assertEqual(self.second(), second)
        self.assertEqual(len(self.rows(second)), 1)
        self.assertEqual(self.request.recovery_state, "lost")

    def test_a_good_mark_with_an_angry_word_is_not_won_back(self):
        self.answer(self.ask_again(), "2026-11-26 09:00:00", mark=5, comment="Plus jamais chez vous")
        self.assertEqual(self.request.recovery_state, "lost")

    def test_the_second_answer_is_corrected(self):
        second = self.answer(self.ask_again(), "2026-11-26 09:00:00", mark=1)
        self.answer(second, "2026-11-26 09:05:00", mark=5)
        self.assertEqual(self.request.recovery_state, "recovered")
        self.assertFalse(self.calls(self.ticket).duret_shown_at_once)

    def test_the_first_answer_corrected_once_settled(self):
        """A better mark given by the old link is a success; a worse word brings the complaint back."""
        self.close(self.ticket)
        self.answer(recommend=9, comment="", moment="2026-11-24 16:00:00")
        self.assertEqual(self.request.recovery_state, "recovered")
        self.assertTrue(self.request.is_unhappy)
        self.assertFalse(self.ticket.duret_is_open)

    def test_worse_words_bring_it_back(self):
        self.close(self.ticket)
        self.answer(recommend=0, comment="Une honte", moment="2026-11-24 16:00:00")
        self.assertTrue(self.ticket.duret_is_open)
        self.assertTrue(self.calls(self.ticket).duret_shown_at_once)
        self.assertEqual(self.request.recovery_state, "open")
        self.assertEqual(self.second().state, "skipped")
