from contextlib import suppress
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_sage_sync.sage.errors import Unavailable
from odoo.addons.queue_job.exception import RetryableJobError

from .sage_case import SageCase

RUNS = "odoo.addons.duret_sage_sync.models.duret_sage_backend_runs"
BUTTONS = {
    "action_sync": ("_job_sync", "sync", {}),
    "action_rehearse": ("_job_rehearse", "rehearsal", {}),
    "action_scan": ("_job_scan", "scan", {}),
    "action_prove": ("_job_prove", "proof", {}),
    "action_sync_forced": ("_job_sync", "forced", {"forced": True}),
}


@tagged("post_install", "-at_install")
class TestRunsStarted(SageCase):
    """Buttons queue jobs, crons make runs; both in transactions of their own."""

    def runs(self, backend=None):
        """Journals of a company, the oldest first."""
        self.env.invalidate_all()
        return self.env["duret.sage.run"].search([("backend_id", "=", (backend or self.backend).id)], order="id")

    def as_server(self):
        """What opens a cursor of its own sees what this test has written."""
        self.enterContext(self.enter_registry_test_mode())

    # --- buttons
    def test_each_button_queues_one_job_however_often_it_is_pressed(self):
        backend = self.backend.with_user(self.user_manager)
        for button, (method, kind, options) in BUTTONS.items():
            for _press in range(2):
                self.assertTrue(getattr(backend, button)())
            job = self.env["queue.job"].search([("identity_key", "=", f"duret.sage/{self.backend.id}/{kind}")])
            self.assertEqual((len(job), job.method_name, job.channel), (1, method, "root.sage"), button)
            self.assertEqual(job.kwargs, {"user_id": self.user_manager.id, **options})
        self.assertFalse(self.runs())

    def test_who_may_start_what(self):
        allowed = {
            "assistant": {"action_sync", "action_rehearse", "action_scan", "action_prove"},
            "manager": set(BUTTONS),
            "admin": set(BUTTONS),
        }
        for role in ("technician", "assistant", "manager", "direction", "admin", "portal_a"):
            for button in BUTTONS:
                with self.trap() as trapped:
                    start = getattr(self.backend.with_user(self.users[role]), button)
                    if button in allowed.get(role, ()):
                        start()
                    else:
                        with self.assertRaises(AccessError, msg=f"{role} {button}"):
                            start()
                    trapped.assert_jobs_count(int(button in allowed.get(role, ())))

    def test_a_job_makes_the_run_and_says_who_asked(self):
        self.client()
        self.bench.show()
        with self.trap() as trapped:
            self.backend.with_user(self.user_manager).action_sync_forced()
            self.as_server()
            trapped.perform_enqueued_jobs()
        run = self.runs()
        self.assertEqual((run.state, run.forced, run.user_id), ("done", True, self.user_manager))
        # Records were written by the exchange, not by the person who pressed the button.
        self.assertEqual(self.bound("ZQ001").create_uid, self.env.ref("base.user_root"))

    def test_a_busy_company_is_skipped(self):
        self.as_server()
        with patch(f"{RUNS}.engine.sync", side_effect=Unavailable("locked")):
            self.assertEqual(self.backend._run_apart("sync"), "locked")
        self.assertFalse(self.runs())

    def test_what_a_person_asked_for_follows_the_run_under_way(self):
        self.client()
        self.bench.show()
        self.as_server()
        backend = self.backend.with_user(self.user_manager)
        for method, engine in (("_job_sync", "sync"), ("_job_scan", "scan"), ("_job_prove", "prove_equality")):
            locked = patch(f"{RUNS}.engine.{engine}", side_effect=Unavailable("locked"))
            with locked, self.assertRaises(RetryableJobError) as again:
                getattr(backend, method)(self.user_manager.id)
            self.assertTrue(again.exception.ignore_retry and again.exception.seconds)
        self.assertEqual(backend._job_sync(self.user_manager.id), "done")

    @mute_logger("odoo.sql_db")
    def test_an_error_nobody_expected_is_kept_without_its_text(self):
        self.as_server()
        # No assertRaises: Odoo's own undoes what was done inside.
        with patch(f"{RUNS}.engine.sync", side_effect=ZeroDivisionError("secret")), suppress(ZeroDivisionError):
            self.backend._run_apart("sync")
            self.fail("The error was swallowed.")
        run = self.runs()
        self.assertEqual((run.state, run.stopped, run.stopped_by), ("stopped", "broken", "ZeroDivisionError"))
        self.assertNotIn("secret", run.stopped_sentence)
        self.assertEqual(self.backend.alert_ids.mapped("kind"), ["stopped"])

    # --- crons
    def cron(self, name):
        """Run a cron as the scheduler does."""
        self.env.ref(f"duret_sage_sync.ir_cron_{name}").method_direct_trigger()

    def test_the_cron_takes_companies_that_run_by_themselves_one_by_one(self):
        self.client()
        self.bench.show()
        other, bench = self.face("odata", automatic=True)
        self.client("ZQ900", sage=bench.sage, CT_Intitule="Ailleurs")
        by_hand = self.backend.copy({"name": "by hand"})
        self.backend.automatic = True
        work = type(self.backend)._sync

        def fail_first(backend, **options):
            if backend.id == self.backend.id:
                raise ZeroDivisionError
            return work(backend, **options)

        self.as_server()
        with patch.object(type(self.backend), "_sync", fail_first), self.assertLogs(RUNS, "ERROR"):
            self.cron("sync")
        self.assertEqual(self.runs().stopped, "broken")
        self.assertEqual(self.runs(other).state, "done")
        self.assertFalse(self.runs(other).user_id)
        self.assertFalse(self.runs(by_hand))
        self.cron("sync")
        self.assertEqual(self.runs().mapped("state"), ["stopped", "done"])
        self.assertTrue(self.bound("ZQ001"))

    def test_the_proof_is_made_once_a_day_at_its_hour_in_summer_as_in_winter(self):
        self.backend.automatic = True
        self.client()
        self.bench.show()
        self.as_server()
        # 06:30 in Paris is 04:30 UTC in July, 05:30 in January.
        for before, after in (("2027-01-11 05:20", "2027-01-11 05:35"), ("2027-07-05 04:20", "2027-07-05 04:35")):
            with freeze_time(before):
                self.cron("proof")
                made = len(self.runs())
                self.cron("proof")
                self.assertEqual(len(self.runs()), made)
            with freeze_time(after):
                self.cron("proof")
                self.assertEqual(len(self.runs()), made + 1)
                self.cron("proof")
                self.assertEqual(len(self.runs()), made + 1)

    def test_a_comparison_that_failed_is_made_up_for_after_an_hour(self):
        self.backend.automatic = True
        self.as_server()
        start = datetime(2027, 3, 1, 1, 5)
        with freeze_time(start):
            self.cron("scan")
        self.assertEqual(self.runs().stopped, "no_full_export")
        self.client()
        self.bench.show()
        with freeze_time(start + timedelta(minutes=30)):
            self.cron("scan")
        self.assertEqual(len(self.runs()), 1)
        with freeze_time(start + timedelta(minutes=61)):
            self.cron("scan")
        self.assertEqual(self.runs().mapped("state"), ["stopped", "done"])

    def test_the_moments_of_a_run_are_utc(self):
        with freeze_time("2027-03-01 08:00:00"):
            run = self.exchanged()
        self.assertEqual(run.begun_at, fields.Datetime.to_datetime("2027-03-01 08:00:00"))
