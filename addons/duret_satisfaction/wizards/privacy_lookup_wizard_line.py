"""What core deletes for a client who asks for it is made anonymous where it is an opinion: marks stay true."""

from odoo import models

REQUEST, ANSWER = "duret.satisfaction.request", "survey.user_input"


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    def action_unlink(self):
        """Override: an opinion is made anonymous: the client is forgotten, the figures of the past stay true."""
        self.ensure_one()
        opinion = self._duret_opinion() if not self.is_unlinked else None
        if not opinion:
            return super().action_unlink()
        opinion._duret_anonymise()
        self.execution_details = self.env._("Made anonymous: %s", f"{self.res_model_id.name} #{self.res_id}")
        self.is_unlinked = True
        return None

    def _duret_opinion(self):
        """Request that this line is about, directly or by its answer.

        :return: duret.satisfaction.request in superuser mode, may be empty
        """
        if self.res_model not in (REQUEST, ANSWER):
            return self.env[REQUEST]
        name = "id" if self.res_model == REQUEST else "user_input_id"
        # sudo: only administrators reach this wizard; core deletes in superuser mode at this very place.
        return self.env[REQUEST].sudo().search([(name, "=", self.res_id)])
