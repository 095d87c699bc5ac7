"""Visits change while the technician has no network: what he did is received, and told as it was."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import MONDAY

from ..field_report import write_moment
from .push_case import PushCase

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def at(moment):
    return write_moment(moment)


@tagged("post_install", "-at_install")
class TestPushVisits(PushCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time(MONDAY - 48 * HOUR):
            super().setUpClass()
            cls.client_a.email = "regie@client-a.test"
            cls.visit.duret_confirmed = True
            cls.next_visit = cls.make_visit(
                scheduled_date_start=MONDAY + 3 * HOUR, scheduled_duration=1, duret_confirmed=True
            )

    def send(self, *ops, now):
        with freeze_time(now):
            return self.push(*ops)

    def day_ops(self, *kinds):
        """Taps of a visit, half an hour apart, beginning at 9 h."""
        return [self.op(f"visit.{kind}", at=at(MONDAY + index * 30 * MINUTE)) for index, kind in enumerate(kinds)]

    def delays(self):
        return self.env["duret.visit.message"].search([("purpose", "=", "delay")])

    def test_taps_arrive_hours_later(self):
        answers = self.send(*self.day_ops("set_off", "arrive", "finish"), now=MONDAY + 6 * HOUR)
        self.assertEqual([answer["state"] for answer in answers], ["applied"] * 3)
        self.assertEqual((self.visit.duret_day_state, self.visit.stage_id.is_closed), ("done", True))
        self.assertEqual((self.visit.date_start, self.visit.date_end), (MONDAY + HOUR / 2, MONDAY + HOUR))
        self.assertFalse(self.delays(), "the clients of the morning are not told of delays at three o'clock")
        events = {event.kind: event.date for event in self.visit.duret_event_ids}
        self.assertEqual(
            (events["en_route"], events["arrived"], events["done"]), (MONDAY, MONDAY + HOUR / 2, MONDAY + HOUR)
        )

    def test_taps_overtake_one_another(self):
        self.send(*reversed(self.day_ops("set_off", "arrive", "finish")), now=MONDAY + 6 * HOUR)
        self.assertEqual((self.visit.duret_day_state, self.visit.date_end), ("done", MONDAY + HOUR))
        self.assertEqual(self.visit.date_start, MONDAY)

    def test_on_the_way_after_arrived_goes_not_back(self):
        set_off, arrive = self.day_ops("set_off", "arrive")
        self.send(arrive, now=MONDAY + HOUR)
        self.send(set_off, now=MONDAY + HOUR)
        self.assertEqual(self.visit.duret_day_state, "on_site")

    def test_a_tap_of_now_tells_the_next_client(self):
        """The visit lasts until 13 h 30 with an hour's delay: the client of 12 h is told."""
        self.send(self.op("visit.delay", {"minutes": 90}, at=at(MONDAY)), now=MONDAY + MINUTE)
        self.assertTrue(self.delays())

    def test_an_old_tap_tells_nobody(self):
        self.send(self.op("visit.delay", {"minutes": 90}, at=at(MONDAY - HOUR)), now=MONDAY + MINUTE)
        self.assertEqual(self.visit.duret_late_minutes, 90)
        self.assertFalse(self.delays())

    def test_a_clock_that_is_three_hours_fast(self):
        """By the phone it is 12 h when it is 9 h; it sends at once."""
        wrong = MONDAY + 3 * HOUR
        report = self.uuid()
        arrive = self.op("visit.arrive", at=at(wrong))
        change = self.change(report, ("arrived_at", None, at(wrong)), at=at(wrong))
        self.send_wrong(wrong, arrive, change)
        self.assertEqual(self.visit.date_start, MONDAY)
        bon = self.report(report)
        self.assertEqual((bon.arrived_at, bon.arrived_real_at, bon.clock_skew_seconds), (wrong, MONDAY, -3 * 3600))
        row = self.mutation(arrive)
        self.assertEqual((row.made_at, row.happened_at), (wrong, MONDAY))
        self.assertEqual(row.device_id.clock_skew_seconds, -3 * 3600)

    def send_wrong(self, phone_now, *ops):
        """Send at 9 h from a telephone whose clock says something else."""
        with freeze_time(MONDAY):
            told = {"uuid": self.phone_uuid, "now": at(phone_now), "waiting": 2, "oldest": at(phone_now)}
            self.env["duret.sync.push"].with_user(self.user_technician).receive(told, list(ops))
        self.env.invalidate_all()

    def test_no_moment_is_to_come(self):
        self.send(self.op("visit.arrive", at=at(MONDAY + 9 * HOUR)), now=MONDAY)
        self.assertEqual(self.visit.date_start, MONDAY)

    # -- visits that change meanwhile ---------------------------------------------------------------------------------
    def reassign(self):
        with freeze_time(MONDAY - HOUR):
            self.visit.write({"person_id": self.eve.id, "scheduled_date_start": MONDAY + 96 * HOUR})

    def told(self):
        """How often the office was asked to look at the visit."""
        return len(self.visit.activity_ids.filtered(lambda activity: "worked on" in activity.summary))

    def test_a_visit_given_to_a_colleague(self):
        self.reassign()
        number = self.uuid()
        ops = [self.change(number, ("work_done", None, "Done all the same")), self.op("visit.arrive")]
        answers = self.send(*ops, now=MONDAY + HOUR)
        self.assertEqual([(a["state"], a["code"]) for a in answers], [("conflict", "visit_reassigned")] * 2)
        self.assertIn("colleague", answers[0]["message"])
        bon = self.report(number)
        self.assertEqual((bon.work_done, bon.person_id), ("Done all the same", self.luc))
        self.assertEqual(self.visit.duret_day_state, "planned", "the colleague's visit keeps its own course")
        self.assertEqual(self.told(), 1)
        # He goes on with his report; the office is told once.
        (answer,) = self.send(self.change(number, ("reserves", None, "Some")), now=MONDAY + 2 * HOUR)
        self.assertEqual((answer["code"], bon.reserves), ("visit_reassigned", "Some"))
        self.assertEqual(self.told(), 1)

    def test_a_visit_that_was_cancelled(self):
        with freeze_time(MONDAY - HOUR):
            self.visit.action_cancel()
        number = self.uuid()
        (answer,) = self.send(self.change(number, ("work_done", None, "The client let me in")), now=MONDAY)
        self.assertEqual((answer["state"], answer["code"]), ("conflict", "visit_cancelled"))
        self.assertEqual(self.report(number).work_done, "The client let me in")
        self.assertEqual(self.told(), 1)

    def test_a_visit_that_never_was_his(self):
        ops = [
            self.op("report.open", report=self.uuid(), visit=self.visit_of_eve.id),
            self.op("visit.arrive", visit=self.visit_of_eve.id),
            self.op("visit.arrive", visit=2**31 - 1),
            self.op("visit.arrive", visit=None),
        ]
        answers = self.send(*ops, now=MONDAY)
        self.assertEqual([a["code"] for a in answers], ["not_yours", "not_yours", "unknown_visit", "unknown_visit"])
        self.assertFalse(self.report(ops[0]["report"]))
        self.assertEqual(self.visit_of_eve.duret_day_state, "planned")

    def test_a_report_of_somebody_else(self):
        number = self.uuid()
        op = self.change(number, ("work_done", None, "Eve's"), visit=self.visit_of_eve.id)
        with freeze_time(MONDAY):
            self.push(op, user=self.colleague, phone=self.uuid())
        # Luc names his own visit, and Eve's report.
        (answer,) = self.send(self.change(number, ("work_done", "Eve's", "Luc's")), now=MONDAY)
        self.assertEqual((answer["code"], self.report(number).work_done), ("not_yours", "Eve's"))

    def test_the_office_completed_the_visit(self):
        with freeze_time(MONDAY):
            self.visit.action_complete()
        (answer,) = self.send(self.op("visit.finish"), now=MONDAY + HOUR)
        self.assertEqual(answer["state"], "applied")
