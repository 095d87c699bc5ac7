from odoo import fields, models

from .sage_words import ENTITIES

OPEN = "('pending', 'sending', 'sent', 'dead')"


class DuretSageOperation(models.Model):
    """One effect that SAGE is to receive, exactly once (see `sage.store.Operation`)."""

    _name = "duret.sage.operation"
    _description = "Operation for SAGE"
    _order = "id desc"
    _rec_name = "idempotency"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="model", required=True)
    verb = fields.Selection([("create", "Create"), ("update", "Change")], required=True)
    idempotency = fields.Char(required=True)
    mark = fields.Char()
    key = fields.Char()
    payload = fields.Json(required=True, default=dict)
    lines = fields.Json()
    version = fields.Char()
    state = fields.Selection(
        [
            ("pending", "To send"),
            ("sending", "Being sent"),
            ("sent", "Dropped, SAGE has not answered yet"),
            ("confirmed", "Confirmed"),
            ("dead", "Given up"),
        ],
        required=True,
        default="pending",
    )
    attempts = fields.Integer(required=True, default=0)
    next_try = fields.Datetime()
    code = fields.Char()
    detail = fields.Char()

    _idempotency_unique = models.Constraint(
        "UNIQUE (backend_id, idempotency)", "This effect is already in the outbox."
    )
    _one_open = models.UniqueIndex(
        f"(backend_id, entity, model, res_id) WHERE state IN {OPEN}", "An operation of this record is still open."
    )
    _due_index = models.Index("(backend_id, entity, state, id)")
    _mark_index = models.Index("(backend_id, entity, mark) WHERE verb = 'create'")
