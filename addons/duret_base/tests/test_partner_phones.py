"""Numbers of a contact: kept as typed, consistent with « Phone », found in any writing."""

from psycopg2.errors import UniqueViolation

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..hooks import _list_known_phones
from .common import DuretCase

WRITINGS = ("0450123456", "04.50-12 34/56", "+33 (0)4 50 12 34 56", "0033450123456", "33450123456", "04 50 12", "34 56")


@tagged("post_install", "-at_install")
class TestPartnerPhones(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create(
            {"name": "Bernadette Vuagnat (tests)", "phone": "+33 4 50 12 34 56"}
        )

    # --- main number ---------------------------------------------------------------------
    def test_main_number_becomes_a_row_and_is_shown_the_french_way(self):
        self.assertEqual(self.partner.phone, "04 50 12 34 56")
        self.assertRecordValues(
            self.partner.duret_phone_ids,
            [{"number": "+33 4 50 12 34 56", "e164": "+33450123456", "kind": "fixe", "is_wrong": False}],
        )
        self.env.flush_all()
        self.env.cr.execute("SELECT phone FROM res_partner WHERE id = %s", [self.partner.id])
        self.assertEqual(self.env.cr.fetchone(), ("04 50 12 34 56",))

    def test_phone_sanitized_follows(self):
        self.assertEqual(self.partner.phone_sanitized, "+33450123456")
        self.partner.phone = "0033 (0)6 12 34 56 78"
        self.assertEqual(self.partner.phone_sanitized, "+33612345678")

    def test_another_number_takes_the_place_of_the_main_one(self):
        self.partner.duret_phone_ids = [(0, 0, {"number": "06 12 34 56 78", "sequence": 20})]
        self.partner.phone = "04 50 99 99 99"
        self.assertEqual(self.partner.duret_phone_ids.mapped("e164"), ["+33450999999", "+33612345678"])
        self.assertEqual(self.partner.phone, "04 50 99 99 99")

    def test_a_listed_number_becomes_the_main_one_without_loss(self):
        self.partner.duret_phone_ids = [(0, 0, {"number": "06 12 34 56 78", "sequence": 20, "note": "le soir"})]
        self.partner.phone = "+33612345678"
        self.assertEqual(self.partner.phone, "06 12 34 56 78")
        self.assertEqual(self.partner.duret_phone_ids.sorted().mapped("e164"), ["+33612345678", "+33450123456"])
        self.assertEqual(self.partner.duret_phone_ids.sorted()[0].note, "le soir")

    def test_first_row_is_the_main_number(self):
        mobile = self.env["duret.phone"].create({"partner_id": self.partner.id, "number": "0612345678", "sequence": 20})
        self.assertEqual(self.partner.phone, "04 50 12 34 56")
        mobile.sequence = 1
        self.assertEqual(self.partner.phone, "06 12 34 56 78")
        mobile.unlink()
        self.assertEqual(self.partner.phone, "04 50 12 34 56")

    def test_emptied_number_leaves_the_place_to_the_next(self):
        self.partner.duret_phone_ids = [(0, 0, {"number": "06 12 34 56 78", "sequence": 20})]
        self.partner.phone = False
        self.assertEqual(self.partner.phone, "06 12 34 56 78")
        self.partner.phone = False
        self.assertFalse(self.partner.phone)
        self.assertFalse(self.partner.duret_phone_ids)

    def test_same_value_written_again_changes_nothing(self):
        row = self.partner.duret_phone_ids
        self.partner.write({"phone": "04 50 12 34 56"})
        self.partner.write({"phone": "+33 4 50 12 34 56"})
        self.assertEqual(self.partner.duret_phone_ids, row)

    def test_cell_with_two_numbers_fills_two_rows(self):
        partner = self.env["res.partner"].create({"name": "A", "phone": "04 50 12 34 56 / 06 12 34 56 78 (Paul)"})
        self.assertEqual(partner.phone, "04 50 12 34 56")
        self.assertRecordValues(
            partner.duret_phone_ids,
            [
                {"e164": "+33450123456", "kind": "fixe", "note": False},
                {"e164": "+33612345678", "kind": "mobile", "note": "Paul"},
            ],
        )

    def test_main_number_and_rows_given_together(self):
        partner = self.env["res.partner"].create(
            {
                "name": "A",
                "phone": "0450123456",
                "duret_phone_ids": [(0, 0, {"number": "+33450123456"}), (0, 0, {"number": "0612345678"})],
            }
        )
        self.assertEqual(sorted(partner.duret_phone_ids.mapped("e164")), ["+33450123456", "+33612345678"])
        self.assertEqual(partner.phone, "04 50 12 34 56")

    def test_wrong_number_is_never_lost(self):
        self.partner.phone = "04 50 12 34 5"
        self.assertEqual(self.partner.phone, "04 50 12 34 5")
        self.assertRecordValues(
            self.partner.duret_phone_ids, [{"e164": False, "is_wrong": True, "search_key": "045012345"}]
        )

    def test_wrong_number_warns_in_french(self):
        form = Form(self.env["res.partner"].with_context(lang="fr_FR"))
        form.name = "A"
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as logs:
            form.phone = "04 50 12 34 5"
        self.assertIn("n'est pas un numéro de téléphone complet", " ".join(logs.output))
        self.assertEqual(form.save().phone, "04 50 12 34 5")

    def test_right_number_is_shown_the_french_way_as_typed(self):
        with Form(self.env["res.partner"]) as form:
            form.name = "A"
            form.phone = "+33(0)612345678"
            self.assertEqual(form.phone, "06 12 34 56 78")

    def test_short_number(self):
        self.partner.phone = "3631"
        self.assertRecordValues(
            self.partner.duret_phone_ids, [{"e164": False, "is_wrong": False, "display_number": "3631"}]
        )

    def test_swiss_contact(self):
        swiss = self.env["res.partner"].create(
            {"name": "A", "country_id": self.env.ref("base.ch").id, "phone": "022 345 67 89"}
        )
        self.assertEqual(swiss.duret_phone_ids.e164, "+41223456789")
        self.assertEqual(swiss.phone, "+41 22 345 67 89")

    def test_kind_chosen_by_a_person(self):
        phone = self.env["duret.phone"].create(
            {"partner_id": self.partner.id, "number": "0612345678", "kind": "bureau"}
        )
        self.assertEqual(phone.kind, "bureau")

    def test_portal_client_changes_his_own_number(self):
        user = self.user_portal_b
        user.with_user(user).write({"phone": "06 12 34 56 78"})
        self.assertEqual(self.client_b.duret_phone_ids.e164, "+33612345678")

    def test_who_may_write_a_contact_may_change_its_number(self):
        group = self.env["res.groups"].create({"name": "Vendeur (tests)"})
        self.env["ir.model.access"].create(
            {
                "name": "partners of salesmen",
                "model_id": self.env.ref("base.model_res_partner").id,
                "group_id": group.id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
            }
        )
        salesman = self.user_technician
        salesman.group_ids += group
        self.assertFalse(self.env["duret.phone"].with_user(salesman).has_access("create"))
        self.partner.with_user(salesman).phone = "06 12 34 56 78"
        self.assertEqual(self.partner.duret_phone_ids.e164, "+33612345678")
        created = self.env["res.partner"].with_user(salesman).create({"name": "A", "phone": "0450123456"})
        self.assertEqual(created.phone, "04 50 12 34 56")

    def test_copy_keeps_every_number(self):
        self.partner.duret_phone_ids = [(0, 0, {"number": "06 12 34 56 78", "sequence": 20})]
        copied = self.partner.copy()
        self.assertEqual(copied.duret_phone_ids.mapped("e164"), ["+33450123456", "+33612345678"])
        self.assertEqual(copied.phone, self.partner.phone)

    # --- constraints, merge, installation --------------------------------------------------
    @mute_logger("odoo.sql_db")
    def test_same_number_twice_is_refused_by_the_database(self):
        with self.assertRaises(UniqueViolation):
            self.env["duret.phone"].create({"partner_id": self.partner.id, "number": "0033450123456"})
            self.env.flush_all()

    def test_merge_keeps_the_numbers_of_both(self):
        first, second = self.env["res.partner"].create(
            [
                {"name": "Doublon 1", "phone": "04 50 12 34 56"},
                {"name": "Doublon 2", "phone": "+33 6 12 34 56 78 / 0450123456 / 04 50 12"},
            ]
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((first | second).ids, first)
        self.assertEqual(first.phone, "04 50 12 34 56")
        self.assertEqual(first.duret_phone_ids.mapped("e164"), ["+33450123456", "+33612345678"])
        self.assertFalse(second.exists())

    def test_numbers_known_before_the_installation_get_their_rows(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM duret_phone WHERE partner_id = %s", [self.partner.id])
        self.env.cr.execute(
            "UPDATE res_partner SET phone = '04.50.12.34.56 ou 0612345678' WHERE id = %s", [self.partner.id]
        )
        self.env.invalidate_all()
        _list_known_phones(self.env)
        _list_known_phones(self.env)
        self.assertEqual(self.partner.duret_phone_ids.mapped("e164"), ["+33450123456", "+33612345678"])

    # --- search --------------------------------------------------------------------------------
    def test_found_in_any_writing(self):
        self.partner.duret_phone_ids = [(0, 0, {"number": "06 98 76 54 32", "sequence": 20})]
        for typed in (*WRITINGS, "06 98 76 54 32", "+33698", "7654"):
            partners = self.env["res.partner"]
            self.assertIn(self.partner, partners._duret_find_by_phone(typed), typed)
            self.assertIn(self.partner.id, [found for found, _name in partners.name_search(typed)], typed)
            self.assertIn(self.partner, partners.search([("phone_mobile_search", "ilike", typed)]), typed)
            self.assertIn(self.partner, partners.search([("display_name", "ilike", typed)]), typed)

    def test_not_found_with_another_number(self):
        for typed in ("04 50 12 34 57", "+41 22", "9999999"):
            self.assertNotIn(self.partner, self.env["res.partner"]._duret_find_by_phone(typed), typed)
            self.assertNotIn(self.partner, self.env["res.partner"].search([("phone_mobile_search", "ilike", typed)]))

    def test_names_are_still_found_and_words_find_no_number(self):
        self.assertIn(self.partner.id, [p for p, _name in self.env["res.partner"].name_search("Vuagnat")])
        self.assertFalse(self.env["res.partner"]._duret_find_by_phone("Vuagnat"))
        self.assertFalse(self.env["res.partner"]._duret_find_by_phone(""))
        self.assertFalse(self.env["res.partner"]._duret_find_by_phone(None))

    def test_negative_and_empty_searches(self):
        partners = self.env["res.partner"]
        self.assertNotIn(self.partner, partners.search([("phone_mobile_search", "not ilike", "04 50 12 34 56")]))
        self.assertIn(self.client_b, partners.search([("phone_mobile_search", "not ilike", "04 50 12 34 56")]))
        self.assertIn(self.client_b, partners.search([("phone_mobile_search", "=", False)]))
        self.assertNotIn(self.partner, partners.search([("phone_mobile_search", "=", False)]))

    def test_several_contacts_with_one_number_are_all_found(self):
        other = self.env["res.partner"].create({"name": "Voisin", "phone": "0033450123456"})
        self.assertLessEqual(self.partner | other, self.env["res.partner"]._duret_find_by_phone("0450123456"))

    def test_search_uses_the_indexes(self):
        self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'duret_phone'")
        definitions = " ".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("(e164)", definitions)
        self.assertRegex(definitions, r"USING gin \(.*search_key.*gin_trgm_ops")

    def test_api_for_the_other_addons(self):
        partners = self.env["res.partner"]
        self.assertEqual(partners._duret_phone_e164("04.50.12.34.56"), "+33450123456")
        self.assertIs(partners._duret_phone_e164("anonymous"), False)
        self.assertEqual(self.partner._phone_format(number="33450123456"), "+33450123456")


@tagged("post_install", "-at_install")
class TestPhoneQueries(DuretCase):
    """The same number of queries for 1 and for 50 contacts."""

    def _queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        return self.env.cr.sql_log_count - before

    def _make(self, count, start):
        return self.env["res.partner"].create(
            [
                {"name": f"Client {n}", "phone": f"04 50 77 {n // 100:02d} {n % 100:02d}"}
                for n in range(start, start + count)
            ]
        )

    def test_search_and_display(self):
        def look(typed, expected):
            def action():
                found = self.env["res.partner"]._duret_find_by_phone(typed)
                self.assertEqual(len(found), expected)
                found.duret_phone_ids.mapped("display_number")
                found.mapped("phone")

            return action

        self._make(1, 100)
        look("04 50 77 01", 1)()
        self._make(50, 200)
        one = self._queries(look("04 50 77 01 00", 1))
        self.assertEqual(self._queries(look("04 50 77 02", 50)), one)

    def test_numbers_of_fifty_contacts_are_written_together(self):
        cost = {}
        for count, start in ((2, 400), (50, 500)):
            bare = self.env["res.partner"].create([{"name": f"Client {n}"} for n in range(count)])
            written = [f"+33 4 50 77 {n // 100:02d} {n % 100:02d}" for n in range(start, start + count)]
            self.env.flush_all()

            def write(partners=bare, numbers=written):
                partners._fields["phone"].write(partners, "04 50 77 99 99")
                for partner, number in zip(partners, numbers, strict=True):
                    partner._fields["phone"].write(partner, number)
                with self.env.protecting([partners._fields["phone"]], partners):
                    partners._inverse_phone()
                self.env.flush_all()

            cost[count] = self._queries(write)
            self.assertEqual(bare.mapped("phone"), [number.replace("+33 ", "0") for number in written])
        self.assertLessEqual(cost[50] - cost[2], 2, cost)

    def test_name_search(self):
        self._make(50, 300)
        one = self._queries(lambda: self.env["res.partner"].name_search("04 50 77 03 01", limit=None))
        many = self._queries(lambda: self.env["res.partner"].name_search("04 50 77 03", limit=None))
        self.assertEqual(one, many)
