from odoo import api, fields, models


class DuretReportConflictWords(models.AbstractModel):
    """Both values of a conflict, readable."""

    _name = "duret.report.conflict.words"
    _inherit = ["duret.report.words"]
    _description = "Conflict in Words"

    path_label = fields.Char("What", compute="_compute_words")
    phone_text = fields.Text("The Telephone Says", compute="_compute_words")
    office_text = fields.Text("The Office Says", compute="_compute_words")

    @api.depends("path", "phone_value", "office_value")
    @api.depends_context("lang")
    def _compute_words(self):
        for conflict in self:
            path = conflict.path
            conflict.path_label = self._duret_path_words(path, conflict.phone_value or conflict.office_value)
            conflict.phone_text = self._duret_value_words(path, conflict.phone_value)
            conflict.office_text = self._duret_value_words(path, conflict.office_value)
