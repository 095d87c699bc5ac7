from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageMatchKey(models.Model):
    """A key under which a record of ours is found when SAGE speaks of somebody (see `sage.dedupe.match_keys`)."""

    _name = "duret.sage.match.key"
    _description = "Match Key"
    _log_access = False

    entity = fields.Selection(ENTITIES, required=True)
    model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="model", required=True)
    kind = fields.Char(required=True)
    value = fields.Char(required=True)

    _key_unique = models.Constraint("UNIQUE (entity, kind, value, model, res_id)", "This key is already known.")
    _record_index = models.Index("(model, res_id)")
