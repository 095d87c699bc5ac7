from odoo import api, models

from ..sage.mapping import LINKS
from ..sage.records import FIELDS
from ..sage.showing import label, line_text, shown

HIDDEN = LINKS - {"client_number"}


class DuretSageTable(models.AbstractModel):
    """A row that keeps the content of a record: its fields one under the other, as people read them."""

    _name = "duret.sage.table"
    _description = "Content of a Record as It Is Shown"

    @api.model
    def _content(self, entity, values, lines=()):
        """Write a content as a table.

        :param values: canonical field -> text
        :param lines: [key, values] of each line of a document
        :return: Markup, False when there is nothing
        """
        told = [
            (label(entity, name), shown(entity, name, values[name]))
            for name in FIELDS[entity]
            if name not in HIDDEN and name in (values or {})
        ]
        texts = [line_text(line) for _key, line in lines or ()]
        if not told and not texts:
            return False
        return self.env["ir.qweb"]._render("duret_sage_sync.record_content", {"rows": told, "lines": texts})
