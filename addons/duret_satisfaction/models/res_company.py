"""Whether, when and with which questionnaire clients are asked; the office's settings page shows all of it."""

from odoo import fields, models

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
    duret_review_url = fields.Char("Page of Public Reviews")
    duret_review_to = fields.Selection(REVIEW_TO, "Invited to Leave a Review", required=True, default="nobody")
    duret_response_target = fields.Integer("Response Rate Aimed At (%)", default=40)

    _duret_survey_numbers = models.Constraint(
        "CHECK(duret_survey_gap_days >= 0 AND duret_survey_expiry_days BETWEEN 8 AND 365"
        " AND duret_survey_retention_months BETWEEN 1 AND 120 AND duret_response_target BETWEEN 0 AND 100)",
        "Questionnaires: days to answer from 8 to 365, months from 1 to 120, a rate from 0 to 100, no negative number.",
    )
