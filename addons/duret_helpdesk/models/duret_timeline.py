from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.duret_base.models.duret_timeline import TimelineSource


class DuretTimeline(models.AbstractModel):
    """Calls and tickets in a client's history, with what was written and sent in the tickets."""

    _inherit = "duret.timeline"

    @api.model
    def _timeline_sources(self, client):
        """Add calls, tickets, their messages and their files."""
        return [
            TimelineSource("call", self.env._("Calls"), "fa-phone", lambda: self._timeline_calls(client)),
            TimelineSource("ticket", self.env._("Tickets"), "fa-life-ring", lambda: self._timeline_tickets(client)),
            *super()._timeline_sources(client),
        ]

    @api.model
    def _timeline_calls(self, client):
        return self._timeline_select(
            "crm.phonecall", Domain("partner_id", "in", self._timeline_people(client)), "date", "name", "direction"
        )

    @api.model
    def _timeline_ticket_domain(self, client):
        """Tickets of the client's firm; those of an address only are not known to be the client's."""
        return Domain("commercial_partner_id", "=", client.commercial_partner_id.id)

    @api.model
    def _timeline_tickets(self, client):
        domain = self._timeline_ticket_domain(client)
        return self._timeline_select("helpdesk.ticket", domain, "create_date", "name", "stage_id.name")

    @api.model
    def _timeline_ticket_query(self, client):
        """Tickets of the client that the user may read: what is in them follows the same rules."""
        return self.env["helpdesk.ticket"].with_context(active_test=False)._search(self._timeline_ticket_domain(client))

    @api.model
    def _timeline_mails(self, client):
        """Messages of the tickets beside those written on the contact."""
        written = self._timeline_messages_of("helpdesk.ticket", self._timeline_ticket_query(client))
        return SQL("%s UNION ALL %s", super()._timeline_mails(client), written)

    @api.model
    def _timeline_files(self, client):
        """Files of the tickets beside those of the contact."""
        files = self._timeline_files_of("helpdesk.ticket", self._timeline_ticket_query(client))
        return SQL("%s UNION ALL %s", super()._timeline_files(client), files)
