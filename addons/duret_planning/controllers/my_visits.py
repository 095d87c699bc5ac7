# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

PER_PAGE = 20


class MyVisits(CustomerPortal):
    """« My visits » of a client who is logged in: to come, past, and each one's page."""

    def _prepare_home_portal_values(self, counters):
        """Override: how many visits the client has."""
        values = super()._prepare_home_portal_values(counters)
        if "visit_count" in counters:
            orders = request.env["fsm.order"]
            # sudo: the domain is the whole of what this client may see.
            values["visit_count"] = orders.sudo().search_count(orders._duret_visits_of(request.env.user))
        return values

    @route(["/my/visits", "/my/visits/page/<int:page>"], type="http", auth="user", website=True, methods=["GET"])
    def my_visits(self, page=1, **_kw):
        """List the client's visits: those to come, soonest first, then a page of the past ones.

        :param int page: page of the past visits
        """
        orders = request.env["fsm.order"]
        mine, now = orders._duret_visits_of(request.env.user), fields.Datetime.now()
        open_ = Domain("stage_id.is_closed", "=", False) & Domain("scheduled_date_end", ">=", now)
        # sudo: the domain is the whole of what this client may see.
        orders = orders.sudo()
        count = orders.search_count(mine & ~open_)
        pager = portal_pager(url="/my/visits", total=count, page=page, step=PER_PAGE)
        past = orders.search(
            mine & ~open_, order="scheduled_date_start desc, id desc", limit=PER_PAGE, offset=pager["offset"]
        )
        coming = orders.search(mine & open_, order="scheduled_date_start, id", limit=50) if page == 1 else orders
        values = self._prepare_portal_layout_values()
        values |= {"page_name": "duret_visits", "coming": coming, "past": past, "pager": pager}
        return request.render("duret_planning.my_visits", values)

    @route("/my/visits/<int:visit_id>", type="http", auth="user", website=True, methods=["GET"])
    def my_visit(self, visit_id, **_kw):
        """Show one visit; it is moved and cancelled on the pages of its link.

        :param int visit_id: the visit
        """
        visit = request.env["fsm.order"]._duret_own_visit(request.env.user, visit_id)
        if not visit:
            return request.redirect("/my/visits")
        values = self._prepare_portal_layout_values()
        values |= visit._duret_client_view() | {"page_name": "duret_visit", "company": visit.company_id}
        return request.render("duret_planning.my_visit", values)
