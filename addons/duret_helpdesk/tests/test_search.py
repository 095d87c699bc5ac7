"""One box finds clients and tickets; nobody finds what he may not read."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class SearchCase(DuretCase):
    """A firm, one of its people, a ticket of his with an answer in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.firm = partners.create(
            {
                "name": "Régie Bellevue-Crozet",
                "is_company": True,
                "street": "18 chemin de l'Ourse",
                "zip": "74999",
                "city": "Thuellin-les-Œufs",
                "ref": "QK-0077",
                "phone": "04 50 99 88 77",
                "email": "Gerance@Bellevue-Crozet.example",
            }
        )
        cls.person = partners.create(
            {"name": "Hermine Vuagnoux", "parent_id": cls.firm.id, "email": "hermine@bellevue-crozet.example"}
        )
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Prises qui grésillent",
                "description": "<p>Le tableau du <b>wagonnet</b> sent le brûlé<br>derrière la cloison.</p>",
                "partner_id": cls.person.id,
                "user_id": cls.user_assistant.id,
            }
        )
        cls.ticket.message_post(body="Le zinguinage est terminé.", message_type="comment")
        cls.env.flush_all()

    def find(self, text, user=None, **options):
        """Results as (model, id, matched)."""
        search = self.env["duret.search"].with_user(user or self.user_assistant)
        return [(row["model"], row["id"], row["matched"]) for row in search.find(text, **options)]

    def assertFinds(self, text, record, matched, user=None):
        """The text finds the record, for this reason."""
        self.assertIn((record._name, record.id, matched), self.find(text, user), text)


