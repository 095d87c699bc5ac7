from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..request_desk import Question

KINDS = [
    ("line", "One line"),
    ("text", "Several lines"),
    ("yesno", "Yes or no"),
    ("choice", "Choice in a list"),
    ("date", "Date"),
    ("phone", "Telephone number"),
    ("files", "Photos and files"),
]


class DuretRequestQuestion(models.Model):
    """One question of the client's form for a type of request: another question needs no programming."""

    _name = "duret.request.question"
    _description = "Question of a Request Form"
    _order = "type_id, sequence, id"

    type_id = fields.Many2one("helpdesk.ticket.type", "Type of Request", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char("Question", required=True, translate=True)
    hint = fields.Char("Explanation", translate=True, help="Small text under the question.")
    kind = fields.Selection(KINDS, "Answer", required=True, default="line")
    required = fields.Boolean()
    choices = fields.Text(translate=True, help="One per line, for a choice in a list.")
    in_title = fields.Boolean("In the Subject", help="The answer is part of the subject of the ticket.")
    is_danger = fields.Boolean(
        "About Danger",
        help="When the client answers yes, the emergency number is shown at once and the ticket is marked.",
    )

    @api.constrains("kind", "choices", "is_danger")
    def _check_kind(self):
        for question in self:
            if question.kind == "choice" and len(question._choices()) < 2:
                raise ValidationError(self.env._("“%(name)s”: write at least two choices.", name=question.name))
            if question.is_danger and question.kind != "yesno":
                raise ValidationError(
                    self.env._("“%(name)s”: a question about danger is answered by yes or no.", name=question.name)
                )

    def _choices(self):
        """Texts offered by a choice, in the reader's language.

        :return: tuple of str
        """
        self.ensure_one()
        return tuple(line.strip() for line in (self.choices or "").splitlines() if line.strip())

    def _field_name(self):
        """Name of the question in the form."""
        self.ensure_one()
        return f"question_{self.id}"

    def _as_rule(self):
        """The question as the pure rules know it.

        :return: request_desk.Question
        """
        self.ensure_one()
        return Question(self._field_name(), self.kind, self.required, self._choices(), self.in_title)
