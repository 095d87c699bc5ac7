from odoo import api, fields, models


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    # A sum of marks says nothing, and the mean of whole numbers is no whole number.
    duret_mark = fields.Float(
        string="Mean mark", compute="_compute_duret_mark", store=True, digits=(4, 1), aggregator="avg"
    )

    @api.depends("value_scale", "answer_type")
    def _compute_duret_mark(self):
        for line in self:
            line.duret_mark = line.value_scale if line.answer_type == "scale" else 0.0
