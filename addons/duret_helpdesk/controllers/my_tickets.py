# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk


class GuardedTicketPages(CustomerPortalHelpdesk):
    """The client's page of a ticket, with the files that were sent to the client and no others."""

    @route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        """Show a ticket to its client, or to a visitor with its link.

        helpdesk_mgmt's page gives every file of the ticket a secret, those of internal notes included, and writes
        it while being read: that method is therefore replaced, not extended.

        :param int ticket_id: the ticket
        :param str access_token: secret of the link
        """
        try:
            ticket_sudo = self._document_check_access("helpdesk.ticket", ticket_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = self._ticket_get_page_view_values(ticket_sudo, access_token, **kw)
        values |= {
            "closed_stages": ticket_sudo._duret_portal_closing_stages(),
            "duret_attachments": ticket_sudo._duret_portal_attachments(),
            "duret_may_close": not request.env.user._is_public(),
        }
        return request.render("helpdesk_mgmt.portal_helpdesk_ticket_page", values)
