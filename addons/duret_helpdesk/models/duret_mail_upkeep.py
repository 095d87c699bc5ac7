from datetime import timedelta

from odoo import api, fields, models

from ..mailroom.policy import State

LEFT_BEHIND = timedelta(minutes=5)  # age from which a « received » row is taken for the leftover of a crash
CRON_BATCH = 50
VACUUM_BATCH = 1000


class DuretMailUpkeep(models.AbstractModel):
    """What time does to stored messages: those left behind are delivered, old settled ones are deleted."""

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

    @api.autovacuum
    def _gc_old_messages(self):
        """Delete what is settled and older than the retention; what waits for a person is never deleted."""
        days = self.env.company.duret_mail_retention_days
        if not days:
            return 0, 0
        limit = fields.Datetime.now() - timedelta(days=days)
        domain = [("received_at", "<", limit), ("state", "not in", ("received", "quarantined"))]
        rows = self.search(domain, limit=VACUUM_BATCH, order="id")
        done = len(rows)
        rows.unlink()
        return done, self.search_count(domain, limit=VACUUM_BATCH) if done == VACUUM_BATCH else 0
