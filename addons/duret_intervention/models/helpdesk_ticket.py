from odoo import api, fields, models

from .duret_ticket_field import STATES as FIELD_STATES


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["duret.ticket.field", "helpdesk.ticket"]

    duret_field_uuid = fields.Char("Operation of the Telephone", copy=False, readonly=True)
    duret_field_user_id = fields.Many2one(
        "res.users", "Asked by the Technician", copy=False, readonly=True, index="btree_not_null", ondelete="restrict"
    )
    duret_field_visit_id = fields.Many2one(
        "fsm.order", "Asked During", copy=False, readonly=True, index="btree_not_null", ondelete="set null"
    )
    duret_field_location_id = fields.Many2one(
        "fsm.location", "Site", copy=False, index="btree_not_null", ondelete="set null"
    )
    duret_field_at = fields.Datetime("Asked At", copy=False, readonly=True)
    duret_field_photo_ids = fields.One2many("duret.report.photo", "ticket_id", "Photos", readonly=True)
    duret_field_state = fields.Selection(
        FIELD_STATES, "What Became of It", compute="_compute_duret_field_outcome", store=True, index="btree_not_null"
    )
    duret_field_amount = fields.Monetary(
        "Value", compute="_compute_duret_field_outcome", store=True, currency_field="duret_field_currency_id"
    )
    duret_field_currency_id = fields.Many2one("res.currency", compute="_compute_duret_field_currency_id")

    # One operation of a telephone opens one request, however often it is sent.
    _duret_field_uuid_unique = models.UniqueIndex("(duret_field_uuid) WHERE duret_field_uuid IS NOT NULL")

    duret_report_count = fields.Integer("Number of Reports", compute="_compute_duret_report_count")

    @api.depends("duret_visit_ids.duret_report_ids")
    def _compute_duret_report_count(self):
        visits = self.duret_visit_ids
        groups = self.env["duret.intervention.report"]._read_group(
            [("order_id", "in", visits.ids)], ["order_id"], ["__count"]
        )
        counts = {}
        for visit, count in groups:
            counts[visit.duret_ticket_id] = counts.get(visit.duret_ticket_id, 0) + count
        for ticket in self:
            ticket.duret_report_count = counts.get(ticket, 0)

    def action_duret_open_reports(self):
        """Open the reports of the visits that answer this request.

        :return: window action
        """
        return self.duret_visit_ids.action_duret_open_reports()
