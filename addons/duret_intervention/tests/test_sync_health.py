"""How the telephones are doing, and who is told."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .office_case import OfficeCase

NOW = fields.Datetime.to_datetime("2026-11-24 10:00:00")


@tagged("post_install", "-at_install")
class TestSyncHealth(OfficeCase):
    """Three telephones of three technicians."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.devices = cls.env["duret.sync.device"]
        cls.calm = cls.make_device(1, cls.user_technician, waiting=0, seen=timedelta(days=9))
        cls.slow = cls.make_device(2, cls.user_manager, waiting=3, seen=timedelta(hours=1), oldest=timedelta(hours=5))
        cls.silent = cls.make_device(
            3, cls.user_assistant, waiting=1, seen=timedelta(hours=25), oldest=timedelta(days=2)
        )
        cls.all = cls.calm | cls.slow | cls.silent

    @classmethod
    def make_device(cls, number, user, waiting, seen, oldest=None, **values):
        return cls.devices.create(
            {
                "user_id": user.id,
                "uuid": f"00000000-0000-4000-8000-{number:012d}",
                "name": f"Telephone {number}",
                "waiting": waiting,
                "last_seen_at": NOW - seen,
                "oldest_waiting_at": oldest and NOW - oldest,
                **values,
            }
        )

    @freeze_time(NOW)
    def test_states(self):
        """Nothing waits: fine, however long ago; things wait for hours: slow; nothing heard for a day: silent."""
        self.assertEqual(self.all.mapped("health"), ["ok", "waiting", "silent"])
        for state, device in (("ok", self.calm), ("waiting", self.slow), ("silent", self.silent)):
            with self.subTest(state=state):
                self.assertEqual(self.devices.search([("health", "=", state), ("id", "in", self.all.ids)]), device)
                others = self.devices.search([("health", "!=", state), ("id", "in", self.all.ids)])
                self.assertEqual(others, self.all - device)

    def test_the_limit_is_a_day(self):
        """One second short of a day a telephone is not silent yet."""
        seen = self.silent.last_seen_at
        with freeze_time(seen + timedelta(hours=24)):
            self.assertNotEqual(self.silent.health, "silent")
        self.silent.invalidate_recordset()
        with freeze_time(seen + timedelta(hours=24, seconds=1)):
            self.assertEqual(self.silent.health, "silent")

    @freeze_time(NOW)
    def test_the_office_is_told(self):
        """The block is there while a telephone is silent, and says whose and what; not on a good day."""
        blocks = {block["code"]: block for block in self._blocks(self.user_assistant)}
        row = next(row for row in blocks["phones"]["rows"] if row["id"] == self.silent.id)
        self.assertEqual(row["title"], self.user_assistant.name)
        self.assertIn("1", row["subtitle"])
        self.devices.search([]).write({"waiting": 0})
        self.assertNotIn("phones", {block["code"] for block in self._blocks(self.user_assistant)})
        self.assertNotIn("phones", {block["code"] for block in self._blocks(self.user_technician)})

    def _blocks(self, user):
        return self.env["duret.my.day"].with_user(user).get_day("mine")["blocks"]

    def test_wrong_clock(self):
        """Five minutes are no matter; more is shown."""
        self.calm.clock_skew_seconds = -300
        self.slow.clock_skew_seconds = 301
        self.assertEqual([self.calm.is_clock_wrong, self.slow.is_clock_wrong], [False, True])

    def test_whose(self):
        """The technician of a telephone is the one of its user; a colleague of the office has none."""
        self.assertEqual(self.calm.person_id, self.luc)
        self.assertFalse(self.silent.person_id)

    def test_a_technician_sees_his_own(self):
        """And no colleague's; nobody of the office writes there."""
        mine = self.devices.with_user(self.user_technician).search([("id", "in", self.all.ids)])
        self.assertEqual(mine, self.calm)
        with self.assertRaises(AccessError):
            self.silent.with_user(self.user_assistant).write({"waiting": 0})

    @freeze_time(NOW)
    def test_map_of_the_day(self):
        """Visits of the day with what was reported and what became of their report; clients see nothing."""
        planned = self.make_visit(scheduled_date_start=NOW, scheduled_duration=1)
        done = self.make_done(0, person=self.eve)
        self.make_report(done, photo=False)
        desk = self.env["duret.day.map"].with_user(self.user_assistant)
        bounds = ("2026-11-23 23:00:00", "2026-11-24 23:00:00")
        rows = {row["id"]: row for row in desk.load(*bounds)["visits"]}
        self.assertEqual((rows[planned.id]["state"], rows[planned.id]["report"]), ("planned", ""))
        self.assertEqual((rows[done.id]["state"], rows[done.id]["report"]), ("done", "signed"))
        with self.assertRaises(AccessError):
            self.env["duret.day.map"].with_user(self.user_portal_a).load(*bounds)

    def test_map_does_not_ask_more_for_more(self):
        """Ten visits cost as many queries as one."""
        bounds = ("2026-11-23 23:00:00", "2026-11-24 23:00:00")
        desk = self.env["duret.day.map"].with_user(self.user_assistant)
        counts = []
        with freeze_time(NOW - timedelta(days=1)):
            for hour in range(10):
                self.make_visit(scheduled_date_start=NOW + timedelta(hours=hour - 4), scheduled_duration=0.5)
                if hour in (0, 9):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    desk.load(*bounds)
                    self.env.invalidate_all()
                    before = self.env.cr.sql_log_count
                    desk.load(*bounds)
                    counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
