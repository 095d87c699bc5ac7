from odoo import api, fields, models

from ..sage.words_fr import sentence


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
