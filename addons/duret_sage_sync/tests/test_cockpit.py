"""The cockpit: its figures, who sees it, and that it stays fast whatever the length of the journals."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from .screen_rows import PERRIN, ScreenRows


@tagged("post_install", "-at_install")
class TestCockpit(DuretUsersMixin, ScreenRows, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.env["duret.sage.backend"].search([]).active = False
        cls.backend = cls.make_company()
        cls.clients = cls.env["res.partner"].create([{"name": f"Client {i}"} for i in range(3)])

    def told(self, user=None):
        return self.env["duret.sage.cockpit"].with_user(user or self.user_assistant).duret_read()

    def figures(self):
        (one,) = self.told()["backends"]
        return one

    def test_every_figure_is_counted_where_it_waits(self):
        self.clash(self.backend, "1", "name", "A", "B")
        self.clash(self.backend, "1", "city", "A", "B", decision="ours")
        self.clash(self.backend, "2", "city", "A", "B", state="settled")
        for client in self.clients[:2]:
            self.propose(self.backend, "9", client)
        self.receive(self.backend, "9", PERRIN)
        self.receive(self.backend, "8", PERRIN, state="rejected", code="totals_tax")
        self.send(self.backend, self.clients[0])
        self.send(self.backend, self.clients[1], state="pending")
        self.send(self.backend, self.clients[2], state="confirmed")
        rejection = {"backend_id": self.backend.id, "entity": "client", "code": "shifted"}
        refused = self.env["duret.sage.rejection"].create([{**rejection, "line": line} for line in (1, 2)])
        refused[0].with_user(self.user_assistant).action_seen()
        one = self.figures()
        self.assertEqual((one["conflicts"], one["decided"]), (1, 1))
        self.assertEqual(one["matches"], 1, "two candidates of one key are one question")
        self.assertEqual(one["in"], {"new": 0, "waiting": 0, "held": 1, "rejected": 1})
        self.assertEqual(one["out"], {"pending": 1, "sending": 0, "sent": 0, "dead": 1})
        self.assertEqual(one["rejections"], 1)
        self.assertEqual(refused[0].seen_by_id, self.user_assistant)

    def test_the_verdict_is_that_of_the_last_proof_that_ended(self):
        self.assertEqual(self.figures()["verdict"]["state"], "never")
        run = self.run_of(self.backend, "proof", ago=300)
        sums = {"odoo": {"total": "120.00"}, "sage": {"total": "121.00"}}
        self.prove(run, "document", is_equal=False, gap_count=2, sums=sums)
        one = self.figures()
        self.assertEqual((one["verdict"]["state"], one["verdict"]["gaps"]), ("gaps", 2))
        told = {"label": "Total TTC", "odoo": "120,00\u202f€", "sage": "121,00\u202f€", "equal": False}
        self.assertEqual(one["proof"][0]["sums"], [told])
        self.prove(self.run_of(self.backend, "proof", ago=200))
        self.assertEqual(self.figures()["verdict"]["state"], "equal")
        self.prove(self.run_of(self.backend, "proof", ago=100, state="stopped"), is_equal=False, gap_count=9)
        self.assertEqual(self.figures()["verdict"]["state"], "equal", "a proof that was stopped proves nothing")

    def test_a_proof_of_the_day_before_yesterday_is_stale(self):
        self.prove(self.run_of(self.backend, "proof", ago=37 * 60))
        self.assertEqual(self.figures()["verdict"]["state"], "stale")

    def test_unequal_without_a_listed_gap_is_no_equality(self):
        self.prove(self.run_of(self.backend, "proof"), is_equal=False, gap_count=0)
        self.assertEqual(self.figures()["verdict"]["state"], "gaps")

    def test_the_lag_counts_from_the_last_exchange_that_went_to_its_end(self):
        self.assertIs(self.figures()["lag_minutes"], False)
        counts = {"counts": {"client": {"updated": 2, "created": 1, "read": 9, "sent_update": 4}}}
        self.run_of(self.backend, ago=30, report=counts)
        self.run_of(self.backend, ago=20, rehearsal=True)
        self.run_of(self.backend, ago=10, state="stopped", stopped="would_vanish", stopped_by="40/60")
        one = self.figures()
        self.assertEqual(one["lag_minutes"], 30)
        self.assertEqual(one["last"]["state"], "stopped")
        self.assertIn("(40/60)", one["last"]["sentence"])
        done = one["runs"][-1]
        self.assertEqual((done["from_sage"], done["to_sage"], done["seconds"]), (3, 4, 9))

    def test_what_runs_and_what_waits_in_the_queue_is_told(self):
        self.run_of(self.backend, "scan", ago=1, state="running", ended_at=False)
        self.run_of(self.backend, ago=7 * 60, state="running", ended_at=False)
        self.backend.with_user(self.user_assistant).action_prove()
        under_way = {(row["kind"], row["state"]) for row in self.figures()["under_way"]}
        self.assertEqual(under_way, {("scan", "running"), ("proof", "queued")})

    def test_who_may_see_it_and_who_has_buttons(self):
        buttons = {role: self.told(self.users[role])["may"] for role in ("assistant", "manager", "direction", "admin")}
        self.assertEqual(buttons["direction"], {"run": False, "force": False, "setup": False})
        self.assertEqual(buttons["assistant"], {"run": True, "force": False, "setup": False})
        self.assertEqual(buttons["manager"], {"run": True, "force": True, "setup": False})
        self.assertEqual(buttons["admin"], {"run": True, "force": True, "setup": True})
        for role in ("technician", "portal_a"):
            with self.assertRaises(AccessError):
                self.told(self.users[role])
        with self.assertRaises(AccessError):
            self.env["duret.sage.rejection"].with_user(self.user_direction).action_seen()

    def test_its_queries_depend_neither_on_rows_nor_on_companies(self):
        self.fill(self.backend, 1)
        self.figures()
        few = self.count_queries()
        for number in range(3):
            self.fill(self.make_company(f"SAGE {number}"), 20)
        many = self.count_queries()
        self.assertEqual(many, few)
        self.assertLessEqual(many, 30)

    def count_queries(self):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.told()
        return self.env.cr.sql_log_count - before

    def fill(self, backend, number):
        now = fields.Datetime.now()
        for rank in range(number):
            self.clash(backend, str(rank), "name", "A", "B")
            self.propose(backend, str(rank), self.clients[0])
            self.receive(backend, str(rank), PERRIN)
            self.run_of(backend, ago=rank, user_id=self.user_manager.id)
            self.prove(self.run_of(backend, "proof", begun_at=now - timedelta(hours=rank)))
        for client in self.clients:
            self.send(backend, client)
