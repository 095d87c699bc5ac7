"""The planning board: what it shows, what it moves, and what it refuses."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, PlanningCase

START, STOP = "2026-11-22 23:00:00", "2026-11-29 23:00:00"
NOW = "2026-11-20 09:00:00"


class BoardCase(PlanningCase):
    """A board of one week, with a visit of Luc, one of Eve and one that waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cancelled = cls.env.ref("fieldservice.fsm_stage_cancelled")
        cls.env["fsm.order"].search([("stage_id.is_closed", "=", False)]).stage_id = cancelled
        cls.env["fsm.person"].search([("id", "not in", (cls.luc + cls.eve).ids)]).active = False
        cls.own = cls.make_visit(type=cls.type_breakdown.id)
        cls.other = cls.make_visit(person_id=cls.eve.id, scheduled_date_start=MONDAY + timedelta(hours=5))
        cls.waiting = cls.make_visit(person_id=False, scheduled_date_start=False, scheduled_duration=1)
        for skill in cls.type_breakdown.duret_skill_ids:
            cls.add_skill(cls.luc, skill.name)

    def board(self, role="assistant"):
        return self.env["duret.planning.board"].with_user(self.users[role])

    def load(self, role="assistant", **filters):
        return self.board(role).load(START, STOP, filters)

    def row(self, visit, role="assistant"):
        return next(row for row in self.load(role)["visits"] if row["id"] == visit.id)

    def move(self, visit, start=None, people=None, role="assistant", accepted=(), **values):
        """Move as the screen does: with the version it was shown."""
        board = self.board(role)
        version = board._version(visit.with_user(self.users[role]))
        people = people if people is not None else visit._duret_crew()
        values = {"start": fields.Datetime.to_string(start), "person_ids": people.ids, **values}
        return board.move(visit.id, values, version, list(accepted))


