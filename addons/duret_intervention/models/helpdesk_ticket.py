from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

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
