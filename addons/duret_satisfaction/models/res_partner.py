from odoo import models
from odoo.tools.misc import format_date

VISIT_SURVEY = "duret_satisfaction.survey_survey_visit"
RECOMMEND = "duret_satisfaction.survey_question_recommend"
COMMENT = "duret_satisfaction.survey_question_comment"
# Net promoter score: 9 and 10 recommend, 0 to 6 warn others.
PROMOTER, DETRACTOR = 9, 6


class ResPartner(models.Model):
    """The client's last mark on the card that is read while he is on the telephone."""

    _inherit = "res.partner"

    def _duret_card_sections(self):
        """Override: last mark."""
        return [*super()._duret_card_sections(), *self._duret_card_mark()]

    def _duret_card_mark(self):
        """The last answer to the questionnaire that follows a visit."""
        answers = self.env["survey.user_input"]
        survey = self.env.ref(VISIT_SURVEY, raise_if_not_found=False)
        if not survey or not answers.has_access("read"):
            return []
        answer = answers.search(
            [
                ("survey_id", "=", survey.id),
                ("state", "=", "done"),
                ("test_entry", "=", False),
                ("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id),
            ],
            order="end_datetime desc, id desc",
            limit=1,
        )
        return [
            {
                "code": "satisfaction",
                "title": self.env._("Last mark"),
                "sequence": 40,
                "icon": "fa-star-o",
                "empty": self.env._("No answer yet"),
                "rows": [self._duret_card_answer(answer)] if answer else [],
            }
        ]

    def _duret_card_answer(self, answer):
        lines = {line.question_id: line for line in answer.user_input_line_ids}
        mark = lines.get(self.env.ref(RECOMMEND, raise_if_not_found=False))
        comment = lines.get(self.env.ref(COMMENT, raise_if_not_found=False))
        visit = self.env._("Answer of %(date)s", date=format_date(self.env, answer.end_datetime))
        row = {"model": answer._name, "id": answer.id, "title": visit, "subtitle": "", "badge": "", "tone": "secondary"}
        if comment and comment.value_text_box:
            row["subtitle"] = comment.value_text_box
        if mark and not mark.skipped:
            row["badge"] = f"{mark.value_scale} / 10"
            row["tone"] = self._duret_mark_tone(mark.value_scale)
        return row

    def _duret_mark_tone(self, mark):
        """Colour of a mark from 0 to 10."""
        if mark >= PROMOTER:
            return "success"
        return "danger" if mark <= DETRACTOR else "warning"
