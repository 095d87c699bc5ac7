from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageMatch(models.Model):
    """A question to a person: is this record of ours the one of that key? (see `sage.store.Proposal`)"""

    _name = "duret.sage.match"
    _description = "Match Proposal"
    _order = "held desc, score desc, id"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    key = fields.Char(required=True)
    model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="model", required=True, index=True)
    rung = fields.Char(required=True)
    score = fields.Integer(required=True)
    held = fields.Boolean()
    decision = fields.Selection([("same", "The same"), ("distinct", "Two different ones")])
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    _pair_unique = models.Constraint(
        "UNIQUE (backend_id, entity, key, model, res_id)", "This question was already asked."
    )
