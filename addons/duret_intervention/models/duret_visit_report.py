from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.fields import Domain


class DuretVisitReport(models.AbstractModel):
    """The visit and its reports: how many, whether one is due, what the material cost."""

    _name = "duret.visit.report"
    _description = "Visit: Reports"

    duret_report_ids = fields.One2many("duret.intervention.report", "order_id", "Reports")
    duret_report_count = fields.Integer("Number of Reports", compute="_compute_duret_report_count")
    duret_is_report_due = fields.Boolean(
        "Report Due",
        compute="_compute_duret_is_report_due",
        search="_search_duret_is_report_due",
        help="The visit is over and no closed report has come.",
    )
    duret_report_due_since = fields.Datetime("Without Report Since", compute="_compute_duret_is_report_due")
    duret_material_cost = fields.Monetary(
        "Cost of Material",
        compute="_compute_duret_material_cost",
        currency_field="duret_currency_id",
        groups="duret_base.group_assistant,duret_base.group_direction",
        help="Material used on this visit, at what it cost that day; what was brought back is taken off.",
    )
    duret_currency_id = fields.Many2one("res.currency", "Currency", compute="_compute_duret_currency_id")

    @api.depends("duret_report_ids")
    def _compute_duret_report_count(self):
        groups = self.env["duret.intervention.report"]._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]
        )
        counts = dict(groups)
        for order in self:
            order.duret_report_count = counts.get(order, 0)

    @api.depends("stage_id", "scheduled_date_end", "date_end", "person_id", "duret_report_ids.closed_at")
    def _compute_duret_is_report_due(self):
        due = self.filtered_domain(self._duret_report_due_domain())
        for order in self:
            order.duret_is_report_due = order in due
            order.duret_report_due_since = order in due and (order.date_end or order.scheduled_date_end)

    @api.model
    def _search_duret_is_report_due(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        due = self._duret_report_due_domain()
        return due if (True in value) == (operator == "in") else ~due

    @api.model
    def _duret_report_due_domain(self):
        """Return the domain of visits that are over and still lack a closed report.

        Visits from before the first day of the company's digital reports owe none.
        """
        cancelled = self.env["ir.model.data"]._xmlid_to_res_id("fieldservice.fsm_stage_cancelled")
        now = fields.Datetime.now()
        over = Domain("stage_id.is_closed", "=", True) | Domain("scheduled_date_end", "<", now)
        return (
            over
            & Domain("person_id", "!=", False)
            & Domain("stage_id", "!=", cancelled)
            & Domain("scheduled_date_end", ">=", self._duret_reports_since())
            & ~Domain("duret_report_ids.closed_at", "!=", False)
        )

    @api.model
    def _duret_reports_since(self):
        """Return the first moment from which visits owe a report (naive UTC)."""
        day = self.env.company.duret_reports_since or fields.Date.context_today(self)
        zone = pytz.timezone("Europe/Paris")
        return zone.localize(datetime.combine(day, time())).astimezone(pytz.utc).replace(tzinfo=None)

    @api.depends("move_ids.duret_cost")
    def _compute_duret_material_cost(self):
        groups = self.env["stock.move"]._read_group(
            [("fsm_order_id", "in", self.ids), ("state", "=", "done")], ["fsm_order_id"], ["duret_cost:sum"]
        )
        costs = dict(groups)
        for order in self:
            order.duret_material_cost = costs.get(order, 0.0)

    @api.depends("company_id")
    def _compute_duret_currency_id(self):
        for order in self:
            order.duret_currency_id = (order.company_id or self.env.company).currency_id

    def action_duret_open_reports(self):
        """Open the reports of these visits.

        :return: window action
        """
        return self.env["duret.intervention.report"].search([("order_id", "in", self.ids)])._duret_window()
