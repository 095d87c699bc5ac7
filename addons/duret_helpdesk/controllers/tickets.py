# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import BadRequest, NotFound

from odoo.http import request, route

from odoo.addons.duret_base.guarding.arguments import record_id
from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController

NEW_REQUEST = "/my/tickets/new"


class GuardedTicketForms(HelpdeskTicketController):
    """helpdesk_mgmt's form gives way to the forms by type; closing is by POST only, each value checked."""

    @route(methods=["GET", "POST"])
    def create_new_ticket(self, **_kw):
        """Send whoever opens helpdesk_mgmt's form to the choice of a form."""
        return request.redirect(NEW_REQUEST, code=303)

    @route(methods=["GET", "POST"])
    def submit_ticket(self, **_kw):
        """Create nothing: helpdesk_mgmt takes any file of any size, and twice what is sent twice."""
        return request.redirect(NEW_REQUEST, code=303)

    @route(methods=["GET", "POST"])
    def support_ticket_close(self, ticket_id=None, stage_id=None, **_kw):
        """Close the client's own ticket into a stage that is offered to clients; GET only shows the ticket.

        :param str ticket_id: the ticket
        :param str stage_id: the stage
        :raise NotFound: not a ticket that this user may read
        :raise BadRequest: not a stage that is offered
        """
        ticket = self._own_ticket(ticket_id)
        if request.httprequest.method == "POST" and not ticket._duret_close_from_portal(record_id(stage_id)):
            raise BadRequest()
        return request.redirect(f"/my/ticket/{ticket.id}")

    def _own_ticket(self, raw):
        """The ticket when the current user may read it; the same answer for a foreign and for a missing one.

        :param raw: id as received
        :raise NotFound: malformed, missing or foreign
        """
        ticket = request.env["helpdesk.ticket"].browse(record_id(raw) or 0).exists()
        if not ticket or not ticket.has_access("read"):
            raise NotFound()
        return ticket
