from odoo import api, models

from .duret_request_answer import RECORDING


class SurveyUserInputLine(models.Model):
    """Single answers: paths from them to a technician are guarded too."""

    _name = "survey.user_input.line"
    _inherit = ["survey.user_input.line", "duret.technician.guard"]

    # --- figures follow -------------------------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Override: an answer that comes through Odoo's own pages counts like any other."""
        lines = super().create(vals_list)
        lines._duret_figures_follow(lines.user_input_id)
        return lines

    def write(self, vals):
        """Override: see `create`."""
        answers = self.user_input_id
        result = super().write(vals)
        self._duret_figures_follow(answers | self.user_input_id)
        return result

    def unlink(self):
        """Override: see `create`."""
        answers = self.user_input_id
        result = super().unlink()
        self._duret_figures_follow(answers)
        return result

    @api.model
    def _duret_figures_follow(self, answers):
        """Copy the figures of these answers to the requests that they belong to, unless one is being recorded.

        :param answers: survey.user_input
        """
        if answers and not self.env.context.get(RECORDING):
            # sudo: who may change the answer makes its figures true; nothing else is written.
            requests = self.env["duret.satisfaction.request"].sudo()
            requests.search([("user_input_id", "in", answers.ids)])._duret_store_figures()
