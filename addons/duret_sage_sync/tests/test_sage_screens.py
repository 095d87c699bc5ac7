"""No screen of the exchange is a dead end: an alert has its remedy, a brake its manager, a paper its content."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from .screen_rows import PERRIN, ScreenRows


@tagged("post_install", "-at_install")
class TestSageScreens(DuretUsersMixin, ScreenRows, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.backend = cls.make_company()
        cls.client = cls.env["res.partner"].create({"name": "Perrin Jacques"})

    def alert(self, kind, **values):
        """Open an alert."""
        return self.env["duret.sage.alert"].create({"backend_id": self.backend.id, "kind": kind, **values})

    def remedy(self, alert, user=None):
        """What a click on « see to it » opens."""
        return alert.with_user(user or self.user_assistant).action_see_to()

    def braked(self, **values):
        """An exchange that a brake has stopped."""
        return self.run_of(
            self.backend, state="stopped", **{"stopped": "would_vanish", "stopped_by": "40/60", **values}
        )

    # --- alerts
    def test_each_alert_opens_the_list_that_settles_it(self):
        lists = {
            "dead": "duret.sage.operation",
            "gaps": "duret.sage.gap",
            "missing_file": "duret.sage.file",
            "rejected": "duret.sage.rejection",
        }
        self.env["duret.sage.rejection"].create({"backend_id": self.backend.id, "entity": "client", "code": "shifted"})
        for kind, model in lists.items():
            action = self.remedy(self.alert(kind, count=1))
            self.assertEqual(action["res_model"], model, kind)
            self.assertEqual(action["context"]["search_default_backend_id"], self.backend.id)
        self.assertEqual(self.remedy(self.alert("late", count=5))["tag"], "duret_sage_sync.cockpit")

    def test_refused_records_are_shown_when_no_refused_line_is_left(self):
        self.receive(self.backend, "8", PERRIN, state="rejected", code="totals_tax")
        action = self.remedy(self.alert("rejected", count=1))
        self.assertEqual(action["res_model"], "duret.sage.inbox")
        self.assertEqual(action["context"]["search_default_rejected"], 1)

    def test_what_stopped_the_exchange_opens_its_report(self):
        run = self.braked(ago=20)
        self.braked(ago=10, rehearsal=True)
        self.run_of(self.backend, ago=5, state="stopped", stopped="unreachable")
        action = self.remedy(self.alert("stopped", code="would_vanish", detail="40/60"))
        self.assertEqual((action["res_model"], action["res_id"]), ("duret.sage.run", run.id))

    def test_every_alert_says_what_to_do(self):
        kinds = [kind for kind, _label in self.env["duret.sage.alert"]._fields["kind"].selection]
        alerts = self.env["duret.sage.alert"].union(*(self.alert(kind) for kind in kinds))
        self.assertEqual(len(set(alerts.mapped("advice"))), len(kinds))
        braked = alerts.filtered(lambda alert: alert.kind == "stopped")
        words = braked.advice
        braked.code = "would_change"
        self.assertNotEqual(braked.advice, words, "a brake wants a manager, anything else a mender")

    def test_who_may_not_read_alerts_opens_nothing(self):
        alert = self.alert("dead", count=1)
        self.assertTrue(self.remedy(alert, self.user_direction))
        for role in ("technician", "portal_a"):
            with self.assertRaises(AccessError):
                self.remedy(alert, self.users[role])

    # --- brakes
    def test_a_manager_lets_a_braked_exchange_pass_from_its_report(self):
        run = self.braked()
        with self.assertRaises(AccessError):
            run.with_user(self.user_assistant).action_force()
        run.with_user(self.user_manager).action_force()
        job = self.env["queue.job"].search([("identity_key", "=", f"duret.sage/{self.backend.id}/forced")])
        self.assertEqual(len(job), 1)
        self.assertTrue(job.kwargs["forced"])

    def test_only_a_brake_can_be_let_pass(self):
        run = self.braked(stopped="unreachable", stopped_by=False)
        self.assertFalse(run.by_brake)
        with self.assertRaises(UserError):
            run.with_user(self.user_manager).action_force()

    # --- papers
    def paper(self, **values):
        """A paper of SAGE."""
        row = {"backend_id": self.backend.id, "name": "Devis DE1.pdf", "sha256": "a"}
        return self.env["duret.sage.attachment"].create({**row, **values})

    def test_a_paper_is_read_before_its_document_is_chosen(self):
        content = self.env["ir.attachment"].create({"name": "Devis DE1.pdf", "raw": b"%PDF-1.4"})
        action = self.paper(attachment_id=content.id).with_user(self.user_assistant).action_read()
        self.assertEqual((action["type"], action["url"]), ("ir.actions.act_url", f"/web/content/{content.id}"))
        with self.assertRaises(UserError):
            self.paper(sha256="b", state="refused", code="paper_cut").with_user(self.user_assistant).action_read()

    # --- titles
    def test_titles_are_names_and_no_codes(self):
        operation = self.send(self.backend, self.client)
        self.assertEqual(operation.display_name, self.client.display_name)
        row = {"backend_id": self.backend.id, "entity": "client", "code": "shifted"}
        line = self.env["duret.sage.rejection"].create({**row, "source": "CLIENTS_000001.csv", "line": 63})
        self.assertEqual(line.display_name, "CLIENTS_000001.csv · line 63")
        bare = self.env["duret.sage.rejection"].create(row)
        self.assertEqual(bare.display_name, "Refused line")

    # --- lists
    def test_every_list_has_cards_for_a_telephone_and_can_be_narrowed_to_a_company(self):
        actions = self.env["ir.actions.act_window"].search([("res_model", "=like", "duret.sage.%")])
        lists = actions.filtered(lambda action: "list" in action.view_mode and action.usage != "menu")
        shown = lists.filtered(lambda action: action.res_model != "duret.sage.backend")
        self.assertGreaterEqual(len(shown), 14)
        for action in shown:
            self.assertIn("kanban", action.view_mode, action.name)
            model = self.env[action.res_model].with_user(self.user_assistant)
            views = model.get_views([(False, "kanban"), (False, "search")])["views"]
            self.assertIn('name="backend_id"', views["search"]["arch"], action.res_model)
            self.assertIn('t-name="card"', views["kanban"]["arch"], action.res_model)

    def test_gaps_are_found_by_company(self):
        gap = {"entity": "client", "kind": "field", "repair": "pull"}
        kept = {}
        for backend in (self.backend, self.make_company("SAGE 2")):
            proof = self.prove(self.run_of(backend, "proof"), is_equal=False, gap_count=1)
            kept[backend] = self.env["duret.sage.gap"].create({"proof_id": proof.id, **gap})
        found = self.env["duret.sage.gap"].search([("backend_id", "=", self.backend.id)])
        self.assertEqual(found, kept[self.backend])
