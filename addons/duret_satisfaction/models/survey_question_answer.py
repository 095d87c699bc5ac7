"""Which answer to « May we call you back? » is a yes."""

from odoo import fields, models


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    duret_means_yes = fields.Boolean("Means Yes", help="The client who chooses it wants to be called back.")