@tagged("post_install", "-at_install")
class TestBoardLoad(BoardCase):
    def test_a_week(self):
        board = self.load()
        self.assertEqual([row["name"] for row in board["technicians"]], ["Eve", self.luc.name])
        self.assertEqual({row["id"] for row in board["visits"]}, {self.own.id, self.other.id})
        self.assertEqual([row["id"] for row in board["waiting"]["rows"]], [self.waiting.id])
        self.assertEqual(board["truncated"], 0)

    def test_a_visit(self):
        row = self.row(self.own)
        self.assertEqual(
            (row["start"], row["stop"], row["minutes"]), ("2026-11-23 08:00:00", "2026-11-23 10:00:00", 120)
        )
        self.assertEqual((row["client"], row["city"], row["zip"]), (self.client_a.name, "Annecy", "74000"))
        self.assertEqual((row["latitude"], row["longitude"]), (45.9, 6.12))
        self.assertEqual((row["persons"], row["state"], row["editable"]), (self.luc.ids, "planned", True))

    def test_a_late_visit(self):
        """What the technician reported is on the board: where he is, and when he is expected."""
        expected = MONDAY + timedelta(minutes=40)
        self.own.write({"duret_day_state": "en_route", "duret_expected_start": expected, "duret_delay_answer": "waits"})
        row = self.row(self.own)
        self.assertEqual((row["state"], row["expected"], row["answer"]), ("en_route", "2026-11-23 08:40:00", "waits"))

    def test_cancelled_visits_leave_and_done_ones_stay(self):
        self.own.duret_cancel("no longer needed")
        self.other.action_complete()
        rows = self.load()["visits"]
        self.assertEqual([(row["id"], row["state"], row["editable"]) for row in rows], [(self.other.id, "done", False)])

    def test_background(self):
        """Hours, absences without their reason, and days off with their name."""
        resource = self.luc.duret_resource_id
        leave = {"date_from": "2026-11-24 07:00:00", "date_to": "2026-11-24 17:00:00"}
        self.env["resource.calendar.leaves"].create({"name": "Opération du genou", "resource_id": resource.id, **leave})
        closed = {"date_from": "2026-11-27 00:00:00", "date_to": "2026-11-27 22:00:00"}
        self.env["resource.calendar.leaves"].create({"name": "Pont", "calendar_id": False, **closed})
        board = self.load()
        luc = next(row for row in board["technicians"] if row["id"] == self.luc.id)
        self.assertTrue(luc["work"])
        self.assertEqual([one["start"] for one in luc["absences"]], ["2026-11-24 07:00:00"])
        self.assertNotIn("genou", str(board))
        self.assertIn("Pont", [one["label"] for one in board["holidays"]])

    def test_held_slot(self):
        """A client who is booking keeps a slot; it goes by itself."""
        start = MONDAY + timedelta(hours=2)
        self.env["duret.slot.hold"].hold(self.luc.ids, start, start + timedelta(hours=1), minutes=5)
        self.assertEqual([one["person"] for one in self.load()["holds"]], self.luc.ids)
        with freeze_time(fields.Datetime.to_datetime(NOW) + timedelta(minutes=6)):
            self.assertEqual(self.load()["holds"], [])

    def test_filters(self):
        self.luc.duret_zone, self.eve.duret_zone = "Annecy", "Arve"
        skill = self.add_skill(self.eve, "Nacelle")
        team = self.env["fsm.team"].create({"name": "Petits travaux"})
        self.eve.team_id = team
        for filters in ({"zone": "Arve"}, {"skill": skill.id}, {"team": team.id}):
            with self.subTest(filters=filters):
                board = self.load(**filters)
                self.assertEqual([row["id"] for row in board["technicians"]], self.eve.ids)
                self.assertEqual([row["id"] for row in board["visits"]], self.other.ids)
        self.assertEqual({"Annecy", "Arve"}, set(self.load()["choices"]["zones"]))

    def test_nonsense_is_refused_or_ignored(self):
        board = self.board()
        for start, stop in (("", STOP), ("x", STOP), (STOP, START), (START, "2027-11-01 00:00:00"), (START, None)):
            with self.subTest(start=start, stop=stop), self.assertRaises(UserError):
                board.load(start, stop)
        for filters in (None, [], {"team": "1; DROP"}, {"zone": ["x"]}, {"skill": True}, {"other": 1}):
            with self.subTest(filters=filters):
                self.assertEqual(len(board.load(START, STOP, filters)["visits"]), 2)

    def test_waiting_is_paged(self):
        self.make_many(60)
        first = self.load()["waiting"]
        self.assertEqual((len(first["rows"]), first["count"]), (40, 61))
        rest = self.board().waiting({}, 40)["rows"]
        self.assertEqual(len(rest), 21)
        self.assertFalse({row["id"] for row in rest} & {row["id"] for row in first["rows"]})

    def make_many(self, count, **values):
        values = {"location_id": self.site.id, "scheduled_duration": 1, **values}
        return self.env["fsm.order"].create([dict(values) for _one in range(count)])

    def test_queries_do_not_grow(self):
        """One call reads a week of one technician, or of twenty with all their visits, with the same queries."""

        def count():
            self.load()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.load()
            return self.env.cr.sql_log_count - before

        self.make_week(2)
        few = count()
        self.make_week(20)
        # Access rules are cached by the server, not by this reading: they may cost one query more or less.
        self.assertLessEqual(count(), few + 1)

    def make_week(self, size):
        """Technicians, one in four with hours of his own, and a visit of each at another client every day."""
        calendar = self.env.company.resource_calendar_id
        hours = [calendar.copy().id if rank % 4 == 0 else False for rank in range(size)]
        people = self.env["fsm.person"].create(
            [{"name": f"T{rank}", "calendar_id": id_} for rank, id_ in enumerate(hours)]
        )
        clients = self.env["res.partner"].create([{"name": f"C{rank}"} for rank in range(size)])
        sites = self.env["fsm.location"].create(
            [{"name": f"S {client.name}", "owner_id": client.id} for client in clients]
        )
        for day in range(4):
            for person, site in zip(people, sites, strict=True):
                moment = MONDAY + timedelta(days=day)
                self.make_visit(person_id=person.id, location_id=site.id, scheduled_date_start=moment)

    def test_changes_of_some(self):
        """What is asked for and still on the board comes back; what left does not."""
        self.other.duret_cancel("no longer needed")
        news = self.board().changes((self.own + self.other).ids, START, STOP, {})
        self.assertEqual([row["id"] for row in news["visits"]], self.own.ids)
        self.assertEqual(news["waiting"]["count"], 1)


