from odoo import api, models
from odoo.fields import Domain


class DuretTicketSlaPromise(models.AbstractModel):
    """What OCA's helpdesk_mgmt_sla shows of a ticket, read from its clocks."""

    _name = "duret.ticket.sla.promise"
    _description = "Ticket: Promises"

    def refresh_sla(self):
        """Override (OCA's button): take the promises as they are written now."""
        self._duret_sync_clock(renew=True)

    def _get_sla(self):
        """Override: the two promises that apply, the most specific of each kind."""
        self.ensure_one()
        situation = self._duret_situations()[self]
        return self.env["helpdesk.sla"].browse(
            [policy for policy in (situation["response_sla_id"], situation["resolution_sla_id"]) if policy]
        )

    def _duret_mirror_promises(self):
        """Keep OCA's rows, one for each promise of a ticket; their figures are computed from its clock."""
        missing, gone = [], self.env["helpdesk.ticket.sla"]
        for ticket, last in self._duret_last_events().items():
            wanted = last.response_sla_id | last.resolution_sla_id
            rows = ticket.ticket_sla_ids
            gone |= rows.filtered(lambda row, wanted=wanted: row.sla_id not in wanted)
            missing += [{"ticket_id": ticket.id, "sla_id": policy.id} for policy in wanted - rows.sla_id]
        gone.unlink()
        self.env["helpdesk.ticket.sla"].create(missing)

    @api.model
    def _search_sla_expired(self, operator, value):
        """Override: OCA's filter, by the state that is stored."""
        if operator not in ("in", "not in"):
            return NotImplemented
        missed = Domain("duret_sla_state", "=", "breached")
        return missed if (True in value) == (operator == "in") else ~missed

    @api.depends("duret_sla_state", "duret_sla_deadline")
    def _compute_sla_data(self):
        """Override: OCA's fields, read from the clocks."""
        for ticket in self:
            ticket.sla_expired = ticket.duret_sla_state == "breached"
            ticket.sla_deadline = ticket.duret_sla_deadline

    @api.depends("ticket_sla_ids")
    def _compute_sla_fits(self):
        """Override: whether the promises are those that would be made today."""
        for ticket in self:
            ticket.sla_fits = not ticket.duret_clock_event_ids or ticket.sla_ids == ticket._get_sla()
