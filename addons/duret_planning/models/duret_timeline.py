from odoo import api, models
from odoo.fields import Domain

from odoo.addons.duret_base.models.duret_timeline import TimelineSource


class DuretTimeline(models.AbstractModel):
    """Visits in a client's history."""

    _inherit = "duret.timeline"

    @api.model
    def _timeline_sources(self, client):
        """Add visits."""
        visits = TimelineSource("visit", self.env._("Visits"), "fa-wrench", lambda: self._timeline_visits(client))
        return [*super()._timeline_sources(client), visits]

    @api.model
    def _timeline_visits(self, client):
        """Visits at the client's sites, or made for one of its tickets."""
        firm = client.commercial_partner_id.id
        domain = Domain("location_id.owner_id.commercial_partner_id", "=", firm)
        domain |= Domain("duret_ticket_id.commercial_partner_id", "=", firm)
        return self._timeline_select("fsm.order", domain, "scheduled_date_start", "name", "stage_id.name")
