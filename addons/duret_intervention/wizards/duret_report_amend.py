from odoo import fields, models


class DuretReportAmend(models.TransientModel):
    """Why a closed report is corrected."""

    _name = "duret.report.amend"
    _description = "Correct a Report"

    report_id = fields.Many2one("duret.intervention.report", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_open(self):
        """Open the amendment.

        :return: window action that shows it
        :raises UserError: the report cannot be amended
        """
        self.ensure_one()
        self.report_id.check_access("write")
        return self.report_id._duret_amend(self.reason)._duret_open_form()
