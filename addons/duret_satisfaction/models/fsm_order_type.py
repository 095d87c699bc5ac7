"""Which questionnaire follows which visits."""

from odoo import fields, models


class FsmOrderType(models.Model):
    _inherit = "fsm.order.type"

    duret_asks_opinion = fields.Boolean("Ask the Client's Opinion", default=True)
    duret_survey_id = fields.Many2one(
        "survey.survey", "Own Questionnaire", ondelete="restrict", help="Empty: the company's questionnaire."
    )
