"""Nothing of an anonymous opinion leads back to its client, and nobody is asked about it a second time."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .desk_case import NOW, DeskCase

TABLES = ("duret_satisfaction_request", "survey_user_input", "survey_user_input_line")


@tagged("post_install", "-at_install")
class TestPrivacyWaysBack(DeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.make_visit()
        cls.request = cls.make_request(cls.visit)

    def unasked(self):
        """Visits that the job would ask about now."""
        self.env.flush_all()
        return self.visit.search(self.visit._duret_opinion_unasked())

    def test_a_forgotten_client_is_not_asked_again(self):
        """The request no longer names its visit, which is three days old: the job of the same hour leaves it alone."""
        other = self.make_visit(site=self.site_a)
        self.request.with_user(self.user_manager).action_anonymise()
        self.assertFalse(self.request.visit_id)
        unasked = self.unasked()
        self.assertNotIn(self.visit, unasked)
        self.assertIn(other, unasked)

    def test_the_shortest_retention_asks_nobody_again(self):
        """Forgotten after one month, while the job still looks back at visits of two."""
        self.request._duret_record_answer({self.questions["recommend"]: 9}, "phone")
        self.env.company.duret_survey_retention_months = 1
        now, commit = datetime(2026, 12, 24, 9, 0), patch.object(type(self.env["ir.cron"]), "_commit_progress")
        with freeze_time(now), commit:
            self.env[self.request._name]._cron_duret_anonymise()
            self.assertTrue(self.request.anonymised_at)
            self.assertNotIn(self.visit, self.unasked())

    def test_who_made_the_rows_and_when(self):
        """A client who is logged in is the maker of his answer: neither he nor the hour stays in the database."""
        portal = self.users["portal_b"]
        # sudo: as the page does for whoever holds the secret of the link.
        mine = self.request.with_user(portal).sudo()
        mine._duret_record_answer({self.questions["recommend"]: 9}, "portal")
        self.env.flush_all()
        answer = self.request.user_input_id
        self.assertEqual(answer.create_uid, portal)
        self.request._duret_anonymise()
        self.env.flush_all()
        rows = zip(TABLES, (self.request, answer, answer.user_input_line_ids), strict=True)
        for table, records in rows:
            self.env.cr.execute(
                f"SELECT create_uid, write_uid, create_date, write_date FROM {table} WHERE id IN %s",  # noqa: S608
                [records._ids],
            )
            for maker, writer, *moments in self.env.cr.fetchall():
                with self.subTest(table):
                    self.assertNotIn(portal.id, (maker, writer))
                    self.assertEqual({(one.day, one.hour, one.minute) for one in moments}, {(1, 12, 0)})

    def test_files_and_decisions(self):
        """A photograph attached by the office, and the hour of a decision."""
        self.env["ir.attachment"].create(
            {"name": "photo.txt", "raw": b"x", "res_model": self.request._name, "res_id": self.request.id}
        )
        self.request.decided_at = NOW
        self.request._duret_anonymise()
        left = [("res_model", "=", self.request._name), ("res_id", "=", self.request.id)]
        self.assertFalse(self.env["ir.attachment"].search(left))
        self.assertEqual(self.request.decided_at, datetime(2026, 11, 1, 12, 0))

    def test_the_second_question_does_not_lead_to_the_first(self):
        """The second one still names the client; the first one was forgotten by hand."""
        second = self.request.create(
            {"name": "x", "kind": "recovery", "first_id": self.request.id, "partner_id": self.client_b.id}
        )
        self.request._duret_anonymise()
        self.assertFalse(second.first_id)
        self.assertEqual(second.partner_id, self.client_b)
