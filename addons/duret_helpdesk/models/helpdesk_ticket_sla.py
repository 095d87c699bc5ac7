from odoo import api, fields, models
from odoo.fields import Domain

STATES = {
    "ok": "in_progress",
    "at_risk": "in_progress",
    "breached": "expired",
    "paused": "on_hold",
    "met": "accomplished",
    "none": "accomplished",
}


class HelpdeskTicketSla(models.Model):
    """OCA's row of a promise and a ticket: reports read it, the clock of the ticket fills it.

    OCA counts anew at each change of stage and adds up what it counted; whatever happens in between is lost. Here
    every figure comes from the history of the ticket.
    """

    _inherit = "helpdesk.ticket.sla"

    ticket_id = fields.Many2one(index=True)
    # Computed before the insertion: one statement for each batch of rows.
    deadline = fields.Datetime(compute="_compute_deadline", store=True, precompute=True)
    hours = fields.Float(compute="_compute_sla_data", store=True, precompute=True)
    expected_stage_id = fields.Many2one(compute="_compute_sla_data", store=True, precompute=True)
    last_state_date = fields.Datetime(compute="_compute_sla_data", store=True, precompute=True)
    state = fields.Selection(compute="_compute_sla_data", store=True, precompute=True, default=None)
    consumed_time = fields.Float(compute="_compute_sla_data", store=True, precompute=True)

    @api.depends(
        "sla_id",
        "ticket_id.duret_response_state",
        "ticket_id.duret_response_minutes",
        "ticket_id.duret_resolution_state",
        "ticket_id.duret_resolution_minutes",
    )
    def _compute_sla_data(self):
        """Override: read the clock of the ticket."""
        last, known = self.ticket_id._duret_last_events(), self.env["helpdesk.sla"]._duret_kinds()
        for row in self:
            (kind, row.expected_stage_id), ticket = known[row.sla_id.id], row.ticket_id
            event = last.get(ticket, self.env["duret.ticket.clock.event"])
            row.state = STATES[ticket[f"duret_{kind}_state"] or "none"]
            row.consumed_time = ticket[f"duret_{kind}_minutes"] / 60
            row.hours = event[f"{kind}_minutes"] / 60
            row.last_state_date = event.at

    @api.depends("sla_id", "ticket_id.duret_response_deadline", "ticket_id.duret_resolution_deadline")
    def _compute_deadline(self):
        """Override: the deadline of the clock; none while the client is awaited."""
        known = self.env["helpdesk.sla"]._duret_kinds()
        for row in self:
            kind, _stage_id = known[row.sla_id.id]
            row.deadline = row.ticket_id[f"duret_{kind}_deadline"]

    def _stage_recompute(self):
        """Override: nothing to do, the clock of the ticket is kept by the ticket itself."""

    @api.depends("state", "deadline")
    def _compute_expired(self):
        """Override: a row without a deadline is not compared with the present time."""
        now = fields.Datetime.now()
        for row in self:
            late = row.state == "in_progress" and row.deadline and row.deadline < now
            row.expired = row.state == "expired" or late

    @api.depends("state", "deadline")
    def _compute_color(self):
        """Override: same as above."""
        colours = {"accomplished": 10, "in_progress": 3, "on_hold": 0, "expired": 1}
        for row in self:
            row.color = colours["expired"] if row.expired else colours[row.state]

    def _search_expired(self, operator, value):
        """Override: the operators that Odoo 19 asks with, and rows without a deadline."""
        if operator not in ("in", "not in"):
            return NotImplemented
        late = Domain("state", "=", "in_progress") & Domain("deadline", "<", fields.Datetime.now())
        expired = Domain("state", "=", "expired") | late
        return expired if (True in value) == (operator == "in") else ~expired
