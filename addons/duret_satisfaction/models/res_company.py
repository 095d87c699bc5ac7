"""Whether, when and with which questionnaire clients are asked; the office's settings page shows all of it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..opinion_form import is_web_address

# A request that leaves so many days before its end leaves no time to answer.
LEAST_DAYS = 7
REVIEW_TO = [("nobody", "Nobody"), ("promoters", "Clients who gave 9 or 10"), ("all", "Everybody who answered")]


class ResCompany(models.Model):
    _inherit = "res.company"

    duret_survey_visits = fields.Boolean("Ask After a Visit", default=True)
    duret_survey_tickets = fields.Boolean("Ask After a Closed Request")
    duret_survey_id = fields.Many2one(
        "survey.survey", "Questionnaire", ondelete="restrict", help="Sent when the type of visit has none of its own."
    )
    duret_survey_gap_days = fields.Integer(
        "Days Between Two Questionnaires", default=30, help="One for each client in so many days; 0 = no limit."
    )
    duret_survey_expiry_days = fields.Integer(
        "Days to Answer", default=45, help="Counted from the visit; afterwards the client's page is closed."
    )
    duret_survey_retention_months = fields.Integer(
        "Months Before Answers Are Made Anonymous", default=36, help="The marks stay, without name and words."
    )
    duret_callback_hours = fields.Integer(
        "Hours Before an Unhappy Client Is Called",
        default=8,
        help="Working hours: nights, Sundays and holidays do not count.",
    )
    duret_recovery_survey_id = fields.Many2one(
        "survey.survey",
        "Questionnaire After a Complaint",
        ondelete="restrict",
        domain=[("duret_after_complaint", "=", True)],
        help="Asked once, when the complaint of an unhappy client is settled. Empty: the suite's own.",
    )
    duret_review_url = fields.Char("Page of Public Reviews")
    duret_review_to = fields.Selection(REVIEW_TO, "Invited to Leave a Review", required=True, default="nobody")
    duret_response_target = fields.Integer("Response Rate Aimed At (%)", default=40)
    duret_nps_target = fields.Integer("Net Promoter Score Aimed At", default=40)
    duret_mark_target = fields.Float("Mean Mark Aimed At", default=4.5, digits=(3, 2), help="Out of 5.")

    _duret_targets = models.Constraint(
        "CHECK(duret_nps_target BETWEEN -100 AND 100 AND duret_mark_target BETWEEN 1 AND 5)",
        "Targets: a score from -100 to 100, a mark from 1 to 5.",
    )
    _duret_survey_numbers = models.Constraint(
        "CHECK(duret_survey_gap_days >= 0 AND duret_survey_expiry_days BETWEEN 8 AND 365"
        " AND duret_survey_retention_months BETWEEN 1 AND 120 AND duret_response_target BETWEEN 0 AND 100)",
        "Questionnaires: days to answer from 8 to 365, months from 1 to 120, a rate from 0 to 100, no negative number.",
    )

    _duret_callback_hours_bounds = models.Constraint(
        "CHECK(duret_callback_hours BETWEEN 1 AND 80)", "An unhappy client is called within 1 to 80 working hours."
    )

    @api.constrains("duret_survey_id", "duret_recovery_survey_id")
    def _check_duret_survey(self):
        """Refuse a questionnaire that the client's page cannot show, or that was made for the other occasion.

        :raise ValidationError: names the questionnaire
        """
        (self.duret_survey_id | self.duret_recovery_survey_id)._duret_check_sendable()
        exchanged = self.duret_survey_id.filtered("duret_after_complaint")
        exchanged |= self.duret_recovery_survey_id.filtered(lambda survey: not survey.duret_after_complaint)
        for survey in exchanged:
            raise ValidationError(
                self.env._("« %s »: a visit and a complaint have questionnaires of their own.", survey.title)
            )

    @api.constrains("duret_review_url", "duret_review_to")
    def _check_duret_review(self):
        """Refuse an address that is no web page, and an invitation without address.

        :raise ValidationError: says what is expected
        """
        for company in self:
            if company.duret_review_url and not is_web_address(company.duret_review_url):
                raise ValidationError(
                    self.env._("The page of public reviews must be a web address that begins with https://.")
                )
            if company.duret_review_to != "nobody" and not company.duret_review_url:
                raise ValidationError(self.env._("Write the address of the page of public reviews, or invite nobody."))

    def _duret_survey_lead(self):
        """Time after which nobody is asked any more: the client's page would close before he could answer.

        :return: timedelta, counted from the moment at which the visit was done
        """
        self.ensure_one()
        return timedelta(days=max(self.duret_survey_expiry_days - LEAST_DAYS, 1))
