"""What is shown of a client beside a call, and who may already be known."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ticket_case import TicketCase


@tagged("post_install", "-at_install")
class TestClientCard(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_a.write({"phone": "04 50 12 34 56", "street": "12 rue Royale", "zip": "74000", "city": "Annecy"})
        cls.contact_a.write({"function": "Gardien", "phone": "0612345678", "comment": "<p>Digicode <b>12B</b></p>"})

    def card(self, partner, user=None):
        return partner.with_user(user or self.claire).duret_client_card()

    def section(self, card, code):
        return next(section for section in card["sections"] if section["code"] == code)

    def test_identity(self):
        card = self.card(self.contact_a)
        self.assertEqual(card["name"], "Marc Perrin (tests)")
        self.assertEqual(card["company"], "Régie du Lac (tests)")
        self.assertEqual(card["function"], "Gardien")
        self.assertEqual(card["phones"], [{"e164": "+33612345678", "number": "06 12 34 56 78", "note": ""}])
        self.assertIn("12B", card["note"])
        self.assertNotIn("<", card["note"])
        firm = self.card(self.client_a)
        self.assertEqual(firm["company"], "")
        self.assertEqual(firm["address"], "12 rue Royale, 74000 Annecy")

    def test_a_person_without_number_shows_the_firm_s(self):
        self.assertEqual(self.card(self.contact_a_sibling)["phones"][0]["number"], "04 50 12 34 56")

    def test_open_tickets_of_the_whole_firm_newest_first(self):
        mine = self.open_request("Panne", partner_id=self.contact_a.id)
        sibling = self.open_request("Devis", partner_id=self.contact_a_sibling.id)
        solved = self.open_request("Fini", partner_id=self.contact_a.id)
        solved.duret_resolve()
        self.open_request("Autre client", partner_id=self.client_b.id)
        rows = self.section(self.card(self.contact_a), "tickets")["rows"]
        self.assertEqual([row["id"] for row in rows], [sibling.id, mine.id])
        self.assertEqual(rows[0]["number"], sibling.number)
        self.assertTrue(rows[0]["badge"])

    def test_last_calls(self):
        calls = self.env["crm.phonecall"].create(
            [
                {
                    "name": f"Appel {day}",
                    "partner_id": self.contact_a.id,
                    "state": "done",
                    "date": f"2026-01-0{day} 08:00:00",
                }
                for day in range(1, 6)
            ]
        )
        rows = self.section(self.card(self.contact_a), "calls")["rows"]
        self.assertEqual([row["id"] for row in rows], calls[:-4:-1].ids)

    def test_only_what_the_user_may_read(self):
        ticket = self.open_request(partner_id=self.contact_a.id)
        rows = self.section(self.card(self.contact_a, self.user_technician), "tickets")["rows"]
        self.assertNotIn(ticket.id, [row["id"] for row in rows])
        with self.assertRaises(AccessError):
            self.card(self.contact_a, self.user_portal_b)

    def test_the_card_costs_the_same_for_one_and_for_fifty_records(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.card(self.contact_a)
            return self.env.cr.sql_log_count - before

        self.open_request(partner_id=self.contact_a.id)
        self.env["crm.phonecall"].create({"name": "A", "partner_id": self.contact_a.id, "state": "done"})
        self.card(self.contact_a)
        few = queries()
        for rank in range(50):
            self.open_request(f"Demande {rank}", partner_id=self.contact_a.id)
        self.env["crm.phonecall"].create(
            [{"name": "A", "partner_id": self.contact_a.id, "state": "done"} for _rank in range(50)]
        )
        self.env["duret.phone"].create(
            [{"partner_id": self.contact_a.id, "number": f"06000000{rank}"} for rank in range(10, 60)]
        )
        self.assertLessEqual(queries(), few)


@tagged("post_install", "-at_install")
class TestDuplicates(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls.env["res.partner"].create(
            {
                "name": "Hélène Métral-Quiblier",
                "phone": "04 50 12 34 56",
                "email": "Helene@metral.example",
                "street": "12, avenue de Genève",
                "zip": "74000",
                "city": "Annecy",
                "company_registry": "12345678900012",
            }
        )
        cls.partners = cls.env["res.partner"].with_user(cls.claire)

    def find(self, **contact):
        return self.partners.duret_find_duplicates([contact])[0]

    def test_by_each_thing_in_common(self):
        for contact, reasons in (
            ({"phone": "0033 4 50 12 34 56"}, ["phone"]),
            ({"email": "helene@METRAL.example"}, ["email"]),
            ({"siret": "123 456 789 00012"}, ["siret"]),
            ({"name": "METRAL QUIBLIER Helene", "street": "12 av. Genève", "zip": "74000"}, ["name_address"]),
            ({"name": "Mme Helene Metral Quiblier"}, ["name"]),
        ):
            with self.subTest(contact=contact):
                found = self.find(**contact)
                self.assertEqual([known["id"] for known in found], [self.known.id])
                self.assertEqual(found[0]["reasons"], reasons)
                self.assertTrue(found[0]["why"])

    def test_a_letter_typed_wrong_at_the_same_address(self):
        found = self.find(name="Hélene Metrall-Quiblié", street="12 avenue de Geneve", city="ANNECY")
        self.assertEqual([known["id"] for known in found], [self.known.id])

    def test_others_are_left_in_peace(self):
        self.assertEqual(self.find(name="Paul Quiblier"), [])
        self.assertEqual(self.find(name="", phone="99"), [])
        self.assertEqual(self.find(), [])
        self.known.active = False
        self.assertEqual(self.find(phone="04 50 12 34 56"), [])

    def test_any_value_is_taken(self):
        for odd in ({"name": None, "phone": 5, "email": ["a"]}, {"name": "%'\\\x07_ \"" * 30}, {"name": "😀"}):
            self.assertEqual(self.find(**odd), [])

    def test_fifty_sheets_cost_as_much_as_one(self):
        def queries(contacts):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.partners.duret_find_duplicates(contacts)
            return self.env.cr.sql_log_count - before

        many = [
            {"name": f"Personne Quelconque {rank}", "phone": f"06 00 00 00 {rank:02}", "email": f"p{rank}@x.example"}
            for rank in range(50)
        ]
        self.env["res.partner"].create(many[:40])
        queries(many[:1])
        self.assertLessEqual(queries(many), queries(many[:1]) + 1)

    def test_only_contacts_that_may_be_read(self):
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.user_portal_a).duret_find_duplicates([{"phone": "0450123456"}])
