from odoo import fields, models


class SurveyUserInput(models.Model):
    """Answers as the survey application keeps them; paths from them to a technician are guarded too."""

    _name = "survey.user_input"
    _inherit = ["survey.user_input", "duret.technician.guard"]

    duret_visit_id = fields.Many2one(
        "fsm.order",
        string="Visit",
        index="btree_not_null",
        ondelete="set null",
        help="Visit that the client judges",
    )
    _duret_visit_survey_unique = models.UniqueIndex(
        "(survey_id, duret_visit_id) WHERE duret_visit_id IS NOT NULL AND test_entry IS NOT TRUE",
        "This visit has already been judged with this questionnaire.",
    )
