"""Next and last visits on the client card."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import PlanningCase

TUESDAY = "2026-11-17 10:00:00"  # 11 h in Annecy; no public holiday in the weeks that follow


@tagged("post_install", "-at_install")
class TestClientCard(PlanningCase):
    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(TUESDAY))
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.completed = cls.env.ref("fieldservice.fsm_stage_completed")
        cls.cancelled = cls.env.ref("fieldservice.fsm_stage_cancelled")

    def visit_in(self, days, **values):
        return self.make_visit(scheduled_date_start=self.now + timedelta(days=days), **values)

    def visits(self, partner, user):
        sections = partner.with_user(user).duret_client_card()["sections"]
        return next((section["rows"] for section in sections if section["code"] == "visits"), None)

    def test_next_visits_then_the_last_ones_of_the_whole_firm(self):
        later, soon = self.visit_in(9), self.visit_in(2)
        last, older = self.visit_in(-3, stage_id=self.completed.id), self.visit_in(-9, stage_id=self.completed.id)
        self.visit_in(-1, stage_id=self.cancelled.id)
        self.visit_in(1, stage_id=self.cancelled.id)
        site = self.env["fsm.location"].create({"name": "Site B", "owner_id": self.client_b.id})
        self.visit_in(1, location_id=site.id)
        rows = self.visits(self.contact_a, self.user_assistant)
        self.assertEqual([row["id"] for row in rows], [soon.id, later.id, last.id, older.id])
        self.assertEqual([row["tone"] for row in rows], ["primary", "primary", "secondary", "secondary"])
        self.assertIn("Luc", rows[0]["subtitle"])

    def test_a_technician_sees_everybody_s(self):
        """The planning is shared: who goes to this client, and when."""
        mine, his = self.visit_in(2), self.visit_in(3, person_id=self.eve.id)
        rows = self.visits(self.client_a, self.user_technician)
        self.assertEqual([row["id"] for row in rows], [mine.id, his.id])

    def test_one_or_fifty_visits_cost_the_same(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.visits(self.client_a, self.user_assistant)
            return self.env.cr.sql_log_count - before

        self.visit_in(2)
        self.visit_in(-2, stage_id=self.completed.id)
        self.visits(self.client_a, self.user_assistant)
        few = queries()
        for day in range(3, 23):
            self.visit_in(day)
            self.visit_in(-day, stage_id=self.completed.id)
        self.assertLessEqual(queries(), few)
