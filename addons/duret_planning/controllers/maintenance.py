from odoo.http import Controller, content_disposition, request, route

from .booking import begin_invited

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IDS = 5000


class MaintenancePages(Controller):
    """The link of an invitation, and contracts as a spreadsheet."""

    @route(
        "/rdv/invitation/<string:token>",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        sitemap=False,
    )
    def maintenance_invitation(self, token, **_kw):
        """Show an invited client the times of his tour; wrong links are counted (duret_base.guarding.limits).

        :param str token: secret of his link
        """
        invitation = request.env["duret.maintenance.invitation"]._by_token(token)
        if not invitation:
            return request.render("duret_planning.maintenance_invitation_over", status=404)
        if invitation.state == "booked":
            return request.redirect(invitation.visit_id._duret_manage_url(), code=303, local=False)
        return begin_invited(invitation._booking_request())

    @route("/duret_planning/maintenance/export", type="http", auth="user", methods=["GET"], readonly=True)
    def maintenance_export(self, ids="", **_kw):
        """Download contracts as a spreadsheet that can be changed and read again.

        :param str ids: numbers separated by commas; all contracts that the user may read when empty
        """
        contracts = request.env["duret.maintenance.contract"]
        wanted = [int(text) for text in ids.split(",")[:MOST_IDS] if text.isdecimal() and len(text) < 10]
        found = contracts.search([("id", "in", wanted)] if ids else [], order="name", limit=MOST_IDS)
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(contracts._export_name()))]
        return request.make_response(found._export_content(), headers)
