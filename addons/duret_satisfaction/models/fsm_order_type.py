"""Which questionnaire follows which visits."""

from odoo import api, fields, models


class FsmOrderType(models.Model):
    _inherit = "fsm.order.type"

    duret_asks_opinion = fields.Boolean("Ask the Client's Opinion", default=True)
    duret_survey_id = fields.Many2one(
        "survey.survey", "Own Questionnaire", ondelete="restrict", help="Empty: the company's questionnaire."
    )

    @api.constrains("duret_survey_id")
    def _check_duret_survey(self):
        """Refuse a questionnaire that the client's page cannot show or the figures cannot count."""
        self.duret_survey_id._duret_check_sendable()
