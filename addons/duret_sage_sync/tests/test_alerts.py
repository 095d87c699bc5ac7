from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .sage_case import SageCase


@tagged("post_install", "-at_install")
class TestAlerts(SageCase):
    """The person in charge is told once of each event; what is over is closed."""

    def open(self):
        """Open alerts by kind."""
        alerts = self.env["duret.sage.alert"].search([("backend_id", "=", self.backend.id), ("state", "=", "open")])
        return {alert.kind: alert for alert in alerts}

    def stop(self, code="would_change", detail="8/8"):
        """The last exchange was stopped."""
        run = self.backend._new_run("sync", fields.Datetime.now(), False, False)
        run.write(self.backend._ending(code, detail))
        self.backend._review_alerts()
        return run

    def test_a_stopped_run_is_told_once_and_closed_by_the_next_good_one(self):
        self.stop()
        alert = self.open()["stopped"]
        self.assertIn("8/8", alert.sentence)
        self.assertEqual(alert.activity_id.user_id, self.user_assistant)
        self.assertEqual((alert.activity_id.res_model, alert.activity_id.res_id), (self.backend._name, self.backend.id))
        self.stop()
        self.assertEqual(len(self.backend.activity_ids), 1)
        activity = alert.activity_id
        self.exchanged()
        self.assertFalse(self.open())
        self.assertEqual(alert.state, "over")
        self.assertTrue(alert.ended_at)
        self.assertFalse(activity.exists())

    def test_what_was_ticked_off_is_told_again_only_when_something_new_happens(self):
        self.stop()
        alert = self.open()["stopped"]
        alert.activity_id.action_feedback()
        self.stop()
        self.assertFalse(self.backend.activity_ids)
        self.stop("would_vanish", "40/60")
        self.assertEqual(self.open()["stopped"], alert)
        self.assertEqual(len(self.backend.activity_ids), 1)
        self.assertIn("40/60", alert.sentence)

    def test_sage_may_be_away_for_a_while(self):
        self.client()
        self.exchanged()
        self.stop("unreachable", "https://sage.example")
        self.assertFalse(self.open())
        with freeze_time(fields.Datetime.now() + timedelta(hours=3)):
            self.stop("unreachable", "https://sage.example")
            self.assertFalse(self.open())
        with freeze_time(fields.Datetime.now() + timedelta(hours=5)):
            self.stop("unreachable", "https://sage.example")
            self.assertIn("SAGE ne répond pas", self.open()["unreachable"].sentence)

    def test_no_exchange_for_a_long_time(self):
        self.exchanged()
        with freeze_time(fields.Datetime.now() + timedelta(hours=6)):
            self.env["duret.sage.backend"]._cron_review()
            self.assertFalse(self.open())
            self.backend.automatic = True
            self.env["duret.sage.backend"]._cron_review()
            self.assertEqual(self.open()["late"].count, 6)

    def test_a_missing_file(self):
        self.client()
        self.bench.face.export("F_COMPTET", 1)
        self.bench.face.export("F_COMPTET", 4)
        self.backend._sync()
        alert = self.open()["missing_file"]
        self.assertEqual(alert.detail, "client 2-3")
        self.backend._sync()
        self.assertEqual(len(self.backend.activity_ids), 1)
        self.bench.face.export("F_COMPTET", 2)
        self.bench.face.export("F_COMPTET", 3)
        self.backend._sync()
        self.assertNotIn("missing_file", self.open())

    def test_sage_whose_files_stop_coming_is_told(self):
        """Runs go to their end and the proof compares with the last old export: silence is no good sign."""
        self.client()
        self.backend.automatic = True
        self.exchanged()
        for hours, told in ((71, False), (73, True)):
            with freeze_time(fields.Datetime.now() + timedelta(hours=hours, minutes=5)):
                self.assertEqual(self.backend._sync().state, "done")
                self.assertEqual("silent" in self.open(), told)
        self.assertEqual((self.open()["silent"].count, self.open()["silent"].activity_id.user_id), (
            73, self.user_assistant
        ))  # fmt: skip
        self.exchanged()
        self.assertNotIn("silent", self.open(), "the same content once more is a sign of life")

    def test_silence_is_told_where_files_are_awaited_only(self):
        self.exchanged()
        for values in ({"automatic": False}, {"automatic": True, "silent_hours": 0}):
            self.backend.write(values)
            with freeze_time(fields.Datetime.now() + timedelta(days=30)):
                self.backend._review_alerts()
            self.assertNotIn("silent", self.open())

    def test_a_missing_file_is_not_forgotten_while_the_folder_is_away(self):
        self.bench.face.export("F_COMPTET", 1)
        self.bench.face.export("F_COMPTET", 3)
        self.backend._sync()
        self.backend.folder = str(self.place / "absent")
        self.backend._review_alerts()
        self.assertIn("missing_file", self.open())

    def test_refused_lines_wait_until_somebody_has_seen_them(self):
        self.client(CT_Siret="12345")
        path = self.bench.face.export("F_COMPTET")
        path.write_bytes(path.read_bytes().replace(b"12345", b"1,2E+13"))
        (path.with_suffix(".ok")).unlink(missing_ok=True)
        self.bench.face.finish(path)
        self.backend._sync()
        alert = self.open()["rejected"]
        self.assertEqual(alert.count, 1)
        self.env["duret.sage.rejection"].search([("backend_id", "=", self.backend.id)]).with_user(
            self.user_assistant
        ).action_seen()
        self.assertNotIn("rejected", self.open())

    def test_a_dead_letter(self):
        operation = self.env["duret.sage.operation"].create(
            {
                "backend_id": self.backend.id,
                "entity": "client",
                "model": "res.partner",
                "res_id": self.client_a.id,
                "verb": "update",
                "idempotency": "x",
                "payload": {"city": "Annecy"},
                "state": "dead",
                "code": "sage_says_no",
            }
        )
        self.backend._review_alerts()
        self.assertEqual(self.open()["dead"].count, 1)
        operation.state = "confirmed"
        self.backend._review_alerts()
        self.assertNotIn("dead", self.open())

    def test_a_proof_with_differences_until_they_are_repaired(self):
        self.client(CT_Ville="Annecy")
        self.exchanged()
        self.bound("ZQ001").city = "Lyon"
        proof = self.backend._prove()
        self.assertEqual(self.open()["gaps"].count, 1)
        proof.proof_ids.gap_ids.repaired_at = fields.Datetime.now()
        self.backend._review_alerts()
        self.assertNotIn("gaps", self.open())

    def test_a_rehearsal_tells_nobody(self):
        self.client()
        self.backend.folder = str(self.place / "absent")
        self.backend._sync(rehearsal=True)
        self.assertFalse(self.open())

    def test_who_is_told(self):
        self.assertEqual(self.backend._person_in_charge(), self.user_assistant)
        self.user_assistant.active = False
        self.assertEqual(self.backend._person_in_charge(), self.env.ref("base.user_admin"))

    def test_as_many_questions_to_the_database_for_one_as_for_fifty(self):
        values = {"backend_id": self.backend.id, "entity": "client", "code": "bad_siret"}
        counts = []
        for number in (1, 50):
            self.env["duret.sage.rejection"].create([{**values, "raw": f"{number} {i}"} for i in range(number)])
            self.backend._review_alerts()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.backend._review_alerts()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
