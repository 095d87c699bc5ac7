"""What the exchange with SAGE cannot know: visits, requests and technicians."""

from odoo import api, models
from odoo.tools import SQL


class DuretSageDeskPartner(models.AbstractModel):
    _inherit = "duret.sage.desk.partner"

    def _outsiders(self):
        """Override: technicians and subcontractors are no clients."""
        return [*super()._outsiders(), SQL("EXISTS (SELECT FROM fsm_person f WHERE f.partner_id = p.id)")]

    @api.model
    def _still_needed(self, partners):
        """Override: whoever waits for us stays in sight, whatever SAGE says."""
        waiting = {partner.id: self._duret_waiting(partner) for partner in self._duret_with_work(partners)}
        return waiting | super()._still_needed(partners)

    def _duret_waiting(self, partner):
        return self.env._("%s stays active here: a request or a visit is still open.", partner.display_name)

    def _duret_with_work(self, partners):
        """Give those of these contacts with an open request or a visit that is not done."""
        firms = partners.commercial_partner_id.ids
        tickets = self.env["helpdesk.ticket"].search(
            [("partner_id.commercial_partner_id", "in", firms), ("stage_id.closed", "=", False)]
        )
        visits = self.env["fsm.order"].search(
            [("location_id.owner_id.commercial_partner_id", "in", firms), ("stage_id.is_closed", "=", False)]
        )
        busy = tickets.partner_id.commercial_partner_id | visits.location_id.owner_id.commercial_partner_id
        return partners.filtered(lambda partner: partner.commercial_partner_id in busy)
