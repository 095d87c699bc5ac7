from datetime import timedelta

from odoo import api, fields, models

from ..mailroom.policy import State

LEFT_BEHIND = timedelta(minutes=5)  # age from which a « received » row is taken for the leftover of a crash
CRON_BATCH = 50


class DuretMailUpkeep(models.AbstractModel):
    """Messages that an interruption left behind are delivered by the next round."""

    _name = "duret.mail.upkeep"
    _description = "Incoming Mail: Upkeep"

    @api.model
    def _cron_deliver_left_behind(self):
        """Deliver what a crash left « received ». Each message in its own transaction, safe to run twice."""
        while rows := self._left_behind():
            for index, row_id in enumerate(rows.ids, start=1):
                self.env["duret.mail.gateway"]._in_transaction(row_id, "_retry_left_behind")
                self.env["duret.mail.gateway"]._deliver(row_id)
                if not self.env["ir.cron"]._commit_progress(1, remaining=len(rows) - index):
                    return
            if len(rows) < CRON_BATCH:
                return

    @api.model
    def _left_behind(self):
        limit = fields.Datetime.now() - LEFT_BEHIND
        domain = [("state", "=", "received"), ("received_at", "<", limit)]
        return self.search(domain, order="received_at, id", limit=CRON_BATCH)

    def _retry_left_behind(self):
        """Count the attempt in its own transaction, so that a message that kills the process is noticed."""
        if self._claim([State.RECEIVED.value]):
            self._count_attempt()
