# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import BadRequest, NotFound

from odoo.http import request, route

from odoo.addons.duret_base.guarding.arguments import record_id
from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController

CHOICES = ("category", "team", "type")


class GuardedTicketForms(HelpdeskTicketController):
    """Creating and closing a ticket from the portal: by POST only, each value checked."""

    @route(methods=["GET", "POST"])
    def support_ticket_close(self, ticket_id=None, stage_id=None, **_kw):
        """Close the client's own ticket into a stage that its page offers; GET only shows the ticket.

        :param str ticket_id: the ticket
        :param str stage_id: the stage
        :raise NotFound: not a ticket that this user may read
        :raise BadRequest: not a stage that the page offers
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

    @route(methods=["GET", "POST"])
    def submit_ticket(self, **kw):
        """Create a ticket from the form; GET shows the form.

        :param kw: fields of the form; subject and description are required, the choices must be offered
        :raise BadRequest: a choice that is not one of the form's
        """
        if request.httprequest.method != "POST":
            return request.redirect("/new/ticket")
        kw = {name: value for name, value in kw.items() if name not in CHOICES or value}
        if not (kw.get("subject") or "").strip() or not (kw.get("description") or "").strip():
            return request.redirect("/new/ticket")
        if any(record_id(kw[name]) is None for name in CHOICES if name in kw):
            raise BadRequest()
        offered = self._get_categories(**kw)
        if "category" in kw and record_id(kw["category"]) not in offered.ids:
            raise BadRequest()
        return super().submit_ticket(**kw)
