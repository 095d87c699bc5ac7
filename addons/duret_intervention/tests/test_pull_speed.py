"""The pull of a full week, with history: statements, time and size."""

import json
import time
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .push_case import PushCase

VISITS, HISTORY = 40, 3
MOST_SECONDS, MOST_UNCHANGED_SECONDS = 0.3, 0.05


@tagged("post_install", "-at_install")
class TestPullSpeed(PushCase):
    """Forty sites, each with a client, a request, equipment, and earlier visits with their reports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.env.ref("fieldservice.fsm_stage_completed")

    def _site(self, index):
        client = self.env["res.partner"].create(
            {"name": f"Client {index}", "phone": f"06 11 22 {index // 100:02d} {index % 100:02d}"}
        )
        site = self.env["fsm.location"].create(
            {"name": f"Site {index}", "owner_id": client.id, "city": "Annecy", "notes": "<p>Behind the church</p>"}
        )
        self.env["fsm.equipment"].create({"name": f"Boiler {index}", "location_id": site.id})
        ticket = self.env["helpdesk.ticket"].duret_open_request(
            {"name": f"Request {index}", "channel": "phone", "partner_id": client.id, "description": "<p>Dark</p>"}
        )
        return site, ticket

    def _fill(self, number, first=0):
        """Plan visits from Monday on, eight a day, each with its history."""
        for index in range(first, first + number):
            site, ticket = self._site(index)
            start = datetime(2026, 11, 23, 7) + timedelta(days=index // 8, hours=index % 8)
            values = {"location_id": site.id, "scheduled_duration": 1, "duret_ticket_id": ticket.id}
            visit = self.make_visit(scheduled_date_start=start, **values)
            past = [
                self.make_visit(
                    scheduled_date_start=start - timedelta(days=30 + 30 * turn), type=self.type_maintenance.id, **values
                )
                for turn in range(HISTORY)
            ]
            visits = past[0].union(*past[1:])
            reports = self.env["duret.intervention.report"].create(
                [{"order_id": one.id, "person_id": self.luc.id, "work_done": "Checked all"} for one in [visit, *visits]]
            )
            for report in reports[1:]:
                report._duret_close("office", report._duret_office())
            self.env.flush_all()
            self.env.cr.execute("UPDATE fsm_order SET stage_id = %s WHERE id = ANY(%s)", (self.done.id, visits.ids))
            self.env.invalidate_all()

    def _measure(self, state=None):
        """Pull once.

        :return: (answer, statements, seconds)
        """
        desk = self.env["duret.sync.pull"].with_user(self.user_technician)
        self.env.flush_all()
        self.env.invalidate_all()
        before, start = self.env.cr.sql_log_count, time.monotonic()
        answer = desk._pull(state, {})
        return answer, self.env.cr.sql_log_count - before, time.monotonic() - start

    @freeze_time("2026-11-23 06:00:00", tick=True)
    def test_a_week_of_forty_visits(self):
        """As many statements for forty visits as for one; within the times that were promised."""
        self.visit.unlink()
        self._fill(1)
        self._measure()
        answer, one, _seconds = self._measure()
        self.assertEqual(sum(key.startswith("visit/") for key in answer["keys"]), 1)
        self._fill(VISITS - 1, first=1)
        self._measure()
        rows = [self._measure() for _turn in range(3)]
        answer = rows[0][0]
        visits = [section["data"] for key, section in answer["sections"].items() if key.startswith("visit/")]
        self.assertEqual(len(visits), VISITS)
        self.assertEqual({len(visit["history"]) for visit in visits}, {HISTORY})
        self.assertEqual({row[1] for row in rows}, {one})
        self.assertLess(min(row[2] for row in rows), MOST_SECONDS)
        unchanged = [self._measure(answer["state"]) for _turn in range(3)]
        self.assertTrue(all(row[0].get("unchanged") for row in unchanged))
        self.assertLess(min(row[2] for row in unchanged), MOST_UNCHANGED_SECONDS)
        self.assertLess(len(json.dumps(unchanged[0][0])), 2_000)
