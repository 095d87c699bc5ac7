"""Who may do what with the exchange: clients and technicians nothing, direction reads, the others by their role."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights_case import BUTTONS, OUTSIDERS, READERS, SECRETS, RightsCase


@tagged("post_install", "-at_install")
class TestSageRights(RightsCase):
    """Every model of the exchange, those of tomorrow included."""

    def test_outsiders_read_nothing(self):
        for role in OUTSIDERS:
            for name in self.models():
                with self.subTest(role=role, model=name), self.assertRaises(AccessError):
                    self.env[name].with_user(self.users[role]).search_read([], ["id"], limit=1)

    def test_outsiders_reach_no_screen(self):
        for role in OUTSIDERS:
            user = self.users[role]
            for name, method, arguments in (
                ("duret.sage.cockpit", "duret_read", ()),
                ("duret.sage.conflict.screen", "duret_page", ()),
                ("duret.sage.match.screen", "duret_next", ()),
                ("duret.sage.tab", "duret_read", ("res.partner", self.client_b.id)),
            ):
                if name == "duret.sage.tab" and role == "portal_b":
                    continue  # his own sheet: see the next test
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    getattr(self.env[name].with_user(user), method)(*arguments)

    def test_a_client_reads_nothing_of_the_exchange_on_his_own_sheet(self):
        with self.assertRaises(AccessError):
            self.env["duret.sage.tab"].with_user(self.user_portal_b).duret_read("res.partner", self.client_b.id)
        shown = self.client_b.with_user(self.user_portal_b).fields_get()
        self.assertFalse([name for name in shown if name.startswith("duret_sage")])

    def test_outsiders_press_no_button(self):
        for role in OUTSIDERS:
            self.check_refused(self.users[role])

    def test_direction_reads_and_changes_nothing(self):
        user = self.user_direction
        for name in self.models():
            model = self.env[name].with_user(user)
            with self.subTest(model=name):
                self.assertFalse({"write", "create", "unlink"} & {m for m in self.verbs if model.has_access(m)})
        self.assertTrue(self.env["duret.sage.run"].with_user(user).search_count([]))
        self.check_refused(user)

    verbs = ("write", "create", "unlink")

    def check_refused(self, user):
        """Every button is refused to somebody, and nothing has changed afterwards."""
        jobs = self.env["queue.job"].search_count([])
        for name, methods in BUTTONS.items():
            rows = self.env[name].search([])
            self.assertTrue(rows, name)
            before = rows.read()
            for method in methods:
                told = self.subTest(login=user.login, model=name, method=method)
                with told, self.assertRaises(AccessError):
                    getattr(rows.with_user(user), method)()
            rows.invalidate_recordset()
            self.assertEqual(rows.read(), before)
        self.assertEqual(self.env["queue.job"].search_count([]), jobs)

    def test_what_was_exchanged_is_written_by_nobody(self):
        """The journal, the bindings and the outbox are the exchange's alone, an administrator included."""
        for role in READERS:
            for name in (
                "binding",
                "inbox",
                "operation",
                "conflict",
                "match",
                "run",
                "run.line",
                "proof",
                "gap",
                "file",
            ):
                model = self.env[f"duret.sage.{name}"].with_user(self.users[role])
                with self.subTest(role=role, model=name):
                    given = [verb for verb in self.verbs if model.has_access(verb)]
                    # An administrator may forget files, so that their numbering begins again.
                    self.assertEqual(given, ["unlink"] if (role, name) == ("admin", "file") else [])

    def test_secrets_are_the_administrators(self):
        self.backend.write({"password": "mot", "token": "jeton"})
        for role in ("direction", "assistant", "manager"):
            for field in SECRETS:
                with self.subTest(role=role, field=field), self.assertRaises(AccessError):
                    self.backend.with_user(self.users[role]).read([field])
        self.assertEqual(self.backend.with_user(self.user_admin).read(["password"])[0]["password"], "mot")

    def test_brakes_are_taken_off_by_a_manager_only(self):
        for role in ("direction", "assistant"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.backend.with_user(self.users[role]).action_sync_forced()
        self.assertTrue(self.backend.with_user(self.user_manager).action_sync_forced())
