"""« Conflicts »: cards, order, differences, names; the list beside it is searched by the record and the field."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from .screen_rows import ScreenRows


@tagged("post_install", "-at_install")
class TestConflictScreen(DuretUsersMixin, ScreenRows, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.backend = cls.make_company()
        cls.lac = cls.env["res.partner"].create({"name": "Régie du Lac (écran)", "city": "Annecy"})
        cls.bind(cls.backend, cls.lac, "101")

    def page(self, user=None, **options):
        screen = self.env["duret.sage.conflict.screen"].with_user(user or self.user_assistant)
        return screen.duret_page(backend_id=self.backend.id, **options)

    def test_a_card_holds_all_fields_of_a_record_with_both_values(self):
        phone = self.clash(self.backend, "101", "phone", "+33450123456", "04 50 12 34 65", changed_by="Claire")
        self.clash(self.backend, "101", "city", "Annecy", "", base="Cran", has_base=True, stamp="2026-11-21T14:05:00")
        self.clash(self.backend, "102", "name", "A", "B")
        page = self.page()
        self.assertEqual((page["total"], page["fields"], page["may_decide"]), (2, 3, True))
        card = page["records"][0]
        self.assertEqual((card["name"], card["number"], card["res_id"]), (self.lac.name, "N101", self.lac.id))
        first, second = card["fields"]
        self.assertEqual(first["id"], phone.id)
        self.assertEqual(first["label"], "Téléphone")
        self.assertEqual(first["ours"], [("04 50 12 34 ", False), ("56", True)])
        self.assertEqual(first["theirs"], [("04 50 12 34 ", False), ("65", True)])
        self.assertEqual((first["by"], first["base"]), ("Claire", None))
        self.assertEqual((second["base"], second["theirs"]), ("Cran", []))
        self.assertEqual(page["records"][1]["name"], "SAGE 102", "a record that nobody has bound yet")

    def test_lines_of_a_document_are_sentences(self):
        lines = '[["1", {"name": "Prise", "quantity": "2.0000", "unit_price": "12.5000"}]]'
        self.clash(self.backend, "5", "lines", lines, "[]", entity="document")
        (field,) = self.page()["records"][0]["fields"]
        self.assertEqual(field["ours"], [("Prise · 2 × 12,50\u202f€", True)])
        self.assertEqual(field["theirs"], [])

    def test_a_record_leaves_when_its_last_field_is_decided(self):
        name = self.clash(self.backend, "101", "name", "A", "B")
        city = self.clash(self.backend, "101", "city", "A", "B")
        name.with_user(self.user_assistant).action_ours()
        (card,) = self.page()["records"]
        self.assertEqual([field["decision"] for field in card["fields"]], ["ours", False])
        city.with_user(self.user_assistant).action_theirs()
        self.assertEqual(self.page()["records"], [])
        city.with_user(self.user_assistant).action_undo()
        self.assertEqual(self.page()["fields"], 1)

    def test_the_record_asked_for_comes_first_and_pages_follow(self):
        found = [self.clash(self.backend, str(key), "name", "A", "B") for key in range(200, 225)]
        page = self.page(conflict_id=found[22].id)
        self.assertEqual(page["records"][0]["key"], "222")
        self.assertEqual(len(page["records"]), 20)
        rest = self.page(offset=20)
        self.assertEqual([card["key"] for card in rest["records"]], ["220", "221", "222", "223", "224"])

    def test_its_queries_do_not_depend_on_how_many_wait(self):
        self.clash(self.backend, "101", "name", "A", "B")
        self.count_queries()
        few = self.count_queries()
        clients = self.env["res.partner"].create([{"name": f"Client {i}"} for i in range(19)])
        for rank, client in enumerate(clients):
            self.bind(self.backend, client, f"3{rank}")
            for field in ("name", "city", "email"):
                self.clash(self.backend, f"3{rank}", field, "A", "B")
        self.assertEqual(len(self.page()["records"]), 20)
        self.assertEqual(self.count_queries(), few)

    def count_queries(self):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.page()
        return self.env.cr.sql_log_count - before

    def test_who_sees_and_who_decides(self):
        conflict = self.clash(self.backend, "101", "name", "A", "B")
        self.assertFalse(self.page(self.user_direction)["may_decide"])
        for role in ("technician", "portal_a"):
            with self.assertRaises(AccessError):
                self.page(self.users[role])
        for role in ("technician", "direction", "portal_a"):
            with self.assertRaises(AccessError):
                conflict.with_user(self.users[role]).action_ours()

    def test_the_list_is_searched_by_the_record_and_the_field(self):
        conflict = self.clash(self.backend, "101", "zip", "74000", "74100")
        self.clash(self.backend, "102", "city", "A", "B")
        rows = self.env["duret.sage.conflict"].with_user(self.user_assistant)
        mine = [("backend_id", "=", self.backend.id)]
        self.assertEqual(rows.search([*mine, ("record_name", "ilike", "lac (écran)")]), conflict)
        self.assertEqual(rows.search([*mine, ("field_label", "ilike", "code post")]), conflict)
        self.assertFalse(rows.search([*mine, ("record_name", "ilike", "personne de ce nom")]))
        row = conflict.with_user(self.user_assistant)
        self.assertEqual((row.record_name, row.ours_shown, row.field_label), (self.lac.name, "74000", "Code postal"))
        self.assertEqual(row.action_open_record()["res_id"], self.lac.id)
