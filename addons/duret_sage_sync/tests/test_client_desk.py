"""Clients of SAGE in Odoo: what is written is what is told, and nothing of ours is lost."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..sage.projection import project
from ..sage.records import CLIENT, FIELDS
from ..sage.store import Applied, Change
from .client_case import FULL, ClientCase

LONG = "Syndicat des copropriétaires de la résidence « Les Terrasses du Semnoz », bâtiments A à F"
# What Odoo keeps in another writing than SAGE, or cannot keep at all
AWKWARD = {
    "country": ("PAYS DES MERVEILLES", "suisse", "ETATS-UNIS", "CH", "Grande Bretagne"),
    "phone": ("poste 12", "04 50 12 34 56/0612345678", "+41 22 345 67 89", "0450", "04 50 12 34 56 Mme"),
    "website": ("http://www.semnoz.example/", "https://semnoz.example/page", "semnoz", "www.semnoz.example/"),
    "email": ("Bonjour@Semnoz.example", "a@b.example; c@d.example", "pas d'adresse"),
    "vat": ("FR 44 732 829 320", "44732829320", "CHE-123.456.788 TVA"),
    "siret": ("732 829 320 00074", "12345"),
    "zip": ("1201", "74 000", "01000"),
    "street": (LONG, "12  rue   du Lac"),
    "name": (LONG, "Ştefan ☀ Élec", "O'Brien & Fils <b>"),
    "number": ("clx 42",),
    "comment": ("=1+1", "<script>alert(1)</script>"),
}


@tagged("post_install", "-at_install")
class TestClientDesk(ClientCase):
    def assert_told(self, partner, values):
        self.assertEqual(self.told(partner), project(CLIENT, values))

    def test_every_field_arrives_and_is_told_again(self):
        (done,) = self.apply(Change(CLIENT, None, self.full()))
        partner = self.env["res.partner"].browse(int(done.local))
        self.assert_told(partner, FULL[CLIENT])
        self.assertEqual(set(self.read_client(partner).values), set(FIELDS[CLIENT]))
        self.assertEqual(done.version, self.version(partner))
        self.assertTrue(done.version)

    def test_fields_stand_where_people_look_for_them(self):
        partner = self.make(**FULL[CLIENT])
        self.assertEqual(partner.duret_sage_number, "CLX0042")
        self.assertEqual(partner.name, "SARL Électricité du Semnoz")
        self.assertEqual((partner.zip, partner.city, partner.country_id.code), ("74000", "Annecy", "FR"))
        self.assertEqual(partner.phone, "04 50 12 34 56")
        self.assertEqual(partner.duret_phone_ids.e164, "+33450123456")
        self.assertEqual(partner.company_registry, "73282932000074")
        self.assertEqual(partner.vat, "FR44732829320")
        self.assertEqual(partner.lang, "fr_FR")
        self.assertTrue(partner.is_company)
        self.assertTrue(partner.customer_rank)
        self.assertFalse(partner.comment, "notes are the technicians'")
        self.assertFalse(self.make(name="Mme Favre", number="CLX0043").is_company)

    def test_each_field_changes_alone_and_is_emptied(self):
        partner = self.make(**FULL[CLIENT])
        expected = project(CLIENT, FULL[CLIENT])
        others = {
            "prospect": "0",
            "asleep": "0",
            "country": "SUISSE",
            "phone": "04 50 99 88 77",
            "vat": "",
            "siret": "",
        }
        for name in FIELDS[CLIENT]:
            values = [others.get(name, f"autre{name}"[:9]), "0" if name in ("prospect", "asleep") else ""]
            for value in values[: 1 if name == "name" else 2]:
                with self.subTest(field=name, value=value):
                    self.assertIsInstance(self.change(partner, **{name: value}), Applied)
                    expected |= project(CLIENT, {name: value})
                    self.assertEqual(self.told(partner), expected)

    def test_awkward_writings_are_told_as_sage_has_them(self):
        """What Odoo writes otherwise, or cannot keep, is not sent back as a change; other fields stay untouched."""
        partner = self.make(**FULL[CLIENT])
        for name, writings in AWKWARD.items():
            for writing in writings:
                with self.subTest(field=name, writing=writing):
                    self.change(partner, country="FRANCE", vat="")
                    expected = self.told(partner)
                    done = self.change(partner, **{name: writing})
                    self.assertIsInstance(done, Applied, done)
                    self.assertEqual(self.told(partner), expected | project(CLIENT, {name: writing}))

    def test_awkward_writings_on_creation(self):
        for name, writings in AWKWARD.items():
            for rank, writing in enumerate(writings):
                with self.subTest(field=name, writing=writing):
                    told = {"name": "Essai", "number": f"A{name[:8]}{rank}", "country": "FRANCE", name: writing}
                    (done,) = self.apply(Change(CLIENT, None, self.values(**told)))
                    self.assertIsInstance(done, Applied, done)
                    self.assert_told(self.env["res.partner"].browse(int(done.local)), self.values(**told))

    def test_numbers_of_vat_are_judged_as_odoo_does(self):
        """The desk asks no question to the database for each number, and says what base_vat says."""
        tables = self.clients._tables(self.backend)
        known = self.env["res.country"].search([("code", "in", ("FR", "CH", "DE", "GB", "US"))])
        countries = {country.code: country for country in known}
        numbers = (
            *("FR44732829320", "FR44732829321", "44732829320", "DE136695976", "DE136695977", "CHE123456788TVA"),
            *("CHE-123.456.787 TVA", "EL094259216", "GB980780684", "XI110305878", "XX12", "/", "12", "ES"),
        )
        for code, country in countries.items():
            for number in numbers:
                with self.subTest(country=code, number=number):
                    try:
                        self.env["res.partner"]._run_vat_checks(country, number)
                        taken = True
                    except ValidationError:
                        taken = False
                    self.assertEqual(self.clients._is_vat(number, code, tables["prefixes"]), taken)

    def test_our_change_wins_over_the_remembered_writing(self):
        partner = self.make(country="PAYS DES MERVEILLES", website="http://www.semnoz.example/")
        self.assertFalse(partner.country_id)
        self.assertEqual(self.told(partner)["country"], "PAYS DES MERVEILLES")
        partner.country_id = self.env.ref("base.ch")
        partner.website = "https://ailleurs.example"
        self.assertEqual(self.told(partner)["country"], "SUISSE")
        self.assertEqual(self.told(partner)["website"], "https://ailleurs.example")

    def test_a_long_name_stays_long(self):
        """SAGE has the first letters: nothing of it comes back, and what does come leaves the name alone."""
        partner = self.make()
        partner.write({"name": LONG, "street": "Résidence Les Terrasses du Semnoz, 145 avenue de Genève"})
        self.assertEqual(self.read_client(partner).values["name"], LONG)
        self.assertEqual(self.told(partner)["name"], project(CLIENT, {"name": LONG})["name"])
        self.change(partner, city="Cran-Gevrier")
        self.assertEqual((partner.name, partner.city), (LONG, "Cran-Gevrier"))

    def test_one_number_in_sage_all_of_them_here(self):
        """SAGE's number is the main one; a mobile beside it stays, with its note."""
        partner = self.make(phone="04 50 12 34 56")
        mobile = self.env["duret.phone"].create(
            {"partner_id": partner.id, "number": "06 12 34 56 78", "sequence": 20, "note": "le soir"}
        )
        self.assertEqual(self.told(partner)["phone"], "04 50 12 34 56")
        self.change(partner, phone="04 50 99 88 77")
        self.assertEqual(partner.phone, "04 50 99 88 77")
        self.assertEqual(partner.duret_phone_ids.mapped("e164"), ["+33450998877", "+33612345678"])
        self.assertEqual(mobile.note, "le soir")
        self.change(partner, phone="06 12 34 56 78")
        self.assertEqual(self.told(partner)["phone"], "06 12 34 56 78")
        self.assertEqual(mobile.note, "le soir")
        self.change(partner, phone="")
        self.assertEqual(self.told(partner)["phone"], "")

    def test_an_address_in_switzerland(self):
        there = {"zip": "1201", "city": "Genève", "country": "SUISSE", "vat": "CHE123456788TVA"}
        partner = self.make(phone="+41 22 345 67 89", **there)
        self.assertEqual(partner.country_id.code, "CH")
        self.assertEqual(partner.duret_phone_ids.e164, "+41223456789")
        told = self.told(partner)
        self.assertEqual((told["zip"], told["country"], told["phone"]), ("1201", "SUISSE", "+41 22 345 67 89"))

    def test_what_is_left_empty_in_odoo_is_told_empty(self):
        """A client that was never in SAGE tells all its fields: an absent one would take no part."""
        self.assertEqual(set(self.read_client(self.client_b).values), set(FIELDS[CLIENT]))
        self.assertNotIn(None, self.read_client(self.client_b).values.values())

    def test_nothing_but_these_fields_is_told(self):
        """Notes, consents and refusals of a client are nobody's but ours."""
        self.client_b.comment = "<p>Digicode 1234</p>"
        told = self.read_client(self.client_b)
        self.assertEqual(set(told.values), set(FIELDS[CLIENT]))
        self.assertNotIn("1234", str(told))

    def test_a_change_leaves_one_note_and_tells_nobody(self):
        partner = self.make()
        partner.message_subscribe(self.user_assistant.partner_id.ids)
        before = partner.message_ids
        self.change(partner, city="Cran-Gevrier", zip="74960")
        note = partner.message_ids - before
        self.assertEqual(len(note), 1)
        self.assertIn("SAGE", note.body)
        self.assertIn("ville", note.body)
        self.assertFalse(note.notified_partner_ids)
        self.assertFalse(note.tracking_value_ids)

    def test_who_changed_our_side_is_told(self):
        self.client_b.with_user(self.user_assistant).write({"city": "Seynod"})
        self.assertEqual(self.read_client(self.client_b).by, self.user_assistant.name)
