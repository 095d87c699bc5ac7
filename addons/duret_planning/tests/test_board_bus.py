"""What anyone changes reaches the open boards."""

from datetime import timedelta

from odoo.tests import tagged

from ..models.duret_planning_board import BUS_TYPE
from .common import MONDAY, PlanningCase


@tagged("post_install", "-at_install")
class TestBoardBus(PlanningCase):
    def heard(self, work):
        """Return the payloads that a piece of work sends to the board's channel."""
        bus = self.env["bus.bus"]
        self.env.cr.precommit.run()
        last = bus.sudo()._bus_last_id()
        work()
        self.env.cr.precommit.run()
        sent = bus._poll([(self.env.company, BUS_TYPE)], last)
        return [row["message"]["payload"] for row in sent if row["message"]["type"] == BUS_TYPE]

    def test_every_change_of_a_visit(self):
        visit = self.make_visit()
        for work in (
            lambda: visit.duret_move(MONDAY + timedelta(days=1)),
            lambda: visit.write({"person_id": self.eve.id}),
            lambda: visit.write({"scheduled_date_start": MONDAY + timedelta(days=2)}),
            lambda: visit.duret_cancel("no longer needed"),
        ):
            self.assertEqual(self.heard(work), [{"ids": visit.ids, "scope": "visits"}])

    def test_a_new_visit(self):
        self.assertEqual(len(self.heard(self.make_visit)), 1)

    def test_nothing_personal_is_said(self):
        """Ids only: each board reads the rest under its own reader's rights."""
        (payload,) = self.heard(self.make_visit)
        self.assertEqual(set(payload), {"ids", "scope"})

    def test_a_note_is_no_news(self):
        visit = self.make_visit()
        self.assertEqual(self.heard(lambda: visit.write({"todo": "Digicode 12A"})), [])

    def test_holds_and_absences(self):
        holds = self.env["duret.slot.hold"]
        self.assertIn(
            {"ids": [], "scope": "around"},
            self.heard(lambda: holds.hold(self.luc.ids, MONDAY, MONDAY + timedelta(hours=1))),
        )
        self.assertIn({"ids": [], "scope": "around"}, self.heard(lambda: holds.search([]).release()))
        leave = {"name": "Congé", "resource_id": self.luc.duret_resource_id.id}
        leave |= {"date_from": MONDAY, "date_to": MONDAY + timedelta(hours=8)}
        self.assertIn(
            {"ids": [], "scope": "all"}, self.heard(lambda: self.env["resource.calendar.leaves"].create(leave))
        )
