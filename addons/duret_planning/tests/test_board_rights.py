"""Who sees the board, who moves what, who hears of changes: by the calls that a browser makes."""

from unittest.mock import MagicMock, patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.duret_planning_board import BUS_TYPE
from .common import PlanningHttpCase
from .test_board import START, STOP, BoardCase

WITHOUT_BOARD = ("portal_a", "portal_b")
MODEL = "duret.planning.board"


@tagged("post_install", "-at_install", "security")
class TestBoardRights(BoardCase):
    def test_a_technician_moves_his_own_only(self):
        rows = {row["id"]: row["editable"] for row in self.load("technician")["visits"]}
        self.assertEqual(rows, {self.own.id: True, self.other.id: False})
        self.assertEqual(self.load("technician")["rights"], {"plan": False, "person": self.luc.id})
        start = self.own.scheduled_date_start.replace(day=24)
        self.assertEqual(self.move(self.own, start, role="technician")["status"], "done")
        self.assertEqual(self.own.duret_event_ids[:1].channel, "technician")
        with self.assertRaises(AccessError):
            self.move(self.other, start, role="technician")

    def test_a_technician_gives_nothing_away_and_takes_nothing_out(self):
        start = self.own.scheduled_date_start
        with self.assertRaises(AccessError):
            self.move(self.own, start, self.eve, role="technician")
        with self.assertRaises(AccessError):
            self.move(self.other, start.replace(day=25), self.luc, role="technician")
        board = self.board("technician")
        with self.assertRaises(AccessError):
            board.unplan(self.own.id, board._version(self.own))
        self.assertEqual((self.own.person_id, self.other.person_id), (self.luc, self.eve))

    def test_the_direction_reads(self):
        board = self.load("direction")
        self.assertEqual(len(board["visits"]), 2)
        self.assertFalse(any(row["editable"] for row in board["visits"] + board["waiting"]["rows"]))
        with self.assertRaises(AccessError):
            self.move(self.own, self.own.scheduled_date_start.replace(day=24), role="direction")

    def test_days_off_are_for_planners(self):
        """A technician may not plan himself on a day off; who plans may."""
        tuesday = self.own.scheduled_date_start.replace(day=24)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Congé",
                "resource_id": self.luc.duret_resource_id.id,
                "date_from": tuesday.replace(hour=0),
                "date_to": tuesday.replace(hour=22),
            }
        )
        self.assertEqual(self.move(self.own, tuesday, role="technician", accepted=["away"])["status"], "refused")

    def test_who_hears_of_changes(self):
        """The channel is given by the server to who may read visits, and to nobody who merely asks."""
        websocket = self.env["ir.websocket"]
        company = self.env.company
        cases = {"assistant": True, "manager": True, "technician": True, "direction": True}
        cases |= dict.fromkeys(WITHOUT_BOARD, False)
        for role, hears in cases.items():
            with self.subTest(role=role), patch("odoo.addons.bus.models.ir_websocket.wsrequest", new=MagicMock()):
                given = websocket.with_user(self.users[role])._build_bus_channel_list([BUS_TYPE])
                self.assertEqual((company, BUS_TYPE) in given, hears)
                self.assertNotIn(BUS_TYPE, given)


@tagged("post_install", "-at_install", "security")
class TestBoardRpc(PlanningHttpCase):
    """The same over HTTP, as any program may call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.make_visit()
        cls.other = cls.make_visit(person_id=cls.eve.id)

    def call(self, role, method, *args, model=MODEL):
        """Return (result, name of the error) of one call of a logged-in user."""
        login = self.users[role].login
        self.authenticate(login, login + "x" * max(0, 8 - len(login)) if role.startswith("portal") else login)
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).json()
        return answer.get("result"), answer.get("error", {}).get("data", {}).get("name", "")

    def test_reading(self):
        for role in ("assistant", "manager", "technician", "direction"):
            with self.subTest(role=role):
                board, error = self.call(role, "load", START, STOP, {})
                self.assertFalse(error)
                self.assertLessEqual({self.own.id, self.other.id}, {row["id"] for row in board["visits"]})
        for role in WITHOUT_BOARD:
            for method, args in (
                ("load", (START, STOP, {})),
                ("changes", ([1], START, STOP, {})),
                ("waiting", ({}, 0)),
            ):
                with self.subTest(role=role, method=method):
                    self.assertEqual(self.call(role, method, *args), (None, "odoo.exceptions.AccessError"))

    def test_moving(self):
        """Nobody but who plans, and the technician for his own visit."""
        for role, visit in (
            ("technician", self.other),
            ("direction", self.own),
            ("portal_a", self.own),
            ("portal_b", self.other),
        ):
            values = {"start": "2026-11-24 08:00:00", "person_ids": visit._duret_crew().ids}
            version = self.env[MODEL]._version(visit)
            for method, args in (
                ("move", (visit.id, values, version, ["agreed", "past"])),
                ("unplan", (visit.id, version, ["agreed"])),
            ):
                with self.subTest(role=role, method=method):
                    self.assertEqual(self.call(role, method, *args)[1], "odoo.exceptions.AccessError")
        self.env.invalidate_all()
        self.assertEqual(self.own.scheduled_date_start, self.other.scheduled_date_start)

    def test_private_methods_are_not_called_from_outside(self):
        for method in ("_move", "_unplan", "_visit_rows", "_duret_announce"):
            with self.subTest(method=method):
                self.assertEqual(self.call("assistant", method, [self.own.id])[1], "odoo.exceptions.AccessError")
