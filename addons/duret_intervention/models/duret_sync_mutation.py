from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

STATES = [
    ("received", "Received"),
    ("applied", "Applied"),
    ("conflict", "Applied, with something to look at"),
    ("refused", "Refused"),
]


class DuretSyncMutation(models.Model):
    """One operation of a telephone, as it came, and the answer it got. The same operation gets the same answer."""

    _name = "duret.sync.mutation"
    _description = "Operation of a Telephone"
    _order = "id desc"
    _rec_name = "kind"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    uuid = fields.Char("Identifier", required=True, readonly=True)
    kind = fields.Char(readonly=True)
    format = fields.Integer(readonly=True)
    payload = fields.Text("As Received", required=True, readonly=True)
    payload_sha256 = fields.Char("Digest", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="received", readonly=True, index=True)
    answer = fields.Text(readonly=True)
    device_id = fields.Many2one(
        "duret.sync.device", "Telephone", readonly=True, ondelete="set null", index="btree_not_null"
    )
    report_id = fields.Many2one("duret.intervention.report", readonly=True, ondelete="set null", index="btree_not_null")
    order_id = fields.Many2one("fsm.order", "Visit", readonly=True, ondelete="set null", index="btree_not_null")
    made_at = fields.Datetime("Made On", readonly=True, help="By the clock of the telephone, as it is")
    happened_at = fields.Datetime("Happened On", readonly=True, help="The same, corrected by what the clock was worth")
    received_at = fields.Datetime("Received On", required=True, readonly=True, index=True)

    _uuid_unique = models.Constraint("UNIQUE (user_id, uuid)", "This operation was received already.")

    @api.model
    def _duret_take_in(self, rows):
        """Keep operations before anybody understands them; those that are known stay as they are.

        Two requests that carry the same operation meet at the unique index: PostgreSQL lets the second wait, then
        fail with a serialization error, and Odoo runs it again: it then finds the first one's answer.

        :param dict rows: {uuid: dict with uuid, kind, payload, payload_sha256, device_id, received_at}
        :return: {uuid: duret.sync.mutation} of all of them
        """
        known = self._duret_known(list(rows))
        new = [row for uuid, row in rows.items() if uuid not in known]
        if new:
            self._duret_insert(new)
            known |= self._duret_known([row["uuid"] for row in new])
        return known

    @api.model
    def _duret_known(self, uuids):
        """Return {uuid: row} of this user's operations."""
        domain = [("user_id", "=", self.env.uid), ("uuid", "in", uuids)]
        rows = self.search_fetch(domain, ["uuid", "state", "answer", "payload_sha256"]) if uuids else self
        return {row.uuid: row for row in rows}

    @api.model
    def _duret_insert(self, rows):
        """Add rows; one that another request has just added is left to it."""
        names = ("uuid", "kind", "payload", "payload_sha256", "device_id", "received_at")
        uid = self.env.uid
        values = SQL(", ").join(
            SQL("(%s, %s, %s, %s, 'received')", uid, uid, uid, SQL(", ").join(SQL("%s", row[name]) for name in names))
            for row in rows
        )
        query = SQL(
            """INSERT INTO duret_sync_mutation
                      (user_id, create_uid, write_uid,
                       uuid, kind, payload, payload_sha256, device_id, received_at, state)
               VALUES %s ON CONFLICT (user_id, uuid) DO NOTHING""",
            values,
        )
        # Two requests with one operation are an everyday matter: what the client said stays out of the log.
        self.env.cr.execute(query, log_exceptions=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What telephones sent is kept."))
