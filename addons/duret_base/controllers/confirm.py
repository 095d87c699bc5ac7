# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import BadRequest

from odoo.http import Controller, request, route


class ConfirmedLink(Controller):
    """The button of the page that stands before links which change something."""

    @route("/duret/confirm", type="http", auth="public", methods=["POST"])
    def confirm(self, target="", **_kw):
        """Note in the session that this one link may be followed once, then follow it.

        :param str target: path and query of the link, one of `ir.http._duret_confirmed_links`
        """
        if not request.env["ir.http"]._duret_needs_confirmation(target):
            raise BadRequest()
        request.session["duret_confirmed"] = target
        return request.redirect(target, code=303)
