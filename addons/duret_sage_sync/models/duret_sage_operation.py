from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .duret_sage_kept import VACUUM_BATCH
from .sage_words import ENTITIES

OPEN = "('pending', 'sending', 'sent', 'dead')"
CLOSED = ("confirmed", "withdrawn")


class DuretSageOperation(models.Model):
    """One effect that SAGE is to receive, exactly once (see `sage.store.Operation`)."""

    _name = "duret.sage.operation"
    _description = "Operation for SAGE"
    _inherit = [
        "duret.sage.decided",
        "duret.sage.told",
        "duret.sage.pointed",
        "duret.sage.operation.shown",
        "duret.sage.kept",
    ]
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
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="pending",
    )
    attempts = fields.Integer(required=True, default=0)
    next_try = fields.Datetime()
    code = fields.Char()
    detail = fields.Char()
    forgotten_at = fields.Datetime(readonly=True, help="Its content is gone; its key and its mark stay")
    replayed_by_id = fields.Many2one("res.users", readonly=True)
    replayed_at = fields.Datetime(readonly=True)

    _idempotency_unique = models.Constraint("UNIQUE (backend_id, idempotency)", "This effect is already in the outbox.")
    _one_open = models.UniqueIndex(
        f"(backend_id, entity, model, res_id) WHERE state IN {OPEN}", "An operation of this record is still open."
    )
    _due_index = models.Index("(backend_id, entity, state, id)")
    _taken_back_index = models.Index("(backend_id) WHERE code = 'taken_back' AND state = 'confirmed'")
    _closed_index = models.Index("(write_date) WHERE state IN ('confirmed', 'withdrawn') AND forgotten_at IS NULL")
    _mark_index = models.Index("(backend_id, entity, mark) WHERE verb = 'create'")

    @api.autovacuum
    def _gc_contents(self, limit=VACUUM_BATCH):
        """Forget what was sent long ago, a batch at a time.

        The rows stay: their keys keep an effect from being stored twice, their marks tell whose a record of SAGE is.

        :param limit: rows emptied at most
        :return: (rows emptied, whether some remain)
        """
        closed = Domain("state", "in", CLOSED) & Domain("forgotten_at", "=", False)
        rows = self.search(closed & self._past("write_date"), limit=limit, order="write_date")
        rows._forget_content()
        return len(rows), len(rows) == limit

    def _forget_content(self):
        """Empty these operations: fields, lines and what SAGE answered.

        Past the ORM: what an empty one says of the moment when it was closed stays true.
        """
        if not self:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """UPDATE duret_sage_operation SET payload = '{}'::jsonb, lines = NULL, detail = NULL, forgotten_at = %s
                    WHERE id IN %s""",
                fields.Datetime.now(),
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["payload", "lines", "detail", "forgotten_at"], flush=False)

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
