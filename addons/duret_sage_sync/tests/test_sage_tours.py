"""The screens of the exchange in a real browser: what a person clicks and types is what the tables then hold."""

from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from .screen_rows import PERRIN, ScreenRows


@tagged("post_install", "-at_install")
class TestSageTours(DuretUsersMixin, ScreenRows, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.env["duret.sage.backend"].search([]).active = False
        cls.env["duret.sage.conflict"].search([]).write({"state": "settled"})
        cls.env["duret.sage.match"].search([]).write({"decision": "distinct"})
        cls.backend = cls.make_company()
        cls.perrin = cls.env["res.partner"].create(
            {"name": "Perrin Jacques", "street": "8 rue des Alpes", "zip": "74000"}
        )

    def walk(self, path, name):
        self.start_tour(path, f"duret_sage_sync.{name}", login=self.user_assistant.login)

    def test_conflicts(self):
        first = self.clash(self.backend, "1", "phone", "04 50 12 34 56", "04 50 12 34 65")
        second = self.clash(self.backend, "1", "city", "Annecy", "Cran")
        others = self.clash(self.backend, "2", "name", "Favre", "Fabre")
        others |= self.clash(self.backend, "3", "name", "Martin", "Martins")
        self.walk("/odoo/sage-conflits", "conflicts")
        self.assertEqual(first.decision, "ours")
        self.assertEqual((second | others).mapped("decision"), ["theirs"] * 3)
        self.assertEqual((first | second | others).decided_by_id, self.user_assistant)

    def test_matches(self):
        garage = self.env["res.partner"].create({"name": "Garage Perrin"})
        for key, score in (("200", 96), ("300", 80), ("301", 70)):
            self.receive(self.backend, key, PERRIN)
            self.propose(self.backend, key, self.perrin, score=score)
        rest = self.env["duret.sage.match"].search([("backend_id", "=", self.backend.id), ("key", "!=", "200")])
        other = self.propose(self.backend, "200", garage, rung="phone_alone", score=60)
        self.walk("/odoo/sage-rapprochements", "matches")
        same = self.env["duret.sage.match"].search([("key", "=", "200"), ("res_id", "=", self.perrin.id)])
        self.assertEqual(same.decision, "same")
        self.assertEqual((other | rest).mapped("decision"), ["distinct"] * 3)

    def test_cockpit(self):
        self.prove(self.run_of(self.backend, "proof"), is_equal=False, gap_count=1)
        self.send(self.backend, self.perrin, code="timeout")
        self.walk("/odoo/sage", "cockpit")
        job = self.env["queue.job"].search([("identity_key", "=", f"duret.sage/{self.backend.id}/proof")])
        self.assertEqual(len(job), 1)

    def test_record_tab(self):
        self.bind(self.backend, self.perrin, "101", base={"name": self.perrin.name, "zip": "74100"})
        self.clash(self.backend, "101", "zip", "74000", "74100")
        self.walk(f"/odoo/res.partner/{self.perrin.id}", "record_tab")
