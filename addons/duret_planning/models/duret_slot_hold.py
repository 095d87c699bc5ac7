import secrets
from datetime import timedelta

from odoo import api, fields, models

DROPPED_AT_ONCE = 500


class DuretSlotHold(models.Model):
    """A slot kept for some minutes for somebody who is filling a form; it gives itself back."""

    _name = "duret.slot.hold"
    _inherit = ["duret.board.told"]
    _description = "Slot Held"
    _order = "expires_at"
    _rec_name = "start"
    _duret_board_scope = "around"

    token = fields.Char(
        required=True, copy=False, groups="base.group_system", default=lambda self: secrets.token_urlsafe(24)
    )
    type_id = fields.Many2one("fsm.order.type", "Visit Type", ondelete="cascade")
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)
    expires_at = fields.Datetime(required=True, index=True)
    claim_ids = fields.One2many("duret.slot.claim", "hold_id", "Time Taken")

    _token_unique = models.UniqueIndex("(token)")

    @api.model
    def hold(self, person_ids, start, stop, type_id=False, minutes=None):
        """Keep a time of some technicians.

        :param person_ids: ids of fsm.person, the leading one first
        :param start: naive UTC
        :param stop: naive UTC
        :param minutes: how long it is kept; the company's setting by default
        :return: the hold, with its ``token``
        :raises SlotTaken: when one of them is taken
        """
        minutes = self.env.company.duret_hold_minutes if minutes is None else minutes
        with self.env.cr.savepoint():
            hold = self.create(
                {
                    "type_id": type_id,
                    "start": start,
                    "stop": stop,
                    "expires_at": fields.Datetime.now() + timedelta(minutes=minutes),
                }
            )
            rows = [{"person_id": id_, "start": start, "stop": stop, "hold_id": hold.id} for id_ in person_ids]
            self.env["duret.slot.claim"]._duret_take(rows)
        return hold

    @api.model
    def _duret_by_token(self, token):
        """Return the hold of a token that is still running, or an empty recordset."""
        if not token or not isinstance(token, str):
            return self.browse()
        return self.search([("token", "=", token), ("expires_at", ">", fields.Datetime.now())], limit=1)

    def release(self):
        """Give the time back."""
        self.unlink()

    @api.model
    def _cron_drop_expired(self):
        """Every minute: the holds that ran out give their time back, so that lists of free slots show it."""
        domain = [("expires_at", "<=", fields.Datetime.now())]
        while holds := self.search(domain, limit=DROPPED_AT_ONCE).try_lock_for_update():
            count = len(holds)
            holds.unlink()
            if not self.env["ir.cron"]._commit_progress(count, remaining=self.search_count(domain)):
                break
