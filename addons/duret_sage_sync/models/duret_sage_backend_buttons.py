from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.queue_job.exception import RetryableJobError

OFFICE = "duret_base.group_assistant"
MANAGER = "duret_base.group_manager"
ADMIN = "duret_base.group_admin"
# Seconds in which a decision can be taken back, and in which several decisions gather for one exchange.
GRACE = 90
# Seconds after which a job looks again whether the run before it has ended.
PATIENCE = 30


class DuretSageBackendButtons(models.AbstractModel):
    """What people start by hand. Runs do not happen in their request: a job makes them, one at a time."""

    _name = "duret.sage.backend.buttons"
    _description = "SAGE Company: Buttons"

    def action_sync(self):
        """Queue an exchange.

        :return: True
        :raises AccessError: neither assistant, manager nor administrator
        """
        self._check_role(OFFICE)
        return self._queue("sync", "_job_sync", self.env._("Exchange with SAGE"))

    def action_rehearse(self):
        """Queue a rehearsal: the report of an exchange, without keeping or sending anything; see `action_sync`."""
        self._check_role(OFFICE)
        return self._queue("rehearsal", "_job_rehearse", self.env._("Rehearsal of an exchange with SAGE"))

    def action_scan(self):
        """Queue a comparison of all keys; see `action_sync`."""
        self._check_role(OFFICE)
        return self._queue("scan", "_job_scan", self.env._("Comparison of keys with SAGE"))

    def action_prove(self):
        """Queue a proof of equality; see `action_sync`."""
        self._check_role(OFFICE)
        return self._queue("proof", "_job_prove", self.env._("Proof of equality with SAGE"))

    def action_sync_forced(self):
        """Queue an exchange without brakes: a manager has looked at the figures; the journal says who.

        :return: True
        :raises AccessError: no manager
        """
        self._check_role(MANAGER)
        return self._queue("forced", "_job_sync", self.env._("Exchange with SAGE without brakes"), forced=True)

    def action_check(self):
        """Try the connection, now and with little patience, and show what was found.

        :return: action that opens the findings
        :raises AccessError: no administrator
        """
        self.ensure_one()
        self._check_role(ADMIN)
        check = self.env["duret.sage.check"]._of(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Connection test"),
            "res_model": check._name,
            "res_id": check.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_role(self, group):
        """Refuse who may not: the roles are those of the menu, whatever called the method.

        :raises AccessError:
        """
        self.check_access("read")
        if not self.env.user.has_group(group):
            raise AccessError(self.env._("Your role does not allow you to start this exchange."))

    def _queue(self, kind, method, words, seconds=0, **options):
        """Queue one job for each company; the same one that waits already is not queued twice.

        :param int seconds: before it may begin
        :return: True
        """
        eta = fields.Datetime.now() + timedelta(seconds=seconds) if seconds else None
        for backend in self:
            # the caller has checked the role of the person, whose id goes with the job
            backend = backend.sudo()
            key = f"duret.sage/{backend.id}/{kind}"
            delayed = backend.with_delay(identity_key=key, eta=eta, description=f"{words} ({backend.name})")
            getattr(delayed, method)(user_id=self.env.uid, **options)
        return True

    def _queue_sync(self):
        """Queue an exchange that carries out what a person has just decided; who may decide may do that."""
        return self._queue("sync", "_job_sync", self.env._("Exchange with SAGE"), seconds=GRACE)

    # --- jobs
    def _job_sync(self, user_id, forced=False):
        """Make an exchange.

        :param int user_id: who asked for it
        :return: what it came to
        """
        return self._run_asked("sync", user_id, forced=forced)

    def _job_rehearse(self, user_id):
        """Make a rehearsal; see `_job_sync`."""
        return self._run_asked("sync", user_id, rehearsal=True)

    def _job_scan(self, user_id):
        """Make a comparison of keys; see `_job_sync`."""
        return self._run_asked("scan", user_id)

    def _job_prove(self, user_id):
        """Make a proof; see `_job_sync`."""
        return self._run_asked("prove", user_id)

    def _run_asked(self, kind, user_id, **options):
        """Make the run that a person asked for; see `_run_apart`.

        :raises RetryableJobError: another run of this company is under way: this one follows it, whenever it ends
        """
        ended = self._run_apart(kind, user_id, **options)
        if ended == "locked":
            raise RetryableJobError("another run is under way", seconds=PATIENCE, ignore_retry=True)
        return ended