@tagged("post_install", "-at_install")
class TestBoardMove(BoardCase):
    def test_to_another_hour_and_technician(self):
        start = MONDAY + timedelta(days=1)
        answer = self.move(self.other, start, self.luc)
        self.assertEqual(answer["status"], "done", answer)
        self.assertEqual((self.other.scheduled_date_start, self.other.person_id), (start, self.luc))
        self.assertEqual(self.other.scheduled_duration, 2)
        event = self.other.duret_event_ids[:1]
        self.assertEqual((event.kind, event.channel), ("moved", "office"))

    def test_from_the_list(self):
        """A visit that waited is planned: time, technician and stage."""
        answer = self.move(self.waiting, MONDAY + timedelta(days=1), self.luc)
        self.assertEqual(answer["status"], "done", answer)
        self.assertEqual(self.waiting.stage_id, self.env.ref("duret_planning.fsm_stage_planned"))
        self.assertEqual(self.load()["waiting"]["count"], 0)

    def test_back_to_the_list(self):
        answer = self.board().unplan(self.own.id, self.board()._version(self.own))
        self.assertEqual(answer["status"], "done", answer)
        self.assertFalse(self.own.scheduled_date_start or self.own._duret_crew())
        self.assertFalse(self.own.duret_claim_ids)
        self.assertIn(self.own.id, [row["id"] for row in self.load()["waiting"]["rows"]])

    def test_nobody_is_in_two_places(self):
        """Refused whatever was accepted; nothing moved."""
        answer = self.move(self.other, MONDAY, self.luc, accepted=("overlap",))
        self.assertEqual(answer["status"], "refused")
        self.assertEqual(self.other.person_id, self.eve)

    def test_somebody_faster_at_this_very_moment(self):
        """The engine saw a free time, the database knows better."""
        board = self.board()
        self.patch(type(board), "_remarks", lambda *_args: [])
        answer = self.move(self.other, MONDAY, self.luc)
        self.assertEqual(answer["status"], "refused")
        self.assertIn("just been taken", answer["messages"][0])
        self.assertEqual(
            (self.other.person_id, self.other.scheduled_date_start), (self.eve, MONDAY + timedelta(hours=5))
        )

    def test_what_is_unusual_is_asked_first(self):
        """Outside hours: a question; once agreed to, done."""
        night = MONDAY + timedelta(hours=12)
        answer = self.move(self.other, night)
        self.assertEqual((answer["status"], answer["codes"]), ("confirm", ["outside_hours"]))
        self.assertEqual(self.other.scheduled_date_start, MONDAY + timedelta(hours=5))
        answer = self.move(self.other, night, accepted=answer["codes"])
        self.assertEqual(answer["status"], "done", answer)

    def test_what_was_not_asked_is_not_agreed_to(self):
        """Agreeing to one thing is not agreeing to another one that came since."""
        self.other.duret_confirmed = True
        answer = self.move(self.other, MONDAY + timedelta(hours=12), accepted=("outside_hours",))
        self.assertEqual(answer["status"], "confirm")
        self.assertEqual(set(answer["codes"]), {"outside_hours", "agreed"})

    def test_a_time_agreed_with_the_client(self):
        self.own.duret_confirmed = True
        answer = self.move(self.own, MONDAY + timedelta(days=1))
        self.assertEqual((answer["status"], answer["codes"]), ("confirm", ["agreed"]))
        self.assertIn(self.client_a.name, answer["messages"][0])

    def test_missing_skill(self):
        self.add_skill(self.luc, "Nacelle")
        skill = self.add_skill(self.luc, "Haute tension")
        self.type_breakdown.duret_skill_ids = skill
        answer = self.move(self.own, MONDAY + timedelta(days=1), self.eve)
        self.assertIn("skills", answer["codes"])

    def test_absence_agreed_to(self):
        """The planner may send somebody who is away; the visit says so, and forgets it when it is moved again."""
        tuesday = MONDAY + timedelta(days=1)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Congé",
                "resource_id": self.luc.duret_resource_id.id,
                "date_from": tuesday - timedelta(hours=2),
                "date_to": tuesday + timedelta(hours=9),
            }
        )
        answer = self.move(self.own, tuesday)
        self.assertEqual((answer["status"], answer["codes"]), ("confirm", ["away"]))
        self.assertEqual(self.move(self.own, tuesday, accepted=["away"])["status"], "done")
        self.assertTrue(self.own.duret_day_off_agreed)
        self.assertEqual(self.move(self.own, tuesday + timedelta(days=1))["status"], "done")
        self.assertFalse(self.own.duret_day_off_agreed)

    def test_moved_by_somebody_else_meanwhile(self):
        board = self.board()
        version = board._version(self.own)
        self.own.duret_move(MONDAY + timedelta(days=2))
        values = {"start": "2026-11-24 08:00:00", "person_ids": self.luc.ids}
        answer = board.move(self.own.id, values, version)
        self.assertEqual(answer["status"], "stale")
        self.assertEqual(answer["visit"]["start"], "2026-11-25 08:00:00")
        self.assertEqual(self.own.scheduled_date_start, MONDAY + timedelta(days=2))
        self.assertEqual(board.unplan(self.own.id, version)["status"], "stale")

    def test_a_note_added_meanwhile_changes_nothing(self):
        board = self.board()
        version = board._version(self.own)
        self.own.write({"todo": "Digicode 12A"})
        values = {"start": "2026-11-24 08:00:00", "person_ids": self.luc.ids}
        self.assertEqual(board.move(self.own.id, values, version)["status"], "done")

    def test_on_a_day_of_the_week(self):
        """A visit keeps its hour; one without an hour gets the first that is free and reachable."""
        self.assertEqual(self.move(self.own, day="2026-11-25")["status"], "done")
        self.assertEqual(self.own.scheduled_date_start, MONDAY + timedelta(days=2))
        answer = self.move(self.waiting, day="2026-11-25", people=self.luc)
        self.assertEqual(answer["status"], "done", answer)
        start = self.waiting.scheduled_date_start
        self.assertEqual(start.date(), MONDAY.date() + timedelta(days=2))
        self.assertFalse(
            start < self.own.scheduled_date_end and self.waiting.scheduled_date_end > self.own.scheduled_date_start
        )

    def test_a_day_without_a_free_hour(self):
        answer = self.move(self.waiting, day="2026-11-29", people=self.luc)
        self.assertEqual(answer["status"], "refused")
        self.assertFalse(self.waiting.scheduled_date_start)

    def test_crew(self):
        """A technician of a crew is replaced, the leader stays."""
        self.own.person_ids = self.luc + self.eve
        self.assertEqual(self.row(self.own)["persons"], (self.luc + self.eve).ids)
        hugo = self.env["fsm.person"].create({"name": "Hugo"})
        answer = self.move(self.own, MONDAY + timedelta(days=1), self.luc + hugo)
        self.assertEqual(answer["status"], "done", answer)
        self.assertEqual(self.own._duret_crew(), self.luc + hugo)

    def test_bad_requests(self):
        """Clear words, nothing half-written."""
        board = self.board()
        version = board._version(self.own)
        good = {"start": "2026-11-24 08:00:00", "person_ids": self.luc.ids}
        for values in (
            good | {"person_ids": []},
            good | {"person_ids": [self.luc.id, 999999999]},
            good | {"start": "tomorrow"},
            good | {"start": False, "day": "soon"},
            good | {"start": False},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                board.move(self.own.id, values, version)
        with self.assertRaises(UserError):
            board.move(999999999, good, version)
        self.own.action_complete()
        with self.assertRaises(UserError):
            board.move(self.own.id, good, version)
