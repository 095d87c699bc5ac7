from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..field_report import parse_moment, skew_seconds
from ..field_report.document import UUID, clean

QUIET = timedelta(minutes=1)  # seen again so soon, with nothing new to say: not written down


class DuretSyncDevice(models.Model):
    """A telephone that sends reports: who uses it, when it was last heard of, what waits on it."""

    _name = "duret.sync.device"
    _inherit = ["duret.sync.health"]
    _description = "Technician's Telephone"
    _order = "last_seen_at desc, id desc"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    uuid = fields.Char("Identifier", required=True, readonly=True)
    name = fields.Char()
    app_version = fields.Char("Version of the Application", readonly=True)
    last_seen_at = fields.Datetime("Last Heard Of", readonly=True, index=True)
    waiting = fields.Integer("Items Waiting", readonly=True, help="Not sent yet, by what the telephone said last")
    oldest_waiting_at = fields.Datetime("Oldest Item", readonly=True, help="By the clock of the telephone")
    clock_skew_seconds = fields.Integer("Clock Is Wrong By (seconds)", readonly=True, help="To add to its moments")

    _uuid_unique = models.Constraint("UNIQUE (user_id, uuid)", "This telephone is known already.")

    @api.model
    def _duret_seen(self, told):
        """Write down that a telephone of this user was heard of.

        :param dict told: `device` of a push, see the layout of the exchange
        :return: duret.sync.device in superuser mode
        :raises UserError: when it does not say which telephone it is
        """
        if not isinstance(told, dict) or not isinstance(told.get("uuid"), str) or not UUID.fullmatch(told["uuid"]):
            raise UserError(self.env._("The application did not say which telephone it runs on."))
        now = fields.Datetime.now()
        values = self._duret_told(told, now)
        # A user's own telephones, found by his id.
        devices = self.sudo()
        mine = [("user_id", "=", self.env.uid), ("uuid", "=", told["uuid"])]
        device = devices.search(mine, limit=1)
        if not device:
            self._duret_insert(told["uuid"])
            device = devices.search(mine, limit=1)
        news = {name: value for name, value in values.items() if device[name] != value}
        if news or not device.last_seen_at or now - device.last_seen_at >= QUIET:
            device.write(news | {"last_seen_at": now})
        return device

    @api.model
    def _duret_insert(self, uuid):
        """Add a telephone. Of two first requests at once the second waits here, is run again, and finds it.

        :param str uuid: of the telephone
        """
        uid = self.env.uid
        self.env.cr.execute(
            SQL(
                """INSERT INTO duret_sync_device (user_id, create_uid, write_uid, create_date, write_date, uuid)
                   VALUES (%s, %s, %s, now() at time zone 'utc', now() at time zone 'utc', %s)
                   ON CONFLICT (user_id, uuid) DO NOTHING""",
                *(uid, uid, uid, uuid),
            )
        )

    @api.model
    def _duret_told(self, told, now):
        """Return the fields that say what a telephone told, in bounds.

        :param dict told: from outside
        :param now: naive UTC
        """
        waiting = told.get("waiting")
        return {
            "name": self._duret_short(told.get("name")),
            "app_version": self._duret_short(told.get("app")),
            "waiting": min(max(waiting, 0), 1_000_000) if type(waiting) is int else 0,
            "oldest_waiting_at": parse_moment(told.get("oldest")) or False,
            "clock_skew_seconds": self._duret_whole(skew_seconds(parse_moment(told.get("now")), now)),
        }

    @api.model
    def _duret_short(self, text):
        return clean(text)[:200] if isinstance(text, str) else False

    @api.model
    def _duret_whole(self, seconds):
        """Return seconds that a database column holds."""
        return min(max(seconds, -(2**31) + 1), 2**31 - 1)
