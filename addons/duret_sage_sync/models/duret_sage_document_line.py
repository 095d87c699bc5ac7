from odoo import api, fields, models

from .duret_sage_document import LINE_TECHNICAL, by_exchange


class DuretSageDocumentLine(models.AbstractModel):
    """A line of such a document: SAGE's key of it, and SAGE's writing as long as ours has not changed."""

    _name = "duret.sage.document.line"
    _description = "Line of a Document Seen by SAGE"

    duret_sage_key = fields.Char(readonly=True, copy=False, groups="base.group_system", help="DL_No")
    # {"values": the line as SAGE wrote it, "seen": our values of it then}
    duret_sage_told = fields.Json(readonly=True, copy=False, groups="base.group_system")

    @api.model
    def _duret_sage_closed(self, vals):
        """Take technical fields out of what people write.

        :return: dict of the other values
        """
        if by_exchange(self.env) or LINE_TECHNICAL.isdisjoint(vals):
            return vals
        return {name: value for name, value in vals.items() if name not in LINE_TECHNICAL}
