from odoo import models
from odoo.fields import Domain


class DuretVisitClientReports(models.AbstractModel):
    """Reports of a visit on the client's page of it."""

    _name = "duret.visit.client.reports"
    _description = "Visit: Reports for the Client"

    def _duret_client_reports(self, user):
        """Closed reports of this visit that a client may see, the newest first.

        :param user: res.users
        :return: duret.intervention.report in superuser mode
        """
        self.ensure_one()
        reports = self.env["duret.intervention.report"]
        # sudo: clients have no right on reports; the domain is the whole of what this one may see.
        return reports.sudo().search(Domain("order_id", "=", self.id) & reports._duret_reports_of(user))
