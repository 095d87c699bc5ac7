from odoo import fields, models


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    # A sum of marks says nothing: tables and curves show their mean.
    value_scale = fields.Integer(aggregator="avg")
