"""The job of follow-ups on waiting tickets: what leaves, when, to whom, and what stops it."""

from datetime import datetime
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .relance_case import WAITING_SINCE, RelanceCase

THURSDAY = "2026-11-26 08:00:00"  # 9 h in Annecy, three days later


@tagged("post_install", "-at_install", "duret_relance")
class TestRelanceJob(RelanceCase):
    def test_three_levels_in_order(self):
        """J+3, J+7, J+12, the last one offering to close; then nothing more."""
        ticket = self.make_waiting()
        for day in range(24, 31):
            self.run_job(f"2026-11-{day} 08:00:00")
        for day in range(1, 20):
            self.run_job(f"2026-12-{day:02} 08:00:00")
        seen = [(row.level_id, str(row.due.date()), row.state) for row in self.rows(ticket)]
        self.assertEqual(
            seen,
            [
                (self.levels[0], "2026-11-26", "queued"),
                (self.levels[1], "2026-11-30", "queued"),
                (self.levels[2], "2026-12-07", "queued"),  # the fifth is a Saturday
            ],
        )
        last = self.rows(ticket)[-1].mail_mail_id
        self.assertIn(f"/my/ticket/{ticket.id}?access_token=", last.body_html)
        self.assertIn("#duret_close", last.body_html)

    def test_mail_is_threaded_marked_and_named(self):
        """The mail answers the ticket's discussion, says that a machine wrote it, and can be refused."""
        ticket = self.make_waiting()
        with freeze_time(WAITING_SINCE):
            values = {"author_id": self.claire.partner_id.id, "message_type": "comment"}
            asked = ticket.message_post(body="Une photo ?", subtype_xmlid="mail.mt_comment", **values)
        self.run_job(THURSDAY)
        row = self.rows(ticket)
        mail = row.mail_mail_id
        self.assertEqual(mail.message_id, row.message_ref)
        self.assertEqual(mail.references, asked.message_id)
        self.assertEqual(mail.recipient_ids, self.client)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("'Auto-Submitted': 'auto-generated'", mail.headers)
        self.assertIn("List-Unsubscribe", mail.headers)
        self.assertIn("/duret/relances?client=", mail.body_html)
        self.assertIn(f"[{ticket.number}]", mail.subject)
        self.assertEqual((mail.model, mail.res_id), ("helpdesk.ticket", ticket.id))
        self.assertEqual(mail.author_id, self.company.partner_id)
        self.assertIn(mail.mail_message_id, ticket.message_ids)

    def test_day_is_planned_before_its_hour(self):
        """At six in the morning the day is shown; nothing leaves before eight."""
        ticket = self.make_waiting()
        self.run_job("2026-11-26 05:00:00")
        row = self.rows(ticket)
        self.assertEqual((row.state, str(row.due)), ("planned", "2026-11-26 07:00:00"))
        self.assertFalse(row.mail_mail_id)
        self.run_job("2026-11-26 07:00:00")
        self.assertEqual(row.state, "queued")
        self.assertEqual(self.rows(ticket), row)

    def test_never_at_night_nor_on_sunday_nor_holiday(self):
        """An overdue reminder waits for the next allowed hour."""
        ticket = self.make_waiting(since="2026-11-06 09:00:00")
        for moment in ("2026-11-11 09:00:00", "2026-11-15 09:00:00", "2026-11-12 19:30:00", "2026-11-14 09:00:00"):
            self.run_job(moment)
            self.assertFalse(self.rows(ticket).mail_mail_id, moment)
        self.run_job("2026-11-16 09:00:00")
        self.assertTrue(self.rows(ticket).mail_mail_id)

    def test_answer_stops(self):
        """An answer after the first reminder ends the series, also between planning and hour."""
        first, second = self.make_waiting(), self.make_waiting(self.make_person("Paul", "paul@relance.test"))
        self.run_job("2026-11-26 05:00:00")
        with patch.object(type(first), "_duret_client_replied", lambda *_args, **_kwargs: None, create=True):
            self.answer(first, "2026-11-26 06:00:00")
        self.run_job(THURSDAY)
        self.assertEqual((self.rows(first).state, self.rows(first).reason), ("skipped", "answered"))
        self.assertEqual(self.rows(second).state, "queued")
        self.assertEqual(self.examine(first, "2026-12-10 09:00:00").outcome.reason, "answered")

    def test_notes_and_robots_are_no_answers(self):
        """An internal note, our own message and an automatic answer stop nothing."""
        ticket = self.make_waiting()
        with freeze_time("2026-11-24 09:00:00"):
            ticket.message_post(body="Note", author_id=self.client.id, subtype_xmlid="mail.mt_note")
            ticket.message_post(body="Robot", author_id=self.env.ref("base.partner_root").id, message_type="comment")
            ticket.message_post(body="Nous", author_id=self.claire.partner_id.id, subtype_xmlid="mail.mt_comment")
            ticket.message_post(
                body="Absent", author_id=self.client.id, message_type="email", is_internal=True,
                subtype_xmlid="mail.mt_comment",
            )  # fmt: skip
        self.assertFalse(ticket.duret_client_answer_date)
        self.run_job(THURSDAY)
        self.assertEqual(self.rows(ticket).state, "queued")

    def test_state_changed_between_plan_and_hour(self):
        ticket = self.make_waiting()
        self.run_job("2026-11-26 05:00:00")
        ticket.stage_id = self.stages["done"]
        self.run_job(THURSDAY)
        self.assertEqual((self.rows(ticket).state, self.rows(ticket).reason), ("skipped", "state_changed"))

    def test_waiting_again_starts_again(self):
        """A new date to count from is a new series."""
        ticket = self.make_waiting()
        self.run_job(THURSDAY)
        ticket.stage_id = self.stages["in_progress"]
        ticket.stage_id = self.stages["awaiting"]
        ticket.last_stage_update = "2026-11-27 09:00:00"
        self.run_job("2026-11-30 08:00:00")
        self.assertEqual(self.rows(ticket).mapped("rank"), [1, 1])

    def test_refused_by_the_client(self):
        """A refusal of the subject, of everything, or of another contact with the same address."""
        twin = self.make_person("Jeanne F.", "Jeanne.Favre@relance.test")
        tickets = [self.make_waiting(), self.make_waiting(self.make_person("Zoé", "zoe@relance.test"))]
        refusals = self.env["duret.relance.opt.out"]
        refusals.create({"partner_id": twin.id, "purpose": "request"})
        refusals.create({"partner_id": tickets[1].partner_id.id, "purpose": "quotation"})
        self.assertEqual(self.examine(tickets[0], THURSDAY).outcome.reason, "opted_out")
        self.assertIsNone(self.examine(tickets[1], THURSDAY).outcome.reason)
        self.run_job(THURSDAY)
        self.assertFalse(self.rows(tickets[0]))
        self.assertEqual(self.rows(tickets[1]).state, "queued")

    def test_unreachable_level_is_passed_over_and_said(self):
        """An address in error is not written to; the reason is kept, the next level may follow."""
        self.client.message_bounce = 1
        bounced, silent = self.make_waiting(), self.make_waiting(self.make_person("Sans adresse"))
        self.run_job(THURSDAY)
        self.assertEqual((self.rows(bounced).state, self.rows(bounced).reason), ("skipped", "bounced"))
        self.assertEqual((self.rows(silent).state, self.rows(silent).reason), ("skipped", "no_email"))
        self.client.message_bounce = 0
        self.assertEqual(self.examine(bounced, "2026-11-30 08:00:00").level, self.levels[1])

    def test_one_reminder_per_client_in_two_days(self):
        """Two tickets of one person: one reminder today, the other two days later at the earliest."""
        tickets = self.make_waiting() | self.make_waiting()
        self.run_job(THURSDAY)
        self.assertEqual(len(self.rows(tickets)), 1)
        self.run_job("2026-11-27 08:00:00")
        self.assertEqual(len(self.rows(tickets)), 1)
        case = self.examine(tickets - self.Ticket.browse(self.rows(tickets).res_id), "2026-11-27 08:00:00")
        self.assertEqual((case.outcome.reason, str(case.outcome.due)), ("throttled", "2026-11-30 07:00:00"))
        self.run_job("2026-11-30 08:00:00")
        self.assertEqual(set(self.rows(tickets).mapped("res_id")), set(tickets.ids))

    def test_pause_of_document_and_rule(self):
        """« Do not follow up before »: the plan is dropped and made again; a paused rule sends nothing."""
        ticket = self.make_waiting()
        self.run_job("2026-11-26 05:00:00")
        ticket.duret_relance_paused_until = "2026-12-01"
        self.run_job(THURSDAY)
        self.assertFalse(self.rows(ticket))
        self.run_job("2026-12-01 08:00:00")
        self.assertEqual(self.rows(ticket).state, "queued")
        other = self.make_waiting(self.make_person("Paul", "paul@relance.test"))
        self.rule.action_pause()
        self.run_job("2026-12-02 08:00:00")
        self.assertFalse(self.rows(other))
        self.rule.action_resume()
        self.run_job("2026-12-02 08:15:00")
        self.assertEqual(self.rows(other).state, "queued")

    def test_old_files_stay_asleep(self):
        ticket = self.make_waiting(since="2026-09-01 09:00:00")
        self.run_job(THURSDAY)
        self.assertFalse(self.rows(ticket))
        self.assertEqual(self.examine(ticket, THURSDAY).outcome.reason, "too_old")

    def test_second_row_is_impossible(self):
        """The database refuses it, whoever writes it."""
        ticket = self.make_waiting()
        self.run_job(THURSDAY)
        row = self.rows(ticket)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            row.copy({"state": "planned"})
            self.env.flush_all()
        self.run_job("2026-11-26 08:15:00")
        self.assertEqual(self.rows(ticket), row)

    def test_one_bad_document_does_not_stop_the_others(self):
        """A text that fails on one ticket: the others leave, and the failure is shown with its cause."""
        good = self.make_waiting()
        for lang in ("en_US", "fr_FR"):
            template = self.levels[0].template_id.with_context(lang=lang)
            template.body_html = "<p t-out=\"1 / 0 if object.name == 'Casse' else object.name\"/>"
        bad = self.make_waiting(self.make_person("Paul", "paul@relance.test"), name="Casse")
        with mute_logger("odoo.addons.duret_relance.models.duret_relance_sender", "odoo.addons.base.models.ir_qweb"):
            self.run_job(THURSDAY)
        self.assertEqual(self.rows(good).state, "queued")
        self.assertEqual(self.rows(bad).state, "failed")
        self.assertIn("division by zero", self.rows(bad).detail)
        self.assertFalse(self.rows(bad).mail_mail_id)

    def test_broken_rule_does_not_stop_the_others(self):
        """A list that could be read yesterday and cannot today: its rule is left out, the others work."""
        ticket = self.make_waiting()
        broken = self.rule.copy({"code": False, "sequence": 1})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE duret_relance_rule SET domain = '[(''gone'', ''='', 1)]' WHERE id = %s", [broken.id]
        )
        self.env.invalidate_all()
        with mute_logger("odoo.addons.duret_relance.models.duret_relance_engine"):
            self.run_job(THURSDAY)
        self.assertEqual(self.rows(ticket).rule_id, self.rule)

    def test_batches_cost_the_same(self):
        """Planning and handing over fifty documents takes as many queries as one."""
        self.run_job(THURSDAY)  # caches
        self._count(1)
        one = self._count(1)
        self.assertLessEqual(self._count(50), one + 2, "a cache more or less, whatever the number")

    def _count(self, number):
        """Queries for planning and handing over some documents, each of a client of its own."""
        tickets = self.Ticket.browse()
        for index in range(number):
            tickets |= self.make_waiting(
                self.make_person(f"Client {number}-{index}", f"c{number}.{index}@relance.test")
            )
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(THURSDAY):
            self.rule.company_id._duret_contact_calendar(fields.Datetime.now())
            before = self.env.cr.sql_log_count
            rows = self.engine._plan_batch(self.rule, tickets, fields.Datetime.now())
            self.engine._dispatch_batch(rows)
            self.env.flush_all()
            count = self.env.cr.sql_log_count - before
        self.assertEqual(rows.mapped("state"), ["queued"] * number)
        return count

    # --- afterwards ------------------------------------------------------------------------------------------------
    def test_outcome_of_the_mail_is_kept(self):
        """Sent, closed door, tried again with the same Message-Id, given up for a wrong address."""
        ticket = self.make_waiting()
        self.run_job(THURSDAY)
        row, reference = self.rows(ticket), self.rows(ticket).message_ref
        row.mail_mail_id.state = "exception"
        with freeze_time("2026-11-26 08:01:00"):
            row.mail_mail_id._postprocess_sent_message([], [], failure_reason="no route", failure_type="mail_smtp")
        self.assertEqual((row.state, row.detail), ("failed", "no route"))
        self.run_job("2026-11-26 08:05:00")
        self.assertEqual(row.state, "failed")
        self.run_job("2026-11-26 08:30:00")
        self.assertEqual((row.state, row.tries, row.mail_mail_id.state), ("queued", 1, "outgoing"))
        self.assertEqual(row.mail_mail_id.message_id, reference)
        row.mail_mail_id._postprocess_sent_message(self.client.ids, [])
        self.assertEqual(row.state, "sent")

    def fail(self, row, moment):
        """The mail server refuses the connection at this moment."""
        row.mail_mail_id.state = "exception"
        with freeze_time(moment):
            row.mail_mail_id._postprocess_sent_message([], [], failure_reason="no route", failure_type="mail_smtp")

    def test_a_mail_server_that_is_down_is_waited_for_longer_and_longer(self):
        """A quarter of an hour, half an hour… and after the eighth time the row says that it is given up."""
        ticket = self.make_waiting()
        self.run_job(THURSDAY)
        row, waits = self.rows(ticket), []
        for tries in range(9):
            row.tries = tries
            self.fail(row, "2026-11-26 08:00:00")
            waits.append(row.next_try and (row.next_try - datetime(2026, 11, 26, 8)).total_seconds() / 3600)
        self.assertEqual(waits, [0.25, 0.5, 1, 2, 4, 8, 16, 32, False])

    def test_what_is_tried_again_waits_for_the_morning(self):
        ticket = self.make_waiting()
        self.run_job(THURSDAY)
        row = self.rows(ticket)
        row.tries = 6
        self.fail(row, "2026-11-26 08:00:00")
        self.run_job("2026-11-27 01:30:00")
        self.assertEqual((row.state, row.mail_mail_id.state), ("failed", "exception"))
        self.run_job("2026-11-27 09:00:00")
        self.assertEqual((row.state, row.tries, row.mail_mail_id.state), ("queued", 7, "outgoing"))

    def test_who_refused_meanwhile_is_not_tried_again(self):
        ticket = self.make_waiting()
        self.run_job(THURSDAY)
        row = self.rows(ticket)
        self.fail(row, "2026-11-26 08:00:00")
        self.env["duret.relance.opt.out"].create({"partner_id": self.client.id, "purpose": "all"})
        self.run_job("2026-11-26 08:30:00")
        self.assertEqual((row.state, row.reason, row.mail_mail_id.state), ("skipped", "opted_out", "exception"))

    def test_person_takes_back_what_is_planned(self):
        ticket = self.make_waiting()
        self.run_job("2026-11-26 05:00:00")
        row = self.rows(ticket)
        row.with_user(self.claire).action_skip()
        self.run_job(THURSDAY)
        self.assertEqual((row.state, row.reason), ("skipped", "by_person"))
        with self.assertRaises(UserError):
            row.with_user(self.claire).action_skip()
