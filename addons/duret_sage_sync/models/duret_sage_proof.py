from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageProof(models.Model):
    """Whether both sides were equal for one entity (see `sage.engine.Proof`)."""

    _name = "duret.sage.proof"
    _description = "Proof of Equality"
    _inherit = ["duret.sage.proof.shown"]
    _order = "id desc"

    run_id = fields.Many2one("duret.sage.run", required=True, ondelete="cascade", index=True)
    backend_id = fields.Many2one(related="run_id.backend_id", store=True, index=True)
    entity = fields.Selection(ENTITIES, required=True)
    is_equal = fields.Boolean()
    count_odoo = fields.Integer()
    count_sage = fields.Integer()
    fingerprint_odoo = fields.Char()
    fingerprint_sage = fields.Char()
    sums = fields.Json()
    gap_count = fields.Integer()
    gap_ids = fields.One2many("duret.sage.gap", "proof_id")

    _entity_unique = models.Constraint("UNIQUE (run_id, entity)", "A run proves an entity once.")
