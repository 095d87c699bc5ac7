from odoo import api, fields, models


class DuretClockExplanation(models.TransientModel):
    """Dialog « Why this delay? » of a ticket."""

    _name = "duret.clock.explanation"
    _description = "Why This Delay?"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True, ondelete="cascade")
    body = fields.Html(compute="_compute_body", sanitize=False)

    @api.depends("ticket_id")
    @api.depends_context("lang")
    def _compute_body(self):
        for dialog in self:
            ticket = dialog.ticket_id
            ticket.check_access("read")
            values = {"clocks": ticket._duret_explain_clock(), "ticket": ticket}
            dialog.body = self.env["ir.qweb"]._render("duret_helpdesk.clock_explanation", values)
