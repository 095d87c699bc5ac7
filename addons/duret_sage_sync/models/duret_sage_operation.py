from odoo import fields, models

from .sage_words import ENTITIES

OPEN = "('pending', 'sending', 'sent', 'dead')"


class DuretSageOperation(models.Model):
    """One effect that SAGE is to receive, exactly once (see `sage.store.Operation`)."""

    _name = "duret.sage.operation"
    _description = "Operation for SAGE"
    _inherit = ["duret.sage.decided", "duret.sage.told", "duret.sage.pointed", "duret.sage.operation.shown"]
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
    replayed_by_id = fields.Many2one("res.users", readonly=True)
    replayed_at = fields.Datetime(readonly=True)

    _idempotency_unique = models.Constraint("UNIQUE (backend_id, idempotency)", "This effect is already in the outbox.")
    _one_open = models.UniqueIndex(
        f"(backend_id, entity, model, res_id) WHERE state IN {OPEN}", "An operation of this record is still open."
    )
    _due_index = models.Index("(backend_id, entity, state, id)")
    _mark_index = models.Index("(backend_id, entity, mark) WHERE verb = 'create'")

    def action_replay(self):
        """Try again what was given up; its mark is searched in SAGE first, so that nothing is made twice.

        :return: True
        :raises AccessError: only the office decides
        :raises UserError: it was not given up
        """
        operations = self._for_office()
        for operation in operations:
            operation.backend_id._replay(operation.entity, operation.model, operation.res_id, operation.state)
        operations.write({"replayed_by_id": self.env.uid, "replayed_at": fields.Datetime.now()})
        operations.backend_id._review_alerts()
        operations.backend_id._queue_sync()
        return True
