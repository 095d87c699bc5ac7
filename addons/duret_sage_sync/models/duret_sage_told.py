from odoo import api, fields, models

from ..sage.showing import label
from ..sage.words_fr import CODES, sentence


class DuretSageTold(models.AbstractModel):
    """A row that keeps a code and its detail, and tells them in a sentence."""

    _name = "duret.sage.told"
    _description = "Row with a Reason"

    _code_field = "code"
    _detail_field = "detail"

    sentence = fields.Char(string="Reason in words", compute="_compute_sentence")

    @api.depends(lambda self: tuple(filter(None, (self._code_field, self._detail_field))))
    def _compute_sentence(self):
        for row in self:
            row.sentence = self._told(row[self._code_field], row[self._detail_field] if self._detail_field else "")

    def _told(self, code, detail):
        """Say a code in words.

        :return: sentence, or False when there is no code
        """
        return sentence(code, detail or "") if code else False


class DuretSageToldLine(models.AbstractModel):
    """A line of a run: its detail is the code of a reason, or the names of the fields that changed."""

    _name = "duret.sage.told.line"
    _description = "Line of a Run with a Reason"
    _inherit = "duret.sage.told"

    _code_field = "detail"
    _detail_field = "entity"

    def _told(self, code, detail):
        """Override: a code of the table is a sentence, anything else is a list of fields of `detail` (an entity)."""
        known, _colon, rest = (code or "").partition(": ")
        if known in CODES:
            return sentence(known, rest)
        return ", ".join(label(detail, name) for name in known.split()) if code and not rest else code
