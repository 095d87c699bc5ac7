"""Nightly learning: what is kept, who may bring a version back, and what happens when training fails."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.duret_triage_trainer import DuretTriageTrainer
from ..triage import corrections
from .ticket_case import TicketCase

RUN = "_run_training"


@tagged("post_install", "-at_install")
class TestTriageLearning(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Model = cls.env["duret.triage.model"]
        cls.shipped = cls.Model.search([("state", "=", "active")])
        cls.raw = cls.Model._raw_of(cls.shipped.version, cls.shipped.sha256)
        cls.kind = cls.env["helpdesk.ticket.type"].search([("duret_code", "=", "worksite")])

    def correct(self, body, kind=None):
        values = {
            "subject": "",
            "body": body,
            "signs": "",
            "company_id": self.company.id,
            "type_id": (kind or self.kind).id,
            "user_id": self.claire.id,
        }
        return self.env["duret.triage.correction"]._store(values)

    def figures(self, accuracy=0.9, precision=0.98, coverage=0.65, held_back=0.5):
        part = {"accuracy": accuracy, "precision": precision, "coverage": coverage}
        return {"evaluation": part, "held_back": {**part, "accuracy": held_back}}

    def trained(self, new, active=None, raw=None):
        """Pretend that a training gave these figures, and weights that differ from those delivered."""
        answer = {"new": new, "active": active or self.figures(), "threshold": 0.9}
        return patch.object(DuretTriageTrainer, RUN, lambda *_args: (answer, raw or self.raw))

    # -- a real training ----------------------------------------------------------------------------------------

    def test_a_real_training_in_a_process_of_its_own_learns_a_new_word(self):
        """The whole way: corrections, program, comparison, new version, next request."""
        model, words = self.env["helpdesk.ticket"], "le zigouigoui du trapanel attend la suite"
        before = model.duret_open_request({"name": "Trapanel", "channel": "mail", "description": words})
        self.assertNotEqual(before.duret_triage_type_id, self.kind)
        for rank in range(30):
            body = f"bonjour zigouigoui trapanel suite numero{'abcdefghij'[rank % 10] * (rank // 10 + 1)}"
            self.correct(body)
        learned, held_back = self.env["duret.triage.correction"]._as_rows()
        self.assertTrue(len(learned) > len(held_back) > 0)
        record = self.Model._retrain()
        self.assertIn(record.state, ("active", "rejected"))
        self.assertEqual(record.correction_count, len(learned))
        self.assertEqual(record.held_back_count, len(held_back))
        self.assertGreater(record.precision, 0.9)
        self.assertTrue(record.history)
        record._activate("essai")
        after = model.duret_open_request({"name": "Trapanel", "channel": "mail", "description": words})
        self.assertEqual(after.duret_triage_type_id, self.kind)
        self.assertEqual(after.duret_triage_detail["version"], record.version)

    # -- deciding -----------------------------------------------------------------------------------------------

    def test_a_better_model_replaces_the_one_in_use(self):
        with self.trained(self.figures(accuracy=0.95)):
            record = self.Model._retrain()
        self.assertEqual((record.state, self.shipped.state), ("active", "retired"))
        self.assertEqual(self.Model._active_version(), (record.version, record.sha256))

    def test_a_worse_model_is_put_aside_with_its_reason(self):
        with self.trained(self.figures(held_back=0.4)):
            record = self.Model._retrain()
        self.assertEqual((record.state, self.shipped.state), ("rejected", "active"))
        self.assertIn("corrections kept apart", record.history)
        self.assertEqual(self.Model._active_version()[0], self.shipped.version)

    @mute_logger("odoo.addons.duret_helpdesk.models.duret_triage_trainer")
    def test_a_training_that_fails_changes_nothing_and_is_seen(self):
        def fail(*_args):
            raise ValueError("no memory left")

        with patch.object(DuretTriageTrainer, RUN, fail):
            record = self.Model._retrain()
        self.assertEqual((record.state, self.shipped.state), ("rejected", "active"))
        self.assertIn("no memory left", record.history)
        with self.assertRaises(UserError):
            record.with_user(self.user_manager).action_use()

    def test_the_night_without_corrections_trains_nothing(self):
        versions = self.Model.search_count([])
        with self.trained(self.figures()):
            self.Model._cron_retrain()
            self.assertEqual(self.Model.search_count([]), versions)
            self.correct("un mot")
            self.Model._cron_retrain()
            self.assertEqual(self.Model.search_count([]), versions + 1)
            self.env.flush_all()
            later = fields.Datetime.now() + timedelta(seconds=5)
            self.env.cr.execute("UPDATE duret_triage_model SET create_date = %s WHERE origin = 'learned'", [later])
            self.Model.invalidate_model()
            self.Model._cron_retrain()
            self.assertEqual(self.Model.search_count([]), versions + 1)

    def test_only_one_model_is_in_use(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.shipped.copy({"version": 99, "state": "active"}).flush_recordset()

    # -- bringing back ------------------------------------------------------------------------------------------

    def test_a_manager_brings_a_version_back(self):
        with self.trained(self.figures(accuracy=0.95)):
            record = self.Model._retrain()
        self.shipped.with_user(self.user_manager).action_use()
        self.assertEqual((self.shipped.state, record.state), ("active", "retired"))
        self.assertIn(self.user_manager.name, self.shipped.history)
        self.assertEqual(self.Model._active_version()[0], self.shipped.version)

    def test_nobody_else_may(self):
        with self.trained(self.figures(accuracy=0.95)):
            self.Model._retrain()
        for role in ("technician", "assistant", "direction"):
            with self.assertRaises(AccessError, msg=role):
                self.shipped.with_user(self.users[role]).action_use()

    def test_an_update_does_not_throw_away_what_was_learned(self):
        with self.trained(self.figures(accuracy=0.95)):
            record = self.Model._retrain()
        self.shipped.sha256 = "an older delivery"
        record.sha256 = "something else"
        self.Model._install_shipped()
        self.assertEqual(record.state, "active")
        self.assertEqual(self.Model.search([], limit=1).state, "candidate")

    def test_an_update_brings_a_new_delivery_into_use(self):
        self.shipped.sha256 = "an older delivery"
        self.Model._install_shipped()
        latest = self.Model.search([], limit=1)
        self.assertEqual((latest.state, latest.origin, self.shipped.state), ("active", "shipped", "retired"))
        self.Model._install_shipped()
        self.assertEqual(self.Model.search([], limit=1), latest)

    # -- privacy ------------------------------------------------------------------------------------------------

    def test_old_corrections_are_deleted(self):
        self.company.duret_triage_retention_days = 30
        old, recent = self.correct("ancien"), self.correct("recent")
        self.env.flush_all()
        limit = fields.Datetime.now() - timedelta(days=31)
        self.env.cr.execute("UPDATE duret_triage_correction SET write_date = %s WHERE id = %s", [limit, old.id])
        self.env.invalidate_all()
        self.env["duret.triage.correction"]._gc_corrections()
        self.assertEqual((old.exists(), recent.exists()), (old.browse(), recent))

    def test_a_correction_holds_no_number_address_nor_sender(self):
        ticket = self.env["helpdesk.ticket"].duret_open_request(
            {
                "name": "Rappel",
                "channel": "mail",
                "description": "Rappelez-moi au 06 39 98 44 01 ou jeanne@client.example, merci",
                "partner_email": "jeanne@client.example",
            }
        )
        ticket.with_user(self.claire).type_id = self.kind
        row = self.env["duret.triage.correction"].search([("ticket_id", "=", ticket.id)])
        kept = f"{row.subject} {row.body} {row.hand}"
        self.assertNotIn("client.example", kept)
        self.assertNotIn("44", row.body)
        self.assertEqual(row.fingerprint, corrections.digest({"subject": row.subject, "body": row.body}))

    def test_who_reads_what_is_learned(self):
        row = self.correct("un mot")
        self.assertEqual(row.with_user(self.user_manager).type_id, self.kind)
        for role in ("technician", "assistant", "portal_a"):
            with self.assertRaises(AccessError, msg=role):
                row.with_user(self.users[role]).read(["body"])
        for role in ("assistant", "manager", "admin"):
            with self.assertRaises(AccessError, msg=role):
                row.with_user(self.users[role]).write({"body": "x"})
            with self.assertRaises(AccessError, msg=role):
                self.shipped.with_user(self.users[role]).write({"state": "retired"})
        with self.assertRaises(AccessError):
            self.shipped.with_user(self.user_manager).read(["weights"])
