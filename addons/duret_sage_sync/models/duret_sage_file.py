from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageFile(models.Model):
    """A file of SAGE that has arrived: the same content again changes nothing (see `Ledger`)."""

    _name = "duret.sage.file"
    _description = "File from SAGE"
    _order = "place desc, id desc"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    sha256 = fields.Char(required=True, index=True)
    name = fields.Char(required=True)
    sequence = fields.Integer()
    lines = fields.Integer()
    rejected = fields.Integer()
    place = fields.Integer(required=True)

    _content_unique = models.Constraint("UNIQUE (backend_id, sha256, name)", "This file was already taken.")
