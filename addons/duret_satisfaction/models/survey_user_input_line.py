from odoo import models


class SurveyUserInputLine(models.Model):
    """Single answers: paths from them to a technician are guarded too."""

    _name = "survey.user_input.line"
    _inherit = ["survey.user_input.line", "duret.technician.guard"]
