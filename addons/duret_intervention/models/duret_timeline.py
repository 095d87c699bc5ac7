from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.duret_base.models.duret_timeline import TimelineSource


class DuretTimeline(models.AbstractModel):
    """Closed reports in a client's history."""

    _inherit = "duret.timeline"

    @api.model
    def _timeline_sources(self, client):
        """Add reports."""
        reports = TimelineSource(
            "report", self.env._("Reports"), "fa-file-text-o", lambda: self._timeline_reports(client)
        )
        return [*super()._timeline_sources(client), reports]

    @api.model
    def _timeline_reports(self, client):
        """Reports closed at the client's: number, and what was done."""
        reports = self.env["duret.intervention.report"]
        if not reports.has_access("read"):
            return self._timeline_nothing()
        firm = client.commercial_partner_id.id
        query = reports._search(
            Domain("partner_id.commercial_partner_id", "=", firm) & Domain("closed_at", "!=", False)
        )
        if query.is_empty():
            return self._timeline_nothing()
        table = query.table
        return query.select(
            SQL(
                """%(date)s AS date, %(id)s AS id, concat_ws(' · ', %(name)s, %(outcome)s) AS title,
                   left(%(work)s, 2000) AS detail, 'duret.intervention.report' AS model, %(id)s AS res_id""",
                date=SQL.identifier(table, "closed_at"),
                id=SQL.identifier(table, "id"),
                name=SQL.identifier(table, "name"),
                outcome=self._timeline_text(reports, "outcome", query),
                work=SQL.identifier(table, "work_done"),
            )
        )
