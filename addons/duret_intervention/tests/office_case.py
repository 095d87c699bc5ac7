"""Visits that are over and reports of them, for the tests of the office's screens."""

import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.fields import Command

from odoo.addons.duret_planning.tests.common import PlanningCase


class OfficeCase(PlanningCase):
    """Luc's visits of the last days, and what came of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.duret_reports_since = fields.Date.today() - timedelta(days=30)
        cls.done = cls.env.ref("fieldservice.fsm_stage_completed")
        cls.reports = cls.env["duret.intervention.report"]
        # Other databases have visits of their own: what is counted here is counted among these.
        cls.old_visits = cls.env["fsm.order"].search([])

    @classmethod
    def make_done(cls, days=2, person=None, **values):
        """A visit of one hour that was made some days ago."""
        start = fields.Datetime.now() - timedelta(days=days)
        return cls.make_visit(
            person_id=(person or cls.luc).id,
            scheduled_date_start=start,
            scheduled_duration=1,
            type=cls.type_breakdown.id,
            duret_day_off_agreed=True,
            **{"date_start": start, "date_end": start + timedelta(hours=1), "stage_id": cls.done.id} | values,
        )

    @classmethod
    def make_report(cls, visit, outcome="signed", photo=True, **values):
        """A report of a visit, closed unless the outcome is empty."""
        answers = cls.env["duret.check.item"].search([("required", "=", True)])
        report = cls.reports.create(
            {
                "order_id": visit.id,
                "person_id": visit.person_id.id,
                "arrived_at": visit.date_start,
                "left_at": visit.date_end,
                "work_done": "Breaker replaced",
                "check_ids": [Command.create({"item_id": item.id, "answer": "yes"}) for item in answers],
                **values,
            }
        )
        if photo:
            cls.add_photo(report)
        if outcome:
            report._duret_close(outcome, report._duret_office())
        return report

    @classmethod
    def add_photo(cls, report, state="received"):
        """A photo of a report, as if its bytes had come (or not yet)."""
        picture = io.BytesIO()
        Image.new("RGB", (64, 48), "navy").save(picture, "JPEG")
        photos = cls.env["duret.report.photo"]
        number = photos.search_count([])
        photo = photos.with_env(report._duret_unlocked().env).create(
            {
                "report_id": report.id,
                "uuid": f"0c0ffee0-0000-4000-8000-{number:012d}",
                "sha256": f"{number:064x}",
                "size": len(picture.getvalue()),
                "taken_at": report.arrived_at,
            }
        )
        if state == "received":
            file = cls.env["ir.attachment"].create(
                {
                    "name": "photo.jpg",
                    "datas": base64.b64encode(picture.getvalue()),
                    "res_model": photo._name,
                    "res_id": photo.id,
                }
            )
            photo.with_env(report._duret_unlocked().env).write(
                {"attachment_id": file.id, "state": "received", "received_at": fields.Datetime.now()}
            )
        return photo
