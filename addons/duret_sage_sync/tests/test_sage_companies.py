"""Two companies, each with its SAGE: whoever works in one of them sees and touches nothing of the other's."""

from unittest.mock import Mock

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights_case import BUTTONS, READERS, RightsCase

# Keys of comparison say nothing but that a record exists; they belong to no company.
OF_NOBODY = {"duret.sage.match.key"}


@tagged("post_install", "-at_install")
class TestSageCompanies(RightsCase):
    """The same rows once more, in a second company."""

    def setUp(self):
        super().setUp()
        self.first, self.mine = self.env.company, self.rows()
        self.second = self.env["res.company"].create({"name": "Duret Savoie (tests)"})
        self.backend = self.backend.copy(
            {"name": "SAGE Savoie", "company_id": self.second.id, "folder": str(self.place / "echange2")}
        )
        run = self.backend._new_run("proof", self.backend.create_date, False, False)
        self.env["duret.sage.run.line"].create({"run_id": run.id, "entity": "client", "verb": "read"})
        self.env["duret.sage.proof"].create({"run_id": run.id, "entity": "client"})
        self.make_rows()
        for model, values in (
            (
                "binding",
                {
                    "entity": "client",
                    "key": "9",
                    "model": "res.partner",
                    "res_id": self.client_b.id,
                    "base": {"name": "x"},
                },
            ),
            ("cursor", {"entity": "client", "stamp": "2026-11-21T08:00:00"}),
            ("file", {"entity": "client", "sha256": "a" * 64, "name": "a.csv", "place": 1}),
            ("alert", {"kind": "dead"}),
            ("attachment", {"name": "a.pdf", "sha256": "b" * 64}),
        ):
            self.env[f"duret.sage.{model}"].create({"backend_id": self.backend.id, **values})
        self.theirs = {name: rows - self.mine[name] for name, rows in self.rows().items()}

    def rows(self):
        return {name: self.env[name].with_context(active_test=False).search([]) for name in self.models()}

    def test_every_model_has_rows_of_both(self):
        """Else the tests below would say nothing of it."""
        for name in set(self.models()) - OF_NOBODY:
            with self.subTest(name):
                self.assertTrue(self.theirs[name])

    def test_each_role_reads_its_own_company_only(self):
        for role in READERS:
            user = self.users[role]
            for name in set(self.models()) - OF_NOBODY:
                model = self.env[name].with_user(user).with_context(active_test=False)
                if not model.has_access("read"):
                    continue
                with self.subTest(role=role, model=name):
                    self.assertFalse(model.search([]) & self.theirs[name])
                    with self.assertRaises(AccessError):
                        self.theirs[name].with_user(user).read(["id", "create_date"])

    def test_who_works_in_both_sees_the_one_he_has_chosen(self):
        user = self.user_assistant
        user.company_ids |= self.second
        backends = self.env["duret.sage.backend"].with_user(user)
        for companies in (self.first, self.second, self.first | self.second):
            found = backends.with_context(allowed_company_ids=companies.ids).search([])
            with self.subTest(companies=companies.ids):
                self.assertLessEqual(found.company_id, companies)
                self.assertEqual(self.backend in found, self.second in companies)

    def test_screens_show_their_own_company_only(self):
        user = self.user_assistant
        cockpit = self.env["duret.sage.cockpit"].with_user(user).duret_read()
        self.assertNotIn(self.backend.id, [one["id"] for one in cockpit["backends"]])
        theirs = self.theirs["duret.sage.conflict"]
        page = self.env["duret.sage.conflict.screen"].with_user(user).duret_page(conflict_id=theirs[:1].id)
        self.assertEqual(page["fields"], len(self.mine["duret.sage.conflict"]))
        theirs = self.theirs["duret.sage.match"]
        answer = self.env["duret.sage.match.screen"].with_user(user).duret_next(match_id=theirs[:1].id)
        self.assertEqual(answer["question"]["backend"], "SAGE (tests)")
        tab = self.env["duret.sage.tab"].with_user(user).duret_read("res.partner", self.client_b.id)
        self.assertFalse(tab["bindings"])

    def test_nobody_decides_in_another_company(self):
        for role in READERS:
            for name, methods in BUTTONS.items():
                rows = self.theirs[name].with_user(self.users[role])
                for method in methods:
                    with self.subTest(role=role, model=name, method=method), self.assertRaises(AccessError):
                        getattr(rows[:1], method)()

    def test_a_run_and_a_repair_work_in_the_company_of_its_sage(self):
        """Whoever starts them, whatever companies he has chosen."""
        user = self.user_assistant
        user.company_ids |= self.second
        backend = self.backend.with_user(user).with_context(allowed_company_ids=(self.first | self.second).ids)
        self.assertEqual(backend._as_exchange(self.env.cr).env.companies, self.second)
        seen = []
        self.patch(type(self.backend), "_exchange", lambda one: seen.append((one.env.companies, one.env.su)) or Mock())
        backend._at_once(lambda _running: None)
        self.assertEqual(seen, [(self.second, True)])

    def test_who_is_told_works_there(self):
        self.assertNotEqual(self.backend._person_in_charge(), self.user_assistant)
        self.user_assistant.company_ids |= self.second
        self.assertEqual(self.backend._person_in_charge(), self.user_assistant)

    def test_an_alert_of_a_company_where_nobody_works_stops_nothing(self):
        self.env.ref("base.user_admin").company_ids -= self.second
        run = self.backend._new_run("sync", self.backend.create_date, False, False)
        run.write(self.backend._ending("would_change", "8/8"))
        self.backend._review_alerts()
        alerts = self.env["duret.sage.alert"].search([("backend_id", "=", self.backend.id), ("kind", "=", "stopped")])
        self.assertEqual((len(alerts), alerts.activity_id.exists()), (1, self.env["mail.activity"]))
