"""« Matches » and the tab of a record: both records beside each other, and what SAGE knows of one of ours."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from .screen_rows import PERRIN, ScreenRows


class ScreenCase(DuretUsersMixin, ScreenRows, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.backend = cls.make_company()
        cls.perrin = cls.env["res.partner"].create(
            {"name": "Perrin Jacques", "street": "8 rue des Alpes", "zip": "74000", "city": "Annecy"}
        )
        cls.garage = cls.env["res.partner"].create({"name": "Garage Perrin"})


@tagged("post_install", "-at_install")
class TestMatchScreen(ScreenCase):
    def next(self, user=None, **options):
        screen = self.env["duret.sage.match.screen"].with_user(user or self.user_assistant)
        return screen.duret_next(backend_id=self.backend.id, **options)

    def test_both_records_stand_beside_each_other(self):
        self.receive(self.backend, "200", PERRIN)
        self.propose(self.backend, "200", self.garage, rung="phone_alone", score=63)
        best = self.propose(self.backend, "200", self.perrin)
        question = self.next()["question"]
        self.assertEqual((question["theirs"]["name"], question["held"]), ("PERRIN Jacques", True))
        first, second = question["candidates"]
        self.assertEqual((first["match_id"], first["score"]), (best.id, 96), "the most alike comes first")
        self.assertEqual(second["name"], "Garage Perrin")
        self.assertEqual(first["reason"], "Noms presque identiques dans la même commune.")
        rows = dict(zip([field["name"] for field in question["fields"]], first["values"], strict=True))
        self.assertTrue(rows["name"]["same"], "another case is the same name")
        self.assertTrue(rows["zip"]["same"])
        self.assertFalse(rows["street"]["same"])
        self.assertEqual(rows["street"]["theirs"], [("8 ", False), ("r.", True), (" des Alpes", False)])
        self.assertNotIn("fax", rows, "what both sides leave empty is not shown")

    def test_what_hangs_on_our_client_is_counted(self):
        self.env["sale.order"].create([{"partner_id": self.perrin.id}] * 2)
        self.receive(self.backend, "200", PERRIN)
        self.propose(self.backend, "200", self.perrin)
        (candidate,) = self.next()["question"]["candidates"]
        facts = {fact["icon"]: fact["number"] for fact in candidate["facts"]}
        self.assertEqual(facts["fa-file-text-o"], 2)

    def test_questions_come_one_after_the_other_and_later_is_last(self):
        for key, score, held in (("1", 50, True), ("2", 90, True), ("3", 99, False)):
            self.receive(self.backend, key, PERRIN)
            self.propose(self.backend, key, self.perrin, score=score, held=held)
        first = self.next()
        self.assertEqual((first["question"]["key"], first["count"]), ("2", 3))
        second = self.next(skipped=[first["question"]["id"]])["question"]
        self.assertEqual(second["key"], "1", "what holds a record back comes before what does not")
        third = self.next(skipped=[first["question"]["id"], second["id"]])["question"]
        self.assertEqual(third["key"], "3")
        again = self.next(skipped=[first["question"]["id"], second["id"], third["id"]])["question"]
        self.assertEqual(again["key"], "2", "all were put off: the first of them comes back")

    def test_a_question_leaves_once_it_is_answered(self):
        self.receive(self.backend, "200", PERRIN)
        match = self.propose(self.backend, "200", self.perrin)
        other = self.propose(self.backend, "200", self.garage, score=60)
        match.with_user(self.user_assistant).action_same()
        self.assertEqual(other.decision, "distinct")
        self.assertIs(self.next()["question"], False)
        (match | other).with_user(self.user_assistant).action_undo()
        self.assertEqual(self.next(match_id=other.id)["question"]["key"], "200")

    def test_a_question_about_two_records_of_sage_tells_both(self):
        self.bind(self.backend, self.perrin, "101")
        self.bind(self.backend, self.garage, "200")
        self.propose(self.backend, "200", self.perrin, rung="siren_zip", held=False)
        question = self.next()["question"]
        self.assertEqual(question["theirs"]["mine"], self.garage.id)
        self.assertEqual(question["candidates"][0]["bound"], "N101")

    def test_its_queries_do_not_depend_on_how_many_wait(self):
        self.receive(self.backend, "200", PERRIN)
        self.propose(self.backend, "200", self.perrin)
        self.count_queries()
        few = self.count_queries()
        for rank in range(50):
            self.receive(self.backend, f"4{rank}", PERRIN)
            self.propose(self.backend, f"4{rank}", self.garage, score=40)
        self.assertEqual(self.count_queries(), few)

    def count_queries(self):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.next()
        return self.env.cr.sql_log_count - before

    def test_who_sees_and_who_answers(self):
        self.receive(self.backend, "200", PERRIN)
        match = self.propose(self.backend, "200", self.perrin)
        self.assertFalse(self.next(self.user_direction)["may_decide"])
        for role in ("technician", "portal_a"):
            with self.assertRaises(AccessError):
                self.next(self.users[role])
        for role in ("technician", "direction", "portal_a"):
            with self.assertRaises(AccessError):
                match.with_user(self.users[role]).action_same()


@tagged("post_install", "-at_install")
class TestRecordTab(ScreenCase):
    def told(self, user=None, record=None):
        record = record or self.perrin
        return self.env["duret.sage.tab"].with_user(user or self.user_assistant).duret_read(record._name, record.id)

    def test_a_record_that_sage_does_not_know(self):
        told = self.told()
        self.assertEqual((told["bindings"], told["operations"], told["history"], told["matches"]), ([], [], [], 0))

    def test_what_was_agreed_stands_beside_what_is_there(self):
        self.bind(self.backend, self.perrin, "101", base={"name": "PERRIN Jacques", "city": "Cran"})
        (binding,) = self.told()["bindings"]
        rows = {row["label"]: row for row in binding["rows"]}
        self.assertTrue(rows["Nom"]["same"])
        self.assertEqual((rows["Ville"]["agreed"], rows["Ville"]["present"]), ("Cran", "Annecy"))
        self.assertFalse(rows["Ville"]["same"])
        self.assertEqual((binding["number"], binding["state"]), ("N101", "ok"))

    def test_what_is_open_and_what_was_done(self):
        self.bind(self.backend, self.perrin, "101")
        self.send(self.backend, self.perrin, code="outside_code_page", detail="ł")
        self.send(self.backend, self.perrin, state="confirmed")
        open_one = self.clash(self.backend, "101", "name", "A", "B")
        self.clash(self.backend, "999", "name", "A", "B")
        self.clash(self.backend, "101", "city", "A", "B").with_user(self.user_assistant).action_ours()
        run = self.run_of(self.backend, user_id=self.user_manager.id)
        line = {"run_id": run.id, "entity": "client", "verb": "updated", "model": "res.partner"}
        self.env["duret.sage.run.line"].create({**line, "res_id": self.perrin.id, "detail": "street zip"})
        told = self.told()
        (operation,) = told["operations"]
        self.assertIn("ł", operation["sentence"])
        self.assertEqual([one["id"] for one in told["conflicts"]][0], open_one.id)
        self.assertEqual(len(told["conflicts"]), 2)
        decision, done = told["history"]
        self.assertEqual((done["detail"], done["by"]), ("Adresse, Code postal", self.user_manager.name))
        self.assertEqual((decision["detail"], decision["by"]), ("Ville", self.user_assistant.name))

    def test_only_exchanged_models_and_only_whom_one_may_read(self):
        with self.assertRaises(UserError):
            self.env["duret.sage.tab"].with_user(self.user_assistant).duret_read("res.users", self.user_admin.id)
        for role in ("technician", "portal_a"):
            with self.assertRaises(AccessError):
                self.told(self.users[role])
        self.assertFalse(self.told(self.user_direction)["bindings"])

    def test_a_form_costs_nothing_until_the_tab_is_opened(self):
        view = self.env["res.partner"].with_user(self.user_assistant).get_view(view_type="form")
        self.assertIn('<widget name="duret_sage_tab"', view["arch"])
        told = {name for name in view["models"]["res.partner"] if "record_name" in name or "binding" in name}
        self.assertFalse(told)
        technician = self.env["res.partner"].with_user(self.user_technician).get_view(view_type="form")
        self.assertNotIn("duret_sage_tab", technician["arch"])


@tagged("post_install", "-at_install")
class TestLists(ScreenCase):
    def test_rows_tell_reasons_contents_and_records_in_words(self):
        operation = self.send(self.backend, self.perrin, code="outside_code_page", detail="ł")
        self.assertEqual(operation.record_name, "Perrin Jacques")
        self.assertIn("ł", operation.sentence)
        self.assertIn("Perrin Jacques", operation.payload_table)
        row = self.receive(self.backend, "200", PERRIN, state="rejected", code="totals_tax", detail="121.00")
        self.assertEqual((row.told_name, row.stamp_text), ("PERRIN PERRIN Jacques", "20/11/2026 17:45"))
        self.assertLess(row.record_table.index("Adresse"), row.record_table.index("Ville"))
        self.assertEqual((row.record_name, row.has_record), ("SAGE 200", False))

    def test_what_came_from_sage_is_no_markup(self):
        row = self.receive(self.backend, "1", {"name": "<img src=x onerror=alert(1)>"})
        self.assertNotIn("<img", row.record_table)
        self.assertIn("&lt;img", row.record_table)

    def test_the_report_of_a_run_is_a_table(self):
        counts = {"client": {"sent_update": 3, "read": 12, "unheard_of": 1}, "document": {"created": 4}}
        run = self.run_of(self.backend, report={"counts": counts})
        table = run._report_rows()
        self.assertEqual([row["numbers"] for row in table["rows"]], [[12, 0], [0, 4], [3, 0], [1, 0]])
        self.assertEqual([row["side"] for row in table["rows"]], ["none", "sage", "odoo", "none"])
        self.assertIn("Created in Odoo", run.report_table)
        self.assertFalse(self.run_of(self.backend, report={"counts": {}}).report_table)

    def test_names_are_asked_once_for_all_rows(self):
        clients = self.env["res.partner"].create([{"name": f"Client {i}"} for i in range(30)])
        rows = self.env["duret.sage.operation"]
        for client in clients:
            rows |= self.send(self.backend, client)
        self.assertEqual(self.count_names(rows[:1]), self.count_names(rows))

    def count_names(self, rows):
        self.env.flush_all()
        self.env.invalidate_all()
        rows.fetch(("model", "res_id"))
        before = self.env.cr.sql_log_count
        rows.mapped("record_name")
        return self.env.cr.sql_log_count - before
