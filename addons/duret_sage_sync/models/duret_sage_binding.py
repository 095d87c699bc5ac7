from odoo import fields, models
from odoo.fields import Domain

from .sage_words import ENTITIES


class DuretSageBinding(models.Model):
    """The pair of a SAGE record and ours, with what both last agreed on (see `sage.store.Binding`)."""

    _name = "duret.sage.binding"
    _description = "SAGE Binding"
    _inherit = ["duret.sage.pointed"]
    _order = "id"
    _rec_name = "number"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    key = fields.Char(required=True, help="Technical key of SAGE, which never changes")
    model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="model", required=True)
    number = fields.Char(index="btree_not_null")
    base = fields.Json(required=True, default=dict)
    base_lines = fields.Json()
    digest = fields.Char()
    stamp = fields.Char()
    state = fields.Selection(
        [("ok", "Equal"), ("conflict", "Conflict"), ("gone", "Gone from SAGE")], required=True, default="ok"
    )
    mark = fields.Char()
    version = fields.Char()
    revision = fields.Integer(required=True, default=0)
    exchanged_at = fields.Datetime(help="Last time something was agreed on")

    _key_unique = models.Constraint("UNIQUE (backend_id, entity, key)", "This key of SAGE is already bound.")
    _record_unique = models.Constraint(
        "UNIQUE (backend_id, entity, model, res_id)", "This record is already bound to a key of SAGE."
    )
    _record_index = models.Index("(model, res_id)")

    def _rows_of_keys(self, model):
        """Give the rows of a model that speak of these records of SAGE: received ones, conflicts.

        :param str model: with a company, an entity and a key
        """
        places = (
            Domain("backend_id", "=", one.backend_id.id)
            & Domain("entity", "=", one.entity)
            & Domain("key", "=", one.key)
            for one in self
        )
        return self.env[model].search(Domain.OR(places))

    def _forget_received(self):
        """Delete what was received of these records of SAGE, and the conflicts about them."""
        for model in ("duret.sage.inbox", "duret.sage.conflict"):
            self._rows_of_keys(model).unlink()
