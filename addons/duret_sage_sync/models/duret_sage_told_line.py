from odoo import models

from ..sage.showing import label
from ..sage.words_fr import CODES, sentence


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
