import json

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

    user_id = fields.Many2one("res.users", "User", required=True, readonly=True, ondelete="restrict")
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
    report_id = fields.Many2one(
        "duret.intervention.report", "Report", readonly=True, ondelete="set null", index="btree_not_null"
    )
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

        :param rows: list of dict with uuid, kind, payload, payload_sha256, device_id, received_at
        :return: {uuid: duret.sync.mutation} of all of them
        """
        if not rows:
            return {}
        names = ("uuid", "kind", "payload", "payload_sha256", "device_id", "received_at")
        uid = self.env.uid
        values = SQL(", ").join(
            SQL("(%s, %s, 'received', %s, %s)", uid, SQL(", ").join(SQL("%s", row[name]) for name in names), uid, uid)
            for row in rows
        )
        self.env.cr.execute(
            SQL(
                """INSERT INTO duret_sync_mutation
                          (user_id, uuid, kind, payload, payload_sha256, device_id, received_at, state,
                           create_uid, write_uid)
                   VALUES %s ON CONFLICT (user_id, uuid) DO NOTHING""",
                values,
            )
        )
        known = self.search_fetch(
            [("user_id", "=", uid), ("uuid", "in", [row["uuid"] for row in rows])],
            ["uuid", "state", "answer", "payload_sha256"],
        )
        return {row.uuid: row for row in known}

    def _duret_stored_answer(self):
        """Return the answer that this operation got.

        :return: dict, or None while it has none that lasts
        """
        self.ensure_one()
        return json.loads(self.answer) if self.state != "received" else None

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What telephones sent is kept."))
