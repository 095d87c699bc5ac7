from odoo import models

SHOWN = 3


class DuretPartnerReports(models.AbstractModel):
    """Last reports on the card that is read while the client is on the telephone."""

    _name = "duret.partner.reports"
    _description = "Client: Reports"

    def _duret_card_sections(self):
        """Override: the last closed reports."""
        return [*super()._duret_card_sections(), *self._duret_card_reports()]

    def _duret_card_reports(self):
        """Section of the card, absent for whom reports are not shown to."""
        reports = self.env["duret.intervention.report"]
        if not reports.has_access("read"):
            return []
        firm = self.commercial_partner_id.id
        found = reports.search(
            [("partner_id.commercial_partner_id", "=", firm), ("closed_at", "!=", False)],
            order="closed_at desc, id desc",
            limit=SHOWN,
        )
        if not found:
            return []
        rows = [report._duret_card_row() for report in found]
        return [
            {
                "code": "reports",
                "title": self.env._("Reports"),
                "sequence": 22,
                "icon": "fa-file-text-o",
                "empty": self.env._("No report"),
                "rows": rows,
            }
        ]
