"""What a question of the questionnaire stands for in the figures, and how an answer to it is read."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..opinion_form import Asked

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
# How opinion_form calls Odoo's kinds of question; the page does not show the others.
KINDS = {
    "scale": "scale",
    "text_box": "text",
    "char_box": "line",
    "numerical_box": "number",
    "date": "date",
    "datetime": "datetime",
    "simple_choice": "one",
    "multiple_choice": "many",
}
# Kind and bounds of the scale that each role needs, so that figures of two questionnaires can stand side by side.
NEEDS = {
    "nps": ("scale", 0, 10),
    "rating": ("scale", 1, 5),
    "comment": ("text_box", None, None),
    "call_back": ("simple_choice", None, None),
}


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    duret_role = fields.Selection(
        ROLES, "Counts As", help="Empty: the answer is kept and read, and counts in no figure."
    )
    duret_topic = fields.Selection(TOPICS, "Speaks Of", help="Figures are given for each subject.")

    _duret_nps_unique = models.UniqueIndex(
        "(survey_id) WHERE duret_role = 'nps'", "A questionnaire has one question about recommendation only."
    )

    @api.constrains("duret_role", "question_type", "scale_min", "scale_max")
    def _check_duret_role(self):
        """Refuse a role that the kind of question cannot play.

        :raise ValidationError: names the question and says what it must be
        """
        said = {
            "nps": self.env._("a scale from 0 to 10"),
            "rating": self.env._("a scale from 1 to 5"),
            "comment": self.env._("a free text of several lines"),
            "call_back": self.env._("a choice with one answer only"),
        }
        for question in self.filtered("duret_role"):
            kind, low, high = NEEDS[question.duret_role]
            bounds = (question.scale_min, question.scale_max) if kind == "scale" else (None, None)
            if (question.question_type, *bounds) != (kind, low, high):
                raise ValidationError(
                    self.env._(
                        "« %(question)s »: to count as « %(role)s », this question must be %(need)s.",
                        question=question.title,
                        role=dict(self._fields["duret_role"]._description_selection(self.env))[question.duret_role],
                        need=said[question.duret_role],
                    )
                )

    def copy(self, default=None):
        """Override: the copy of a question inside its questionnaire does not ask for the recommendation once more."""
        if "nps" in self.mapped("duret_role") and "survey_id" not in (default or {}):
            default = {"duret_role": False, **(default or {})}
        return super().copy(default)

    def _duret_asked(self):
        """The question as the reader of answers knows it.

        :return: opinion_form.Asked
        """
        self.ensure_one()
        low, high = self._duret_bounds()
        return Asked(
            key=self.id,
            kind=KINDS[self.question_type],
            required=self.constr_mandatory,
            low=low,
            high=high,
            choices=frozenset(self.suggested_answer_ids.ids),
            shown_by=frozenset(self.triggering_answer_ids.ids),
            is_mail=self.validation_email,
            has_remark=self.comments_allowed,
            remark_counts=self.comment_count_as_answer,
        )

    def _duret_bounds(self):
        """Lowest and highest value accepted, None where there is no bound.

        :return: (low, high): marks, numbers, days, or lengths of a line
        """
        if self.question_type == "scale":
            return self.scale_min, self.scale_max
        if not self.validation_required:
            return None, None
        if self.question_type == "char_box":
            return self.validation_length_min, self.validation_length_max or None
        if self.question_type == "numerical_box":
            return self.validation_min_float_value, self.validation_max_float_value
        if self.question_type == "date":
            return self.validation_min_date or None, self.validation_max_date or None
        moments = (self.validation_min_datetime, self.validation_max_datetime)
        local = fields.Datetime.context_timestamp
        return tuple(moment and local(self, moment).replace(tzinfo=None) or None for moment in moments)

    def _duret_scale(self):
        """Marks of a scale with the words that a screen reader says.

        :return: [(mark, "9 of 10: certainly")]
        """
        words = {
            self.scale_min: self.scale_min_label,
            self.scale_max: self.scale_max_label,
            (self.scale_min + self.scale_max) // 2: self.scale_mid_label,
        }
        said = []
        for mark in range(self.scale_min, self.scale_max + 1):
            place = self.env._("%(mark)s of %(most)s", mark=mark, most=self.scale_max)
            said.append((mark, f"{place} : {words[mark]}" if words.get(mark) else place))
        return said
