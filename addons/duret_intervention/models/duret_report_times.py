from datetime import timedelta

from odoo import api, fields, models


class DuretReportTimes(models.AbstractModel):
    """Time spent on site, and what the phone's clock was worth."""

    _name = "duret.report.times"
    _description = "Intervention Report: Times"

    work_minutes = fields.Integer("On Site (minutes)", compute="_compute_work_minutes", store=True)
    clock_skew_seconds = fields.Integer(
        "Clock of the Phone (seconds)",
        copy=False,
        readonly=True,
        help="To add to the times of the report: how wrong the phone's clock was when they were sent",
    )
    arrived_real_at = fields.Datetime("Arrived (corrected)", compute="_compute_real_times")
    left_real_at = fields.Datetime("Left (corrected)", compute="_compute_real_times")

    @api.depends("arrived_at", "left_at")
    def _compute_work_minutes(self):
        """Minutes between arrival and departure; 0 while one of them is missing or they are the wrong way round."""
        for report in self:
            length = report.left_at - report.arrived_at if report.left_at and report.arrived_at else timedelta()
            report.work_minutes = max(0, round(length.total_seconds() / 60))

    @api.depends("arrived_at", "left_at", "clock_skew_seconds")
    def _compute_real_times(self):
        for report in self:
            skew = timedelta(seconds=report.clock_skew_seconds)
            report.arrived_real_at = report.arrived_at and report.arrived_at + skew
            report.left_real_at = report.left_at and report.left_at + skew
