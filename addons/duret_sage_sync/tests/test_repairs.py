from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sage_case import SageCase


@tagged("post_install", "-at_install")
class TestRepairs(SageCase):
    """« Réparer », « rejouer » and « réessayer » of one record, by a person, by the rules of any run."""

    def differences(self, backend=None):
        """Prove again.

        :return: differences with clients
        """
        run = (backend or self.backend)._prove()
        return run.proof_ids.filtered(lambda proof: proof.entity == "client").gap_ids

    def by(self, records, role="assistant"):
        """These records as somebody sees them."""
        return records.with_user(self.users[role])

    def test_a_record_that_only_sage_has_is_taken_in(self):
        backend, bench = self.face("odata")
        self.client("ZQ001", sage=bench.sage)
        gap = self.differences(backend)
        self.assertEqual((gap.kind, gap.repair), ("only_sage", "pull"))
        self.assertTrue(self.by(gap).action_repair())
        self.assertTrue(self.bound("ZQ001"))
        self.assertEqual(gap.repaired_by_id, self.user_assistant)
        self.assertTrue(gap.repaired_at)
        self.assertFalse(self.differences(backend))

    def test_our_change_is_sent(self):
        backend, bench = self.face("odata", pushed_clients="all")
        key = self.client("ZQ001", sage=bench.sage, CT_Ville="Annecy")
        backend._sync()
        self.bound("ZQ001").city = "Lyon"
        gap = self.differences(backend)
        self.assertEqual(gap.field, "city")
        self.by(gap).action_repair()
        row = next(row for row in bench.sage.rows("F_COMPTET") if row["cbMarq"] == key)
        self.assertEqual(row["CT_Ville"], "Lyon")
        self.assertFalse(self.differences(backend))

    def test_a_conflict_is_shown_to_a_person(self):
        backend, bench = self.face("odata")
        key = self.client("ZQ001", sage=bench.sage, CT_Ville="Annecy")
        backend._sync()
        self.bound("ZQ001").city = "Lyon"
        bench.sage.clock.tick(minutes=5)
        bench.sage.update("F_COMPTET", key, CT_Ville="Cran")
        backend._sync()
        gap = self.differences(backend)
        self.assertEqual(gap.repair, "decide")
        action = self.by(gap).action_repair()
        conflict = self.env["duret.sage.conflict"].search([("backend_id", "=", backend.id)])
        self.assertEqual(action["context"]["conflict_id"], conflict.id)
        self.assertFalse(gap.repaired_at)

    def test_a_sage_that_is_away_is_said(self):
        backend, bench = self.face("odata")
        self.client("ZQ001", sage=bench.sage)
        gap = self.differences(backend)
        backend.password = "faux"
        with self.assertRaises(UserError) as caught:
            self.by(gap).action_repair()
        self.assertIn("SAGE refuse l'identifiant", str(caught.exception))
        self.assertFalse(gap.repaired_at)

    def test_only_the_office_repairs(self):
        backend, bench = self.face("odata")
        self.client("ZQ001", sage=bench.sage)
        gap = self.differences(backend)
        for role in ("technician", "direction", "portal_a"):
            with self.assertRaises(AccessError):
                self.by(gap, role).action_repair()
        self.assertFalse(self.bound("ZQ001"))

    def dead(self):
        """A change of ours that SAGE has refused for good.

        :return: (backend, bench, operation, cbMarq)
        """
        backend, bench = self.face("odata", pushed_clients="all", max_attempts=1)
        key = self.client("ZQ001", sage=bench.sage, CT_Ville="Annecy")
        backend._sync()
        self.bound("ZQ001").city = "Lyon"
        bench.face.fault("error_500", lambda method, _what: method == "PATCH")
        backend._sync()
        mine = [("backend_id", "=", backend.id), ("res_id", "=", self.bound("ZQ001").id)]
        operation = self.env["duret.sage.operation"].search(mine)
        self.assertEqual(operation.state, "dead")
        return backend, bench, operation, key

    def test_a_dead_letter_is_replayed(self):
        backend, bench, operation, key = self.dead()
        self.assertEqual(backend.alert_ids.filtered(lambda one: one.state == "open").mapped("kind"), ["dead"])
        with self.trap() as trapped:
            self.by(operation).action_replay()
            trapped.assert_jobs_count(1)
        self.assertEqual((operation.state, operation.replayed_by_id), ("pending", self.user_assistant))
        self.assertFalse(backend.alert_ids.filtered(lambda one: one.state == "open"))
        backend._sync()
        row = next(row for row in bench.sage.rows("F_COMPTET") if row["cbMarq"] == key)
        self.assertEqual((row["CT_Ville"], operation.state), ("Lyon", "confirmed"))
        with self.assertRaises(UserError) as caught:
            self.by(operation).action_replay()
        self.assertIn("n'est pas en échec", str(caught.exception))

    def test_only_the_office_replays(self):
        _backend, _bench, operation, _key = self.dead()
        for role in ("technician", "direction", "portal_a"):
            with self.assertRaises(AccessError):
                self.by(operation, role).action_replay()
        self.assertEqual(operation.state, "dead")

    def test_a_refused_record_is_tried_again(self):
        self.client("ZQ001", CT_Siret="73282932000074")
        self.bench.show()
        other = self.env["res.partner"].create({"name": "Homonyme", "duret_sage_number": False})
        row = self.env["duret.sage.inbox"].create(
            {
                "backend_id": self.backend.id,
                "entity": "client",
                "key": "900",
                "stamp": "2026-11-02T08:00:00",
                "digest": "x",
                "record": {"values": {"number": "ZQ900", "name": "Revenu"}, "lines": []},
                "state": "rejected",
                "code": "bad_siret",
            }
        )
        with self.assertRaises(AccessError):
            self.by(row, "direction").action_retry()
        with self.trap() as trapped:
            self.by(row).action_retry()
            trapped.assert_jobs_count(1)
        self.assertEqual((row.state, row.code), ("new", False))
        self.assertTrue(other.exists())
