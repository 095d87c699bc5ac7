from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageRejection(models.Model):
    """A line of a file that is no record, as it came, with the reason."""

    _name = "duret.sage.rejection"
    _description = "Line Refused"
    _order = "id desc"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    source = fields.Char()
    line = fields.Integer()
    raw = fields.Text()
    code = fields.Char(required=True)
    detail = fields.Char()

    _line_unique = models.UniqueIndex(
        "(backend_id, entity, COALESCE(source, ''), line, md5(COALESCE(raw, '')))", "This line is already known."
    )
