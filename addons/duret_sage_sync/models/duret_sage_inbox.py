from odoo import api, fields, models
from odoo.fields import Domain

from .duret_sage_kept import VACUUM_BATCH
from .sage_words import ENTITIES


class DuretSageInbox(models.Model):
    """One record of SAGE as it came, stored before it is understood (see `sage.store.InboxRow`)."""

    _name = "duret.sage.inbox"
    _description = "Record Received from SAGE"
    _inherit = [
        "duret.sage.decided",
        "duret.sage.told",
        "duret.sage.pointed",
        "duret.sage.inbox.shown",
        "duret.sage.kept",
    ]
    _order = "id"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    key = fields.Char(required=True)
    stamp = fields.Char()
    digest = fields.Char(required=True)
    record = fields.Json(required=True)
    state = fields.Selection(
        [
            ("new", "New"),
            ("waiting", "Waits for its client"),
            ("held", "Waits for an answer"),
            ("rejected", "Refused"),
            ("done", "Taken in"),
        ],
        required=True,
        default="new",
    )
    code = fields.Char()
    detail = fields.Char()
    received_at = fields.Datetime(required=True, default=fields.Datetime.now)

    _one_waiting = models.UniqueIndex(
        "(backend_id, entity, key) WHERE state <> 'done'", "A record of this key already waits."
    )
    _state_index = models.Index("(backend_id, entity, state, id)")
    _done_index = models.Index("(received_at) WHERE state = 'done'")

    @api.autovacuum
    def _gc_done(self, limit=VACUUM_BATCH):
        """Forget what was taken in long ago, a batch at a time.

        :param limit: rows deleted at most
        :return: (rows deleted, whether some remain)
        """
        return self._forget_past("received_at", Domain("state", "=", "done"), limit)

    def action_retry(self):
        """Try to take in again what was refused, once its cause is mended on our side.

        :return: True
        :raises AccessError: only the office decides
        """
        rows = self._for_office().filtered(lambda row: row.state == "rejected")
        rows.write({"state": "new", "code": False, "detail": False})
        rows.backend_id._review_alerts()
        rows.backend_id._queue_sync()
        return True
