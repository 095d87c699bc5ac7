"""What people see of follow-ups on tickets: tomorrow and why, the document's own page, « Ma journée »; and rights."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .relance_case import RelanceCase

TUESDAY_EVENING = "2026-11-24 17:00:00"
WEDNESDAY = "2026-11-25 09:00:00"


@tagged("post_install", "-at_install", "duret_relance")
class TestRelanceScreens(RelanceCase):
    def preview(self, day, moment, user=None, rule=None):
        """Lines of the preview of a day as a user sees them: {document id: line}."""
        preview = self.env["duret.relance.preview"].with_user(user or self.claire)
        with freeze_time(moment):
            action = preview._open(date.fromisoformat(day), rule)
        lines = self.env["duret.relance.preview.line"].with_user(user or self.claire).search(action["domain"])
        return {line.res_id: line for line in lines if line.res_model == "helpdesk.ticket"}

    def test_tomorrow_and_why(self):
        """Everybody has a yes with an hour, or a reason."""
        due = self.make_waiting()
        late = self.make_waiting(self.make_person("Paul", "paul@relance.test"), since="2026-11-24 09:00:00")
        silent = self.make_waiting(self.make_person("Sans adresse"))
        old = self.make_waiting(self.make_person("Ancien", "ancien@relance.test"), since="2026-08-24 09:00:00")
        lines = self.preview("2026-11-26", WEDNESDAY)
        self.assertEqual((lines[due.id].verdict, str(lines[due.id].due)), ("yes", "2026-11-26 07:00:00"))
        self.assertEqual(lines[due.id].level_id, self.levels[0])
        self.assertEqual((lines[late.id].verdict, lines[late.id].reason), ("later", "not_due"))
        self.assertEqual((lines[silent.id].verdict, lines[silent.id].reason), ("no", "no_email"))
        self.assertEqual((lines[old.id].verdict, lines[old.id].reason), ("no", "too_old"))
        self.assertTrue(all(line.reason_text for line in lines.values() if line.verdict != "yes"))

    def test_preview_is_what_the_job_does(self):
        """The clients listed for a day are those who get a mail that day, throttle included."""
        tickets = self.make_waiting() | self.make_waiting()
        tickets |= self.make_waiting(self.make_person("Paul", "paul@relance.test"))
        said = {key for key, line in self.preview("2026-11-26", WEDNESDAY).items() if line.verdict == "yes"}
        self.assertEqual(len(said), 2)
        self.run_job("2026-11-26 08:00:00")
        self.assertEqual(said, set(self.rows(tickets).mapped("res_id")))

    def test_planned_rows_are_shown(self):
        ticket = self.make_waiting()
        self.run_job("2026-11-26 05:00:00")
        line = self.preview("2026-11-26", "2026-11-26 05:30:00")
        self.assertIn("yes", [line[ticket.id].verdict])

    def test_tomorrow_is_a_day_on_which_clients_are_written_to(self):
        """On a Saturday the preview shows Monday."""
        preview = self.env["duret.relance.preview"].with_user(self.claire)
        for moment, day in (("2026-11-24 17:00:00", "2026-11-25"), ("2026-11-28 10:00:00", "2026-11-30")):
            with freeze_time(moment):
                self.assertEqual(str(preview._tomorrow()), day)

    def test_preview_sends_nothing(self):
        ticket = self.make_waiting()
        self.preview("2026-11-26", "2026-11-26 09:00:00")
        self.assertFalse(self.rows(ticket))

    def test_document_says_what_comes_next(self):
        """The ticket's own page: next level and hour, or the reason."""
        ticket = self.make_waiting()
        with freeze_time(WEDNESDAY):
            self.assertIn(self.levels[0].name, ticket.with_user(self.claire).duret_relance_text)
        self.run_job("2026-11-26 08:00:00")
        ticket._duret_note_client_answer("2026-11-26 10:00:00")
        with freeze_time("2026-11-26 11:00:00"):
            self.assertIn("The client has answered", ticket.with_user(self.claire).duret_relance_text)
        self.assertEqual(ticket.with_user(self.claire).duret_relance_count, 1)

    def test_day_rows(self):
        """« Ma journée »: what is planned or sent today, by hour, and what failed and waits for somebody."""
        ticket = self.make_waiting()
        self.run_job("2026-11-26 05:00:00")
        with freeze_time("2026-11-26 06:00:00"):
            self.assertEqual(self.outbox._get_day_count(self.claire), 1)
            (row,) = self.outbox._get_day_rows(self.claire, 10)
        self.assertEqual((row["res_model"], row["res_id"], row["state"]), ("helpdesk.ticket", ticket.id, "planned"))
        self.assertEqual(row["title"], self.client.display_name)
        with freeze_time("2026-11-27 06:00:00"):
            self.rows(ticket)._mark_failed("Adresse refusée", again=False)
            self.assertEqual([one["is_problem"] for one in self.outbox._get_day_rows(self.claire, 10)], [True])

    def test_preview_costs_the_same(self):
        """One or thirty documents of a rule: the same number of queries."""

        def count(number):
            for index in range(number):
                self.make_waiting(self.make_person(f"P{number}-{index}", f"p{number}.{index}@relance.test"))
            preview = self.env["duret.relance.preview"].create({"day": "2026-11-26", "rule_id": self.rule.id})
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time(WEDNESDAY):
                before = self.env.cr.sql_log_count
                preview._fill()
                self.env.flush_all()
                return self.env.cr.sql_log_count - before

        count(1)
        one = count(1)
        self.assertLessEqual(count(30), one)

    def test_mail_to_oneself(self):
        """The trial goes to the person who asks, and writes nothing on the document."""
        ticket = self.make_waiting()
        before = len(ticket.message_ids)
        self.levels[0].with_user(self.user_manager).action_test()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn(self.user_manager.email, mail.email_to)
        self.assertIn("[Test]", mail.subject)
        self.assertFalse(mail.recipient_ids)
        self.assertEqual(len(ticket.message_ids), before)
        self.assertFalse(self.rows(ticket))

    # --- rights ----------------------------------------------------------------------------------------------------
    def test_rights_by_role(self):
        """Managers change rules; assistants look and take back; nobody writes the history; others see nothing."""
        self.make_waiting()
        self.run_job("2026-11-26 05:00:00")
        row = self.outbox.search([], limit=1)
        reads = {"assistant": True, "manager": True, "direction": True, "admin": True, "technician": False}
        reads |= {"portal_a": False}
        for role, allowed in reads.items():
            user = self.users[role]
            with self.subTest(role=role):
                for record in (self.rule, row):
                    self.assertEqual(record.with_user(user).has_access("read"), allowed)
                self.assertEqual(self.rule.with_user(user).has_access("write"), role in ("manager", "admin"))
                for action in ("write", "create", "unlink"):
                    self.assertFalse(row.with_user(user).has_access(action))
        for role in ("direction", "technician", "portal_a"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                row.with_user(self.users[role]).action_skip()

    def test_bad_rules_are_refused(self):
        """A list that cannot be read, a date of another document, a kind that cannot be followed up."""
        partner_date = self.env["ir.model.fields"]._get("res.partner", "create_date")
        for values in (
            {"domain": "[('nowhere', '=', 1)]"},
            {"domain": "not a list"},
            {"domain": "__import__('os')"},
            {"anchor_field_id": partner_date.id},
            {"model_id": self.env["ir.model"]._get_id("res.partner"), "anchor_field_id": partner_date.id},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.rule.write(values)