class TestSearch(SearchCase):
    def test_ticket_number_in_any_writing(self):
        number = self.ticket.number
        for text in (number, number.lower(), f"[{number}]", f"#{int(number[2:])}", str(int(number[2:]))):
            self.assertEqual(self.find(text)[0], ("helpdesk.ticket", self.ticket.id, "number"), text)

    def test_archived_ticket_by_number(self):
        self.ticket.active = False
        self.assertFinds(self.ticket.number, self.ticket, "number")
        self.assertNotIn("wagonnet", [row[2] for row in self.find("wagonnet")])

    def test_telephone_in_any_writing(self):
        for text in ("0450998877", "04.50.99.88.77", "+33 (0)4 50 99 88 77", "0033450998877", "50 99 88"):
            self.assertFinds(text, self.firm, "phone")
            self.assertFinds(text, self.ticket, "client")

    def test_name_without_accents_nor_case_in_any_order(self):
        for text in ("regie bellevue", "CROZET régie", "bellevue-cro", "vuagnoux hermine"):
            self.assertFinds(text, self.person, "name")
        self.assertFinds("Regie", self.firm, "name")

    def test_misspelt_name(self):
        for text in ("Vuanoux", "Vuagnout", "Hermmine Vuagnoux", "Belevue Crauzet"):
            self.assertFinds(text, self.person, "similar")

    def test_address_mail_and_reference(self):
        self.assertFinds("18 ourse thuellin oeufs", self.firm, "address")
        self.assertFinds("74999", self.firm, "address")
        self.assertFinds("GERANCE@bellevue-crozet.example", self.firm, "email")
        self.assertFinds("gerance@", self.firm, "email")
        self.assertFinds("qk-0077", self.firm, "reference")

    def test_words_of_subject_request_and_answers_in_french(self):
        self.assertFinds("prise gresille", self.ticket, "subject")
        self.assertFinds("wagonnets", self.ticket, "text")
        self.assertFinds("brulé cloison", self.ticket, "text")
        self.assertFinds("zinguinages", self.ticket, "text")
        self.assertFinds("wagon", self.ticket, "text")
        self.assertFalse(self.find("wagonnet astronaute"))

    def test_markup_is_not_text(self):
        self.ticket.description = '<p style="color: red" class="zzmarkup">Bonjour</p>'
        self.env.flush_all()
        self.assertFalse(self.find("zzmarkup"))

    def test_words_of_tracking_notes_are_not_searched(self):
        self.ticket._message_log(body="<p>Le zzjournal a changé.</p>")
        self.env.flush_all()
        self.assertFalse(self.find("zzjournal"))

    def test_an_unknown_sender_is_found_by_his_address(self):
        self.ticket.write({"partner_id": False, "partner_name": "Inconnu", "partner_email": "inconnu@zz.example"})
        self.assertFinds("inconnu@zz.example", self.ticket, "client")

    def test_what_is_shown(self):
        rows = self.env["duret.search"].with_user(self.user_assistant).find("Régie Bellevue-Crozet")
        self.assertEqual(rows[0]["title"], "Régie Bellevue-Crozet")
        self.assertEqual(rows[0]["subtitle"], "04 50 99 88 77 · 74999 · Thuellin-les-Œufs")
        ticket = next(row for row in rows if row["model"] == "helpdesk.ticket")
        self.assertEqual(ticket["title"], f"{self.ticket.number} – Prises qui grésillent")

    def test_limit_and_kinds(self):
        self.env["res.partner"].create([{"name": f"Zzmultiple {n}"} for n in range(12)])
        self.ticket.name = "Zzmultiple"
        self.env.flush_all()
        found = self.find("zzmultiple", limit=5)
        self.assertEqual(len(found), 5)
        self.assertIn(("helpdesk.ticket", self.ticket.id, "subject"), found, "clients leave room for tickets")
        only = self.find("zzmultiple", limit=20, models=["res.partner"])
        self.assertEqual({row[0] for row in only}, {"res.partner"})
        self.assertEqual(len(only), 12)
        for limit in (0, -3, None, "x", 10**9):
            self.assertTrue(0 < len(self.find("zzmultiple", limit=limit)) <= 50)

    def test_common_words_show_the_newest(self):
        search = type(self.env["duret.search"])
        self.patch(search, "_is_common", lambda *_args: True)
        self.assertFinds("wagonnet", self.ticket, "text")
        self.assertFinds("zinguinage", self.ticket, "text")

    def test_anything_typed_is_safe(self):
        before = self.env["helpdesk.ticket"].search_count([])
        texts = ["'", '"', "%", "_", "\\", "\x00", "a" * 10_000, "'; DELETE FROM helpdesk_ticket; --", "a & | ! b:*"]
        texts += [
            "<->",
            "wagonnet:A",
            "(((",
            "%(x)s %s {}",
            "\ud800",
            "😀",
            "   ",
            "é" * 300,
            "le la de",
            "@",
            "a@b.c%_",
        ]
        for text in [*texts, None, 12, ["x"], {"a": 1}, True]:
            self.find(text)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)
        self.assertFalse(self.find("%"))
        self.assertNotIn(self.firm.id, [row[1] for row in self.find("%ance@") if row[2] != "similar"])

    def test_constant_number_of_queries(self):
        self.find("zzmany")
        with self.assertQueryCount(30):
            self.env.invalidate_all()
            self.find("zzmany", limit=50)
        partners = self.env["res.partner"].create([{"name": f"Zzmany {n}"} for n in range(50)])
        values = {"name": "Zzmany", "description": "zzmany"}
        self.env["helpdesk.ticket"].create([values | {"partner_id": partner.id} for partner in partners])
        self.env.flush_all()
        with self.assertQueryCount(30):
            self.env.invalidate_all()
            self.assertEqual(len(self.find("zzmany", limit=50)), 50)


class TestSearchRights(SearchCase):
    def test_portal_has_no_search(self):
        for user in (self.user_portal_a, self.user_portal_b, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.find("wagonnet", user)

    def test_technician_finds_his_own_tickets_only(self):
        for text in ("wagonnet", "zinguinage", self.ticket.number, "hermine", "0450998877"):
            found = self.find(text, self.user_technician)
            self.assertNotIn("helpdesk.ticket", [row[0] for row in found], text)
        self.ticket.message_subscribe(self.user_technician.partner_id.ids)
        self.assertFinds("wagonnet", self.ticket, "text", self.user_technician)
        self.assertFinds(self.ticket.number, self.ticket, "number", self.user_technician)

    def test_every_other_role_finds_all(self):
        for role in ("assistant", "manager", "direction", "admin"):
            self.assertFinds("wagonnet", self.ticket, "text", self.users[role])
            self.assertFinds("0450998877", self.firm, "phone", self.users[role])

    def test_another_company_stays_apart(self):
        other = self.env["res.company"].create({"name": "Autre société"})
        self.firm.company_id = other
        self.person.company_id = other
        self.assertNotIn("res.partner", [row[0] for row in self.find("Bellevue-Crozet")])
        self.assertNotIn("res.partner", [row[0] for row in self.find("0450998877")])
