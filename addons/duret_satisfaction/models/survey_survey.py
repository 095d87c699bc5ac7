"""Which questionnaires may be sent to clients: those that the client's page can show and the figures can count."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .survey_question import KINDS


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    duret_after_complaint = fields.Boolean(
        "Asked After a Complaint",
        help="Asked once, when the complaint of an unhappy client is settled: one rating instead of a recommendation.",
    )
    duret_send_text = fields.Text("Why It Cannot Be Sent to Clients", compute="_compute_duret_send_text")

    @api.depends(
        "active",
        "duret_after_complaint",
        "questions_selection",
        "question_and_page_ids.question_type",
        "question_and_page_ids.duret_role",
        "question_and_page_ids.suggested_answer_ids.duret_means_yes",
    )
    def _compute_duret_send_text(self):
        """Said of questionnaires that somebody prepares for clients: those with a role on one of their questions."""
        for survey in self:
            faults = survey._duret_send_faults() if any(survey.question_ids.mapped("duret_role")) else []
            survey.duret_send_text = "\n".join(faults)

    def _duret_send_faults(self):
        """Why this questionnaire cannot be sent to clients.

        :return: list of sentences, empty when it can
        """
        self.ensure_one()
        questions = self.question_ids
        tables = questions.filtered(lambda question: question.question_type not in KINDS)
        pictures = questions.with_context(bin_size=True).filtered("suggested_answer_ids.value_image")
        calls = questions.filtered(lambda question: question.duret_role == "call_back")
        unclear = calls.filtered(lambda question: True not in question.suggested_answer_ids.mapped("duret_means_yes"))
        faults = [] if self.active else [self.env._("It is archived.")]
        faults += self._duret_mark_faults()
        faults += [self.env._("« %s »: tables cannot be shown to clients.", one.title) for one in tables]
        faults += [self.env._("« %s »: pictures cannot be shown to clients.", one.title) for one in pictures]
        faults += [self.env._("« %s »: say which answer means yes.", one.title) for one in unclear]
        if self.questions_selection == "random":
            faults.append(self.env._("Its questions are drawn at random."))
        return faults

    def _duret_mark_faults(self):
        """What is wrong with the question whose mark counts most.

        :return: list of sentences
        """
        roles = self.question_ids.mapped("duret_role")
        if not self.duret_after_complaint and roles.count("nps") != 1:
            return [self.env._("It must have exactly one question that counts as « Recommendation (0 to 10) ».")]
        if self.duret_after_complaint and (roles.count("rating") != 1 or "nps" in roles):
            return [self.env._("After a complaint, it must have exactly one rating from 1 to 5 and no recommendation.")]
        return []

    def _duret_is_sendable(self):
        """True when this questionnaire may be sent to clients; False for no questionnaire at all."""
        return bool(self) and not self._duret_send_faults()

    def _duret_check_sendable(self):
        """Refuse questionnaires that cannot be sent to clients.

        :raise ValidationError: names the questionnaire and says everything that is wrong with it
        """
        for survey in self:
            if faults := survey._duret_send_faults():
                raise ValidationError(
                    self.env._(
                        "The questionnaire « %(title)s » cannot be sent to clients:\n%(faults)s",
                        title=survey.title,
                        faults="\n".join(f"- {fault}" for fault in faults),
                    )
                )

    @api.constrains("active", "question_and_page_ids", "questions_selection", "duret_after_complaint")
    def _check_duret_sent(self):
        """Refuse changes after which a questionnaire that clients receive could no longer be sent.

        :raise ValidationError: see `_duret_check_sendable`
        """
        # sudo: which questionnaires are chosen, by companies and types of visit that an editor of surveys may not read.
        companies = (
            self.env["res.company"]
            .sudo()
            .search(["|", ("duret_survey_id", "in", self.ids), ("duret_recovery_survey_id", "in", self.ids)])
        )
        # sudo: same.
        types = self.env["fsm.order.type"].sudo().search([("duret_survey_id", "in", self.ids)])
        chosen = companies.duret_survey_id | companies.duret_recovery_survey_id | types.duret_survey_id
        self.filtered(lambda survey: survey in chosen)._duret_check_sendable()
