from odoo import fields, models

from .sage_words import ENTITIES, OWNERS


class DuretSageOwner(models.Model):
    """Who owns a field, where the settings of a company differ from the table of the exchange."""

    _name = "duret.sage.owner"
    _description = "Owner of a Field"
    _order = "entity, field"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="cascade", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    field = fields.Char(required=True)
    owner = fields.Selection(OWNERS, required=True)

    _field_unique = models.Constraint("UNIQUE (backend_id, entity, field)", "This field already has an owner.")
