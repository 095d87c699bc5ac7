from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

PER_PAGE = 20


class MyReports(CustomerPortal):
    """« My reports » of a client who is logged in: the list, one report, its PDF."""

    def _prepare_home_portal_values(self, counters):
        """Override: how many reports the client has."""
        values = super()._prepare_home_portal_values(counters)
        if "report_count" in counters:
            reports = request.env["duret.intervention.report"]
            # sudo: the domain is the whole of what this client may see.
            values["report_count"] = reports.sudo().search_count(reports._duret_reports_of(request.env.user))
        return values

    @route(["/my/reports", "/my/reports/page/<int:page>"], type="http", auth="user", website=True, methods=["GET"])
    def my_reports(self, page=1, **_kw):
        """List the client's reports, the newest first.

        :param int page: of the list
        """
        reports = request.env["duret.intervention.report"]
        mine = reports._duret_reports_of(request.env.user)
        # sudo: the domain is the whole of what this client may see.
        reports = reports.sudo()
        pager = portal_pager(url="/my/reports", total=reports.search_count(mine), page=page, step=PER_PAGE)
        found = reports.search(mine, order="closed_at desc, id desc", limit=PER_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values()
        values |= {"page_name": "duret_reports", "reports": found, "pager": pager}
        return request.render("duret_intervention.my_reports", values)

    @route("/my/reports/<int:report_id>", type="http", auth="user", website=True, methods=["GET"])
    def my_report(self, report_id, **_kw):
        """Show one report.

        :param int report_id: the report
        """
        report = request.env["duret.intervention.report"]._duret_own_report(request.env.user, report_id)
        if not report:
            return request.redirect("/my/reports")
        values = self._prepare_portal_layout_values()
        values |= {"page_name": "duret_report", "report": report, "v": report._duret_view()}
        return request.render("duret_intervention.my_report", values)

    @route("/my/reports/<int:report_id>/pdf", type="http", auth="user", methods=["GET"])
    def my_report_pdf(self, report_id, **_kw):
        """Download one report.

        :param int report_id: the report
        """
        report = request.env["duret.intervention.report"]._duret_own_report(request.env.user, report_id)
        if not report:
            return request.redirect("/my/reports")
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(report._duret_pdf_name())),
            ("Cache-Control", "private, no-store"),
        ]
        return request.make_response(report._duret_client_pdf(), headers=headers)
