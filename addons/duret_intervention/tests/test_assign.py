"""Giving a visit to a technician from the telephone."""

import json
import uuid
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin
from odoo.addons.duret_planning.tests.common import PlanningCase, PlanningMixin

NOW = fields.Datetime.to_datetime("2026-11-23 06:00:00")  # Monday, 7 h in Annecy
DAY = "2026-11-24"
NINE = "2026-11-24T08:00:00Z"


class AssignCase(PlanningCase):
    """A trusted technician, a colleague, a visit that waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_technician.group_ids = [Command.link(cls.env.ref("duret_intervention.group_assigner").id)]
        cls.colleague = cls.make_user("technician", "duret_colleague")
        cls.visit = cls.make_visit(person_id=False, scheduled_date_start=False, type=cls.type_breakdown.id)

    def desk(self, user=None):
        return self.env["duret.assign.desk"].with_user(user or self.user_technician)

    def version(self):
        return self.env["duret.planning.board"]._version(self.visit)

    def push(self, user=None, **data):
        """The answer to one operation."""
        wanted = {"person": self.eve.id, "start": NINE, "version": self.version()} | data
        op = {
            "uuid": str(uuid.uuid4()),
            "kind": "visit.assign",
            "format": 1,
            "at": "2026-11-23T06:00:00Z",
            "visit": self.visit.id,
            "report": None,
            "data": wanted,
        }
        device = {"uuid": "5ca1ab1e-0000-4000-8000-000000000001", "name": "Telephone", "now": "2026-11-23T06:00:00Z"}
        return self.env["duret.sync.push"].with_user(user or self.user_technician).receive(device, [op])["results"][0]


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAssign(AssignCase):
    """What waits, who is free, and the change itself."""

    def test_what_waits_and_who_is_busy(self):
        """The visit is listed; two hours of Eve's day are taken."""
        self.make_visit(person_id=self.eve.id, scheduled_date_start="2026-11-24 13:00:00", scheduled_duration=2)
        found = self.desk().load(DAY)
        row = next(row for row in found["waiting"]["rows"] if row["id"] == self.visit.id)
        self.assertEqual(row["client"], self.client_a.name)
        busy = {row["id"]: (row["visits"], row["minutes"]) for row in found["technicians"]}
        self.assertEqual((busy[self.eve.id], busy[self.luc.id]), ((1, 120), (0, 0)))

    def test_free_times(self):
        """Hours at which Eve can come; what is taken is not among them."""
        self.make_visit(person_id=self.eve.id, scheduled_date_start="2026-11-24 08:00:00", scheduled_duration=2)
        times = self.desk().times(self.visit.id, self.eve.id, DAY)["times"]
        self.assertTrue(times)
        self.assertLessEqual(len(times), 8)
        self.assertFalse([time for time in times if "T08:00" <= time[10:16] < "T10:00"])

    def test_why_there_are_none(self):
        """On Sunday nobody works, and the answer says so."""
        found = self.desk().times(self.visit.id, self.eve.id, "2026-11-29")
        self.assertEqual(found["times"], [])
        self.assertTrue(found["why"])

    def test_assigned(self):
        """The visit is Eve's at nine; the journal says by whom and how."""
        answer = self.push()
        self.assertEqual((answer["state"], answer["message"]), ("applied", answer["message"]))
        self.assertEqual(
            (self.visit.person_id, str(self.visit.scheduled_date_start)), (self.eve, "2026-11-24 08:00:00")
        )
        event = self.visit.duret_event_ids.sorted("id")[-1:]
        self.assertEqual((event.channel, event.user_id), ("technician", self.user_technician))
        self.assertEqual(self.visit.duret_claim_ids.person_id, self.eve)
        self.assertEqual(self.push()["state"], "applied", "once more, seen as it is now")

    def test_somebody_was_faster(self):
        """The time is taken: refused in a sentence, and the visit waits as before."""
        self.make_visit(person_id=self.eve.id, scheduled_date_start="2026-11-24 08:00:00", scheduled_duration=2)
        answer = self.push()
        self.assertEqual(answer["state"], "refused")
        self.assertIn(self.eve.name, answer["message"])
        self.assertFalse(self.visit.person_id or self.visit.scheduled_date_start)

    def test_changed_meanwhile(self):
        """Whoever has not seen the visit as it is now is asked to look again."""
        version = self.version()
        self.visit.duret_move(fields.Datetime.to_datetime("2026-11-25 08:00:00"), [self.luc.id])
        answer = self.push(version=version)
        self.assertEqual(answer["state"], "refused")
        self.assertEqual(self.visit.person_id, self.luc)

    def test_day_off(self):
        """A day off is nobody's to give from the field."""
        answer = self.push(start="2026-11-29T08:00:00Z")
        self.assertEqual(answer["state"], "refused")
        self.assertFalse(self.visit.scheduled_date_start)

    def test_who_may_not(self):
        """A technician who was not trusted neither reads the desk nor assigns; the office does both."""
        for call in (lambda desk: desk.load(DAY), lambda desk: desk.times(self.visit.id, self.eve.id, DAY)):
            with self.assertRaises(AccessError):
                call(self.desk(self.colleague))
            with self.assertRaises(AccessError):
                call(self.desk(self.user_portal_a))
            call(self.desk(self.user_assistant))
        answer = self.push(self.colleague)
        self.assertEqual((answer["state"], answer["code"]), ("refused", "not_yours"))
        self.assertFalse(self.visit.person_id)
        self.assertTrue(self.env["duret.assign.desk"].with_user(self.user_assistant)._may_assign())

    def test_nonsense(self):
        """Bad input is refused in a sentence; nothing is written."""
        for data in ({"person": "1"}, {"person": True}, {"start": "tomorrow"}, {"start": 5}, {"version": None}):
            with self.subTest(data=data):
                self.assertEqual(self.push(**data)["code"], "bad_shape")
        for data in ({"person": 999_999_999}, {"start": "2020-01-01T08:00:00Z"}, {"start": "2027-06-01T08:00:00Z"}):
            with self.subTest(data=data):
                self.assertEqual(self.push(**data)["state"], "refused")
        for day in ("", None, "tomorrow", "2031-01-01", 5, []):
            with self.subTest(day=day), self.assertRaises(UserError):
                self.desk().load(day)
        for visit, person in (("x", self.eve.id), (self.visit.id, None), (0, 0), (self.visit.id, 999_999_999)):
            with self.subTest(visit=visit, person=person), self.assertRaises(UserError):
                self.desk().times(visit, person, DAY)
        self.assertFalse(self.visit.person_id)

    def test_desk_does_not_ask_more_for_more(self):
        """Ten visits that wait cost as many queries as four."""
        counts = []
        desk = self.desk()  # held: the user of an environment that was collected is read again
        for number in range(10):
            if number:
                self.make_visit(person_id=False, scheduled_date_start=False)
                start = fields.Datetime.to_datetime("2026-11-24 07:00:00") + timedelta(hours=number)
                self.make_visit(person_id=self.eve.id, scheduled_date_start=start, scheduled_duration=0.5)
            if number in (3, 9):
                self.env.flush_all()
                self.env.invalidate_all()
                desk.load(DAY)
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                desk.load(DAY)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestAssignRoutes(DuretUsersMixin, PlanningMixin, HttpCase):
    """The routes ask who is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.make_planning()

    def ask(self, path, **params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        answer = self.url_open(path, data=body, headers={"Content-Type": "application/json"})
        return answer.json()

    def test_routes(self):
        """The office is answered; a plain technician and a client are refused."""
        day = fields.Date.to_string(fields.Date.today())
        for login in ("duret_technician", "duret_portal_a"):
            self.authenticate(login, login + "x" * max(0, 8 - len(login)))
            for path in ("/intervention/assign", "/intervention/assign/times"):
                with self.subTest(login=login, path=path):
                    self.assertEqual(self.ask(path, day=day)["error"]["data"]["name"], "odoo.exceptions.AccessError")
        self.authenticate("duret_assistant", "duret_assistant")
        self.assertEqual(self.ask("/intervention/assign", day=day)["result"]["day"], day)
