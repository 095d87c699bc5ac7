from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageCursor(models.Model):
    """How far the changes of an entity were taken in."""

    _name = "duret.sage.cursor"
    _description = "SAGE Cursor"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="cascade", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    stamp = fields.Char(required=True)
    key = fields.Char()

    _entity_unique = models.Constraint("UNIQUE (backend_id, entity)", "An entity has one cursor.")
