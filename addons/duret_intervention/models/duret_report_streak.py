from odoo import api, models

from ..report_figures import streak

MOST = 200


class DuretReportStreak(models.AbstractModel):
    """The discreet line of the app: so many complete reports in a row."""

    _name = "duret.report.streak"
    _description = "Complete Reports in a Row"

    @api.model
    def _section_streak(self):
        """Return how many of the user's latest reports are complete without a gap; reports he left open do not count.

        :return: dict of complete (number, at most 200)
        """
        reports = self.env["duret.intervention.report"].search(
            [
                ("person_id.partner_id", "=", self.env.user.partner_id.id),
                ("closed_at", "!=", False),
                ("outcome", "!=", "office"),
                ("amends_id", "=", False),
            ],
            order="closed_at desc, id desc",
            limit=MOST,
        )
        return {"complete": streak(report.is_complete for report in reports)}
