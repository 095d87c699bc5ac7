"""What a question of the questionnaire stands for in the figures."""

from odoo import fields, models

ROLES = [
    ("nps", "Recommendation (0 to 10)"),
    ("rating", "Rating (1 to 5)"),
    ("comment", "Comment"),
    ("call_back", "May we call you back?"),
]
TOPICS = [
    ("welcome", "Welcome"),
    ("delay", "Delay"),
    ("quality", "Quality of the work"),
    ("cleanliness", "Cleanliness"),
    ("booking", "Booking of the appointment"),
    ("other", "Other"),
]


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    duret_role = fields.Selection(
        ROLES, "Counts As", help="Empty: the answer is kept and read, and counts in no figure."
    )
    duret_topic = fields.Selection(TOPICS, "Speaks Of")
