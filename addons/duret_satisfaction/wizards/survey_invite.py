"""A questionnaire shared by hand from the survey app obeys the refusals of clients too."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class SurveyInvite(models.TransientModel):
    _inherit = "survey.invite"

    def _prepare_answers(self, partners, emails):
        """Override: whoever no longer wants questionnaires is named, and nothing leaves.

        :raises UserError: one of them has refused
        """
        refused = self._duret_refusals(partners, emails)
        if refused:
            raise UserError(
                self.env._("They no longer want questionnaires: %s. Take them off the list.", ", ".join(refused))
            )
        return super()._prepare_answers(partners, emails)

    def _duret_refusals(self, partners, emails):
        """Names and addresses of those who refuse questionnaires.

        :param partners: res.partner
        :param list emails: addresses of people without a file
        :return: list of str
        """
        # sudo: whether somebody refuses, nothing else; whoever shares a questionnaire must be told.
        opt_outs = self.env["duret.relance.opt.out"].sudo()
        refused = partners.browse(opt_outs._refusals(partners, "satisfaction"))
        addresses = [address for address in map(email_normalize, emails) if address]
        rows = opt_outs.search([("purpose", "in", ("satisfaction", "all")), ("email_normalized", "in", addresses)])
        return refused.mapped("display_name") + sorted(set(rows.mapped("email_normalized")))
