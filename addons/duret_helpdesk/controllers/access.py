# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import Controller, request, route


class PortalAccess(Controller):
    """« Receive my access »: the same answer to everybody; a client's address then gets an invitation."""

    @route("/web/portal_access", type="http", auth="public", website=True, methods=["GET", "POST"])
    def portal_access(self, email=None, **_kw):
        """Show the form; by POST, note the address. Each sending is counted (see duret_base.guarding.limits).

        :param str email: address as typed
        """
        if request.httprequest.method != "POST":
            return request.render("duret_helpdesk.portal_access", {})
        # sudo: a visitor may write this one row and read nothing.
        if not request.env["duret.access.request"].sudo()._ask(email):
            return request.render("duret_helpdesk.portal_access", {"email": email, "wrong": True}, status=422)
        return request.render("duret_helpdesk.portal_access", {"done": True})
