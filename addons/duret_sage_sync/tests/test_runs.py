import errno
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_sage_sync.models.duret_sage_backend_runs import STARTED_BY
from odoo.addons.duret_sage_sync.sage.engine import Killed
from odoo.addons.duret_sage_sync.sage.errors import Unavailable
from odoo.addons.duret_sage_sync.sage.transports.csv_folder import files
from odoo.addons.duret_sage_sync.stores.transactions import LOCK_CLASS

from .sage_case import SageCase


@tagged("post_install", "-at_install")
class TestRuns(SageCase):
    def lines(self, run, *verbs):
        """Keys of the lines of a run, by verb."""
        return [(line.verb, line.key) for line in run.line_ids if not verbs or line.verb in verbs]

    def test_an_exchange_keeps_its_journal(self):
        key = str(self.client(CT_Intitule="Dupont"))
        run = self.exchanged(self.backend.with_context(**{STARTED_BY: self.user_assistant.id}))
        self.assertEqual((run.kind, run.state, run.user_id), ("sync", "done", self.user_assistant))
        self.assertFalse(run.rehearsal or run.forced or run.stopped_sentence)
        self.assertEqual(run.report["counts"]["client"], {"created": 1, "read": 1})
        partner = self.bound("ZQ001")
        self.assertEqual(partner.name, "Dupont")
        (line,) = run.line_ids
        self.assertEqual((line.verb, line.key, line.model, line.res_id), ("created", key, "res.partner", partner.id))

    def test_the_same_again_writes_nothing(self):
        self.client()
        self.exchanged()
        before = self.bound("ZQ001").write_date, self.bound("ZQ001").duret_sage_version
        again = self.exchanged()
        self.assertEqual(again.report["counts"], {})
        self.assertFalse(again.line_ids)
        self.assertEqual((self.bound("ZQ001").write_date, self.bound("ZQ001").duret_sage_version), before)

    def test_a_rehearsal_gives_the_report_and_keeps_nothing(self):
        self.client()
        rehearsed = self.exchanged(rehearsal=True)
        self.assertTrue(rehearsed.rehearsal)
        self.assertEqual(self.lines(rehearsed), [("created", "1")])
        self.assertFalse(rehearsed.line_ids.res_id)
        self.assertFalse(self.bound("ZQ001"))
        for model in ("binding", "inbox", "cursor", "file", "operation"):
            self.assertFalse(self.env[f"duret.sage.{model}"].search([("backend_id", "=", self.backend.id)]), model)
        waiting = list((self.bench.transport.root / "depuis_sage").glob("CLIENTS*.csv"))
        self.assertEqual(len(waiting), 1)
        real = self.backend._sync()
        self.assertEqual(real.report["counts"], rehearsed.report["counts"])

    def test_the_report_of_a_first_load_says_who_was_recognised_and_why(self):
        partner = self.env["res.partner"].create
        known = partner({"name": "Garage du Lac", "is_company": True, "company_registry": "73282932000074"})
        partner({"name": "Martin Paul", "zip": "74000", "city": "Annecy"})
        self.client("ZQ001", CT_Intitule="GARAGE DU LAC SARL", CT_Siret="73282932000074")
        self.client("ZQ002", CT_Intitule="Martin Paul", CT_Ville="Annecy")
        self.client("ZQ003", CT_Intitule="Tout neuf")
        run = self.exchanged()
        counts = run.report["counts"]["client"]
        self.assertEqual((counts["bound"], counts["held"], counts["created"]), (1, 1, 1))
        self.assertEqual(run.report["rungs"], {"client": {"siret": 1}})
        self.assertEqual(self.bound("ZQ001"), known)
        # Zero silent merges: what is only alike waits for a person.
        self.assertFalse(self.bound("ZQ002"))

    def test_a_brake_stops_before_the_first_write_and_a_manager_passes(self):
        self.backend.write({"brake_minimum": 2, "brake_percent": 10})
        keys = [self.client(f"ZQ{number:03}") for number in range(8)]
        self.exchanged()
        self.sage.clock.tick(minutes=5)
        for key in keys:
            self.sage.update("F_COMPTET", key, CT_Ville="Cran")
        stopped = self.exchanged()
        self.assertEqual((stopped.state, stopped.stopped), ("stopped", "would_change"))
        self.assertIn("trop de fiches seraient modifiées (8/8)", stopped.stopped_sentence)
        self.assertNotIn("Cran", self.bound("ZQ000").mapped("city"))
        forced = self.exchanged(forced=True)
        self.assertTrue(forced.forced)
        self.assertEqual((forced.state, self.bound("ZQ000").city), ("done", "Cran"))

    def test_the_nightly_comparison_sets_aside_what_is_gone(self):
        self.client("ZQ001")
        gone = self.client("ZQ002")
        self.exchanged()
        partner = self.bound("ZQ002")
        self.sage.delete("F_COMPTET", gone)
        self.bench.show()
        run = self.backend._scan()
        self.assertEqual((run.kind, self.lines(run)), ("scan", [("gone", str(gone))]))
        self.assertTrue(partner.exists())
        self.assertFalse(partner.active)

    def test_a_proof_names_every_difference(self):
        self.client("ZQ001", CT_Ville="Annecy")
        self.exchanged()
        run = self.backend._prove()
        self.assertEqual(run.proof_ids.mapped("is_equal"), [True] * 3)
        self.bound("ZQ001").city = "Lyon"
        run = self.backend._prove()
        proof = run.proof_ids.filtered(lambda one: one.entity == "client")
        self.assertEqual((proof.is_equal, proof.gap_count, proof.count_odoo, proof.count_sage), (False, 1, 1, 1))
        (gap,) = proof.gap_ids
        self.assertEqual((gap.field, gap.ours, gap.theirs, gap.repair), ("city", "Lyon", "Annecy", "pull"))
        self.assertEqual((gap.model, gap.res_id), ("res.partner", self.bound("ZQ001").id))

    def test_a_proof_that_cannot_be_made_is_stopped_not_lost(self):
        run = self.backend._prove()
        self.assertEqual((run.kind, run.state, run.stopped), ("proof", "stopped", "no_full_export"))
        self.assertFalse(run.proof_ids)

    def test_settings_that_cannot_work_stop_the_run_with_their_reason(self):
        self.backend.folder = str(self.place / "absent")
        run = self.backend._sync()
        self.assertEqual((run.state, run.stopped), ("stopped", "no_folder"))
        self.env["ir.config_parameter"].set_param("duret_sage_sync.roots", "")
        self.assertEqual(self.backend._sync().stopped, "outside_roots")

    def test_both_faces_with_an_address(self):
        for transport in ("odata", "x3"):
            backend, bench = self.face(transport)
            self.client("X001", sage=bench.sage, CT_Intitule=transport)
            run = backend._sync()
            self.assertEqual((run.state, run.stopped), ("done", False))
            partner = self.env["duret.sage.binding"].search([("backend_id", "=", backend.id)])
            self.assertEqual(self.env["res.partner"].browse(partner.res_id).name, transport)
            self.assertEqual(set(backend._prove().proof_ids.mapped("is_equal")), {True})
            self.env["res.partner"].browse(partner.res_id).duret_sage_number = False

    def test_a_sage_that_breaks_down_stops_the_run_and_the_next_goes_on(self):
        backend, bench = self.face("odata")
        self.client("X001", sage=bench.sage)
        bench.face.fault("error_500")
        stopped = backend._sync()
        self.assertEqual((stopped.state, stopped.stopped), ("stopped", "server_error"))
        self.assertEqual(backend._sync().report["counts"]["client"]["created"], 1)

    def test_a_second_run_of_a_company_is_refused(self):
        """The lock is of the session: another connection holds it."""
        with self.other_session(), self.assertRaises(Unavailable) as caught:
            self.backend._sync()
        self.assertEqual(caught.exception.code, "locked")
        self.assertFalse(self.env["duret.sage.run"].search([("backend_id", "=", self.backend.id)]))
        self.assertEqual(self.backend._sync().state, "done")

    @contextmanager
    def other_session(self):
        """A run of this company on another connection, for as long as the block lasts."""
        locked, over = threading.Event(), threading.Event()

        def hold():
            with db_connect(self.cr.dbname).cursor() as cr:
                cr.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, self.backend.id])
                locked.set()
                over.wait(20)
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, self.backend.id])

        thread = threading.Thread(target=hold)
        thread.start()
        self.assertTrue(locked.wait(10))
        try:
            yield
        finally:
            over.set()
            thread.join()

    def test_a_run_that_died_is_closed_by_the_next_and_its_work_done(self):
        self.client()
        self.bench.show()
        exchange = self.backend._exchange()
        self.addCleanup(exchange.transport.close)

        def die(step):
            if step == "absorb.applied":
                raise Killed(step)

        # No assertRaises: Odoo's own undoes what was done inside.
        with suppress(Killed):
            self.backend._sync(exchange=replace(exchange, hook=die))
            self.fail("The run went on.")
        dead = self.env["duret.sage.run"].search([("backend_id", "=", self.backend.id)])
        self.assertEqual(dead.state, "running")
        self.assertEqual(self.backend._sync().report["counts"]["client"]["created"], 1)
        dead.invalidate_recordset()
        self.assertEqual((dead.state, dead.stopped), ("stopped", "killed"))

    def test_what_travels_beside_comes_after_a_real_exchange_only(self):
        self.client()
        with patch.object(type(self.backend), "_beside_sync", autospec=True) as beside:
            self.exchanged(rehearsal=True)
            self.assertFalse(beside.called)
            self.exchanged()
            self.assertEqual(beside.call_count, 1)
            beside.side_effect = Unavailable("no_room", "CHANTIER_000001.csv")
            run = self.exchanged()
        self.assertEqual((run.state, run.stopped), ("stopped", "no_room"))
        self.assertEqual(run.report["kind"], "sync")

    def test_what_goes_on_beside_has_the_lock_or_waits_for_the_run_that_has_it(self):
        free = []

        def beside(backend, _exchange):
            with db_connect(self.cr.dbname).cursor() as cr:
                cr.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, backend.id])
                free.append(cr.fetchone()[0])
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, backend.id])

        with patch.object(type(self.backend), "_beside_sync", beside), mute_logger("odoo.sql_db"):
            self.exchanged()
            self.assertEqual(free, [False])
            exchange = self.backend._exchange()
            self.addCleanup(exchange.transport.close)
            with self.other_session():
                self.backend._beside_alone(exchange)
        self.assertEqual(free, [False])

    def test_a_disk_that_refuses_is_a_reason_and_nothing_is_lost(self):
        """Full, closed, or a file that somebody holds open: the run says so, the next one goes on."""
        self.client()
        self.bench.show()
        for place, name, number in ((files, "fingerprint", errno.EACCES), (Path, "replace", errno.ENOSPC)):
            error = OSError(number, "said in English", "/x/CLIENTS_000001.csv")
            with patch.object(place, name, side_effect=error):
                run = self.backend._sync()
            self.assertEqual((run.state, run.stopped), ("stopped", "disk"))
            self.assertIn(f"CLIENTS_000001.csv : {files.REASONS[number]}", run.stopped_sentence)
        with patch.object(files, "companion", side_effect=error):
            said = self.backend._said()
        self.assertEqual([level for level, _words in said], ["error"])
        self.assertIn(files.REASONS[number], said[0][1])
        self.assertEqual(self.backend._sync().report["counts"]["client"]["created"], 1)
        self.assertEqual(len(self.bound("ZQ001")), 1)
        self.assertEqual(self.backend._sync().report["counts"], {})

    def test_no_secret_in_a_journal(self):
        backend, bench = self.face("odata", password="tres-secret", token=False)
        with self.assertLogs(level="DEBUG") as logs:
            run = backend._sync()
            said = backend._said()
        self.assertEqual(run.stopped, "login")
        told = f"{run.report} {run.stopped_sentence} {said} {logs.output}"
        self.assertNotIn("tres-secret", told)
