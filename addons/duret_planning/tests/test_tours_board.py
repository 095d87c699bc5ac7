"""The planning board in a real browser: drag and drop with the mouse's events, and what others change."""

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import PlanningHttpCase


@tagged("post_install", "-at_install")
class TestBoardTours(PlanningHttpCase):
    """Two technicians who work every day of the week, and a day of visits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.luc + cls.eve
        cls.env["fsm.order"].search([("stage_id.is_closed", "=", False)]).stage_id = cls.env.ref(
            "fieldservice.fsm_stage_cancelled"
        )
        cls.env["fsm.person"].search([("id", "not in", people.ids)]).active = False
        hours = [
            fields.Command.create({"name": "Day", "dayofweek": str(day), "hour_from": 7, "hour_to": 18})
            for day in range(7)
        ]
        calendar = {"name": "Every day", "tz": "Europe/Paris", "attendance_ids": [fields.Command.clear(), *hours]}
        people.calendar_id = cls.env["resource.calendar"].create(calendar)
        cls.env.company.partner_id.write({"partner_latitude": 45.9, "partner_longitude": 6.1})
        cls.env["resource.calendar.leaves"].search([]).unlink()
        # Tomorrow, so that no hour is past; the board opens on the person's own today and is turned to that day.
        day = fields.Datetime.now().replace(hour=7, minute=0, second=0, microsecond=0) + timedelta(days=1)
        cls.own = cls.make_visit(scheduled_date_start=day, scheduled_duration=1)
        cls.other = cls.make_visit(person_id=cls.eve.id, scheduled_date_start=day, scheduled_duration=1)
        cls.waiting = cls.make_visit(person_id=False, scheduled_date_start=False, scheduled_duration=1)
        cls.day = day

    def run_tour(self, name, user):
        """Open the board on the day of the visits, the tour knowing the ids of this case.

        The browser's today may already be that day: between midnight in Paris and midnight UTC.
        """
        known = {"own": self.own, "other": self.other, "waiting": self.waiting, "luc": self.luc, "eve": self.eve}
        later = fields.Datetime.to_string(self.day + timedelta(hours=4))
        ids = json.dumps({key: record.id for key, record in known.items()} | {"later": later})
        code = f"""sessionStorage.setItem("duret_board_tour", {json.dumps(ids)});
            const {{DateTime}} = luxon;
            const shown = DateTime.fromISO(document.querySelector(".o_duret_board").dataset.day);
            const day = DateTime.fromISO("{self.day.isoformat()}Z").startOf("day");
            for (let left = day.diff(shown, "days").days; left > 0; left--) {{
                document.querySelector(".o_duret_next").click();
            }}
            odoo.startTour('{name}', {json.dumps({"stepDelay": 0, "startUrl": "/odoo/planning"})});"""
        ready = f"Boolean(odoo.isTourReady('{name}') && document.querySelector('.o_duret_next'))"
        self.start_tour("/odoo/planning", name, code=code, ready=ready, login=user.login)

    def test_drag_and_drop(self):
        self.run_tour("duret_planning.board_drag", self.user_assistant)
        self.env.invalidate_all()
        self.assertEqual(self.own.person_id, self.eve)
        self.assertGreater(self.own.scheduled_date_start, self.day)
        self.assertFalse(self.waiting.scheduled_date_start or self.waiting.person_id, "planned, then undone")
        self.assertTrue(self.waiting.duret_event_ids.filtered(lambda event: event.kind == "planned"))

    def test_somebody_else_s_visit(self):
        self.run_tour("duret_planning.board_other_person", self.user_technician)
        self.env.invalidate_all()
        self.assertEqual((self.other.person_id, self.other.scheduled_date_start), (self.eve, self.day))

    def test_a_change_appears(self):
        self.run_tour("duret_planning.board_live", self.user_assistant)
