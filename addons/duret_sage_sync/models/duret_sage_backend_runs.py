import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from ..sage import engine
from ..sage.errors import SageError, Unavailable
from ..sage.schedule import last_due
from ..sage.transports.csv_folder.files import refused_by_disk

_logger = logging.getLogger(__name__)
# Key of the context that says who started a run; without it the run began by itself.
STARTED_BY = "duret_sage_user"
CRON_BATCH = 20
# What the journal calls a run.
KEPT_AS = {"prove": "proof"}
RETRY = timedelta(hours=1)


class DuretSageBackendRuns(models.AbstractModel):
    """Runs of a company: exchange, comparison of keys, proof of equality, and the journal of each."""

    _name = "duret.sage.backend.runs"
    _description = "SAGE Company: Runs"

    # --- one run, in the cursor of the environment
    def _sync(self, rehearsal=False, forced=False, exchange=None):
        """Bring both sides together (see `sage.engine.sync`).

        :param bool rehearsal: give the same report, keep and send nothing
        :param bool forced: without brakes
        :param exchange: :class:`sage.engine.Exchange` to run, by default the one of the settings
        :return: record of `duret.sage.run`
        :raises Unavailable: `locked`, another run of this company is under way
        """

        def work(running):
            report = engine.sync(running, rehearsal=rehearsal)
            return report.figures(), report

        return self._run("sync", work, rehearsal, forced, exchange, None if rehearsal else self._beside_alone)

    def _scan(self, rehearsal=False, forced=False, exchange=None):
        """Compare all keys (see `sage.engine.scan`); parameters, result and errors as `_sync`."""

        def work(running):
            report = engine.scan(running, rehearsal=rehearsal)
            return report.figures(), report

        return self._run("scan", work, rehearsal, forced, exchange)

    def _prove(self, exchange=None):
        """Compare both sides record by record (see `sage.engine.prove_equality`); result and errors as `_sync`."""

        def work(running):
            proofs = engine.prove_equality(running)
            return {"kind": "proof", "proofs": [proof.figures() for proof in proofs]}, proofs

        return self._run("proof", work, False, False, exchange)

    def _beside_alone(self, exchange):
        """Do what goes on beside an exchange, one run at a time: files are taken and written by nobody else then.

        A run that has begun meanwhile has the lock, and takes what lies there at its own end.
        """
        try:
            with exchange.store.lock():
                self._beside_sync(exchange)
        except Unavailable as error:
            if error.code != "locked":
                raise

    def _beside_sync(self, exchange):
        """What travels beside the records, after each exchange that was no rehearsal: files, building sites.

        :param exchange: the run's :class:`sage.engine.Exchange`, its transport still open
        :raises SageError: noted in the journal of the run
        """

    def _run(self, kind, work, rehearsal, forced, exchange, beside=None):
        """Work, keep the journal, look at the alerts.

        :param work: function of an exchange that gives (figures, report or proofs)
        """
        self.ensure_one()
        begun, running = fields.Datetime.now(), exchange
        try:
            running = exchange or self._exchange(forced)
            figures, result = work(running)
            run = self._journal(kind, begun, rehearsal, forced, running.store, figures, result)
            if beside is not None and not run.stopped:
                beside(running)
        except (SageError, OSError) as error:
            reason = refused_by_disk(error) if isinstance(error, OSError) else error
            if reason.code == "locked":
                raise
            run = self._stopped_run(kind, begun, rehearsal, forced, running, reason)
        finally:
            if exchange is None and running is not None:
                running.transport.close()
        if not rehearsal:
            self._review_alerts()
        return run

    # --- the journal
    def _journal(self, kind, begun, rehearsal, forced, store, figures, result):
        """Keep what a run says: figures, a line for each record, proofs with their gaps.

        :return: record of `duret.sage.run`
        """
        run = self.env["duret.sage.run"].browse(None if rehearsal else getattr(store, "run_id", None))
        if not run.exists():
            run = self._new_run(kind, begun, rehearsal, forced)
        run.write(self._ending(figures.get("stopped", ""), figures.get("stopped_by", "")) | {"report": figures})
        if kind == "proof":
            run._keep_proofs(store, result)
        else:
            run._keep_lines(store, result)
        return run

    def _stopped_run(self, kind, begun, rehearsal, forced, running, error):
        """Keep that a run could not begin, or ended outside of the engine's own journal."""
        run = self.env["duret.sage.run"].browse(getattr(running and running.store, "run_id", None))
        if not run.exists():
            run = self._new_run(kind, begun, rehearsal, forced)
        run.write(self._ending(error.code, error.detail))
        return run

    def _new_run(self, kind, begun, rehearsal, forced):
        return self.env["duret.sage.run"].create(
            {
                "backend_id": self.id,
                "kind": kind,
                "rehearsal": rehearsal,
                "forced": forced,
                "begun_at": begun,
                "user_id": self.env.context.get(STARTED_BY, False),
            }
        )

    def _ending(self, stopped, stopped_by):
        return {
            "state": "stopped" if stopped else "done",
            "stopped": stopped or False,
            "stopped_by": stopped_by or False,
            "ended_at": fields.Datetime.now(),
        }

    # --- a run in a transaction of its own: jobs and crons
    def _run_apart(self, kind, user_id=False, **options):
        """Make a run in a cursor of its own, which it commits as it goes on; jobs and crons come here.

        :param str kind: `sync`, `scan` or `prove`
        :param int user_id: who asked for it
        :param options: of the method
        :return: what it came to, one word: `done`, `stopped` or `locked` (skipped: another run is under way)
        """
        self.ensure_one()
        try:
            with self.env.registry.cursor() as cr:
                return getattr(self._as_exchange(cr, user_id), f"_{kind}")(**options).state
        except Unavailable as error:
            if error.code != "locked":
                raise
            return "locked"
        except Exception as error:
            self._note_broken(kind, error)
            raise

    def _as_exchange(self, cr, user_id=False):
        """Give this company as the exchange works on it: as the system, in the company's language and books.

        Who asked stays in the journal; records written by the exchange were not written by that person.

        :param cr: cursor of the run
        :return: this record in another environment
        """
        # the buttons have checked the role of the person; crons ask for themselves
        backend = self.sudo()
        company = backend.company_id
        context = {
            "lang": company.partner_id.lang or self.env.lang,
            "allowed_company_ids": company.ids,
            STARTED_BY: user_id,
        }
        return backend.with_env(self.env(cr=cr, user=SUPERUSER_ID, context=context))

    def _note_broken(self, kind, error):
        """Keep, in yet another transaction, that a run ended on an error nobody expected; its text stays in the log."""
        with self.env.registry.cursor() as cr:
            backend = self._as_exchange(cr)
            kept = KEPT_AS.get(kind, kind)
            domain = [("backend_id", "=", backend.id), ("kind", "=", kept), ("state", "=", "running")]
            run = backend.env["duret.sage.run"].search(domain, limit=1)
            run = run or backend._new_run(kept, fields.Datetime.now(), False, False)
            run.write(backend._ending("broken", type(error).__name__))
            backend._review_alerts()

    @api.model
    def _cron_run(self, kind):
        """Make a run of each company that runs by itself; one that fails or is busy does not keep the others.

        :param str kind: `sync`, `scan` or `prove`
        """
        self._run_each(self.search([("automatic", "=", True)], limit=CRON_BATCH), kind)

    @api.model
    def _cron_daily(self, kind, hour, minute):
        """Make the daily run of each company that runs by itself, once its hour has come.

        One that did not go to its end, or was missed because the server stood still, is made up for, at most once an
        hour.

        :param str kind: `scan` or `prove`
        :param int hour: of the wall clock in Paris
        """
        now = fields.Datetime.now()
        due = last_due(now, hour, minute)
        domain = Domain("kind", "=", KEPT_AS.get(kind, kind)) & Domain("rehearsal", "=", False)
        made = domain & Domain("begun_at", ">=", due) & Domain("state", "=", "done")
        tried = domain & Domain("begun_at", ">", max(due, now - RETRY))
        runs = self.env["duret.sage.run"].search(made | tried)
        waiting = self.search([("automatic", "=", True), ("id", "not in", runs.backend_id.ids)], limit=CRON_BATCH)
        self._run_each(waiting, kind)

    @api.model
    def _run_each(self, backends, kind):
        """Make a run of each company in a transaction of its own, and tell the scheduler how far it is."""
        self.env["ir.cron"]._commit_progress(remaining=len(backends))
        for backend in backends:
            backend._run_alone(kind)
            self.env["ir.cron"]._commit_progress(1)

    def _run_alone(self, kind):
        """Make one run of a cron: its failure is in the journal and in an alert, and stays there."""
        try:
            self._run_apart(kind)
        except Exception:
            _logger.exception("SAGE company %s: %s was broken off", self.id, kind)
