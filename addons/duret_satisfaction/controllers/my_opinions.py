# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

PER_PAGE = 20


class MyOpinions(CustomerPortal):
    """« My opinions » of a client who is logged in: those that are asked for, and those that were given."""

    def _prepare_home_portal_values(self, counters):
        """Override: how many opinions the client was asked for."""
        values = super()._prepare_home_portal_values(counters)
        if "opinion_count" in counters:
            opinions = request.env["duret.satisfaction.request"]
            # sudo: the domain is the whole of what this client may see.
            values["opinion_count"] = opinions.sudo().search_count(opinions._duret_opinions_of(request.env.user))
        return values

    @route(["/my/avis", "/my/avis/page/<int:page>"], type="http", auth="user", website=True, methods=["GET"])
    def my_opinions(self, page=1, **_kw):
        """List what the client was asked, last visit first.

        :param int page: page of the list
        """
        opinions = request.env["duret.satisfaction.request"]
        mine = opinions._duret_opinions_of(request.env.user)
        # sudo: the domain is the whole of what this client may see.
        opinions = opinions.sudo()
        pager = portal_pager(url="/my/avis", total=opinions.search_count(mine), page=page, step=PER_PAGE)
        shown = opinions.search(mine, limit=PER_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values()
        values |= {"page_name": "duret_opinions", "opinions": shown, "pager": pager}
        return request.render("duret_satisfaction.my_opinions", values)

    @route("/my/avis/<int:request_id>", type="http", auth="user", website=True, methods=["GET"])
    def my_opinion(self, request_id, **_kw):
        """Open the page of one request; the client is sent there with its secret once it is known to be his.

        :param int request_id: the request
        """
        opinion = request.env["duret.satisfaction.request"]._duret_own_opinion(request.env.user, request_id)
        if not opinion or not opinion._duret_is_open():
            return request.redirect("/my/avis", code=303)
        return request.redirect(f"{opinion._duret_page_path()}?via=portal", code=303)
