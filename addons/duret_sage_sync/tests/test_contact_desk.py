"""People of a client: two columns of SAGE are one name here, two telephones are two numbers."""

from odoo.tests import tagged

from ..sage.errors import BadData
from ..sage.projection import decode, project
from ..sage.records import CONTACT
from ..sage.store import Applied, Change
from .client_case import FULL, ClientCase

NAMES = ("last_name", "first_name", "function", "phone", "mobile", "email", "title")
AWKWARD = {
    "last_name": ("de la Tour", "FAVRE", "Favre Dupont"),
    "first_name": ("Jean Marie", "", "JEAN"),
    "phone": ("06 11 22 33 44", "poste 3", "", "+41 22 345 67 89"),
    "mobile": ("04 50 12 34 58", "", "0450", "06 12 34 56 78"),
    "email": ("A@B.example",),
    "title": ("Mme et M.",),
}


@tagged("post_install", "-at_install")
class TestContactDesk(ClientCase):
    def setUp(self):
        super().setUp()
        self.firm = self.make(name="Régie du Semnoz", siret="73282932000074", number="CLX1", zip="74000", city="Annecy")

    def make_contact(self, **told):
        values = self.full(CONTACT, **told)
        (done,) = self.contacts._apply(self.backend, [Change(CONTACT, None, values, parent=str(self.firm.id))])
        self.assertIsInstance(done, Applied, done)
        return self.env["res.partner"].browse(int(done.local))

    def record(self, partner):
        return self.contacts._read(self.backend, [str(partner.id)])[str(partner.id)]

    def told_contact(self, partner):
        return project(CONTACT, self.record(partner).values)

    def change_contact(self, partner, parent=None, **told):
        values = decode(CONTACT, project(CONTACT, told))
        (done,) = self.contacts._apply(self.backend, [Change(CONTACT, str(partner.id), values, parent=parent)])
        self.assertIsInstance(done, Applied, done)

    def test_every_field_both_ways(self):
        person = self.make_contact()
        self.assertEqual(self.told_contact(person), project(CONTACT, FULL[CONTACT]))
        self.assertEqual(set(self.record(person).values), set(NAMES))
        self.assertEqual(self.record(person).parent, str(self.firm.id))
        self.assertEqual((person.name, person.parent_id), ("Jean-Luc FAVRE", self.firm))
        kinds = {phone.kind: phone.e164 for phone in person.duret_phone_ids}
        self.assertEqual(kinds, {"fixe": "+33450123458", "mobile": "+33612345678"})
        self.assertEqual((person.phone, person.lang, person.type), ("04 50 12 34 58", "fr_FR", "contact"))
        self.assertEqual((person.city, person.commercial_partner_id), ("Annecy", self.firm))
        self.assertEqual(person.company_registry, "73282932000074")

    def test_the_firm_keeps_its_address_and_its_version(self):
        before = self.version(self.firm)
        self.make_contact()
        self.assertEqual((self.firm.city, self.version(self.firm)), ("Annecy", before))

    def test_awkward_writings(self):
        for name, writings in AWKWARD.items():
            for writing in writings:
                with self.subTest(field=name, writing=writing):
                    told = {**FULL[CONTACT], name: writing}
                    person = self.make_contact(**{name: writing})
                    self.assertEqual(self.told_contact(person), project(CONTACT, told))
                    self.change_contact(person, **{name: FULL[CONTACT][name]})
                    self.assertEqual(self.told_contact(person), project(CONTACT, FULL[CONTACT]))
                    self.change_contact(person, **{name: writing})
                    self.assertEqual(self.told_contact(person), project(CONTACT, told))

    def test_our_change_of_name_is_told_in_two_columns(self):
        person = self.make_contact(last_name="de la Tour", first_name="Jean Marie")
        person.name = "Odile FAVRE"
        told = self.told_contact(person)
        self.assertEqual((told["first_name"], told["last_name"]), ("Odile", "FAVRE"))

    def test_our_change_of_a_number_goes_into_its_column(self):
        person = self.make_contact()
        person.duret_phone_ids.filtered(lambda phone: phone.kind == "mobile").number = "06 98 76 54 32"
        told = self.told_contact(person)
        self.assertEqual((told["phone"], told["mobile"]), ("04 50 12 34 58", "06 98 76 54 32"))

    def test_moved_to_another_client(self):
        other = self.make(name="Autre régie")
        person = self.make_contact()
        self.change_contact(person, parent=str(other.id))
        self.assertEqual(self.record(person).parent, str(other.id))

    def test_nobody_without_a_name(self):
        values = self.values(CONTACT, email="x@y.example")
        (done,) = self.contacts._apply(self.backend, [Change(CONTACT, None, values, parent=str(self.firm.id))])
        self.assertIsInstance(done, BadData)
        self.assertEqual(done.code, "nameless")

    def test_people_of_bound_clients_belong(self):
        """Not those of clients whom SAGE has not, nor addresses, nor colleagues."""
        partners = self.env["res.partner"]
        person = partners.create({"name": "Marie Favre", "parent_id": self.firm.id})
        address = partners.create({"name": "Entrepôt", "parent_id": self.firm.id, "type": "delivery"})
        found = lambda: set(self.contacts._changed(self.backend, "", 1000))  # noqa: E731
        self.assertNotIn(str(person.id), found())
        binding = self.bind(self.firm, "71")
        self.assertIn(str(person.id), found())
        self.assertIn(str(person.id), set(self.contacts._unbound(self.backend)))
        self.assertFalse({str(address.id), str(self.contact_a.id), str(self.firm.id)} & found())
        self.bind(person, "501", entity=CONTACT)
        self.assertNotIn(str(person.id), found())
        person.function = "Gérante"
        self.assertIn(str(person.id), found())
        binding.state = "gone"
        other = partners.create({"name": "Paul Favre", "parent_id": self.firm.id})
        self.assertNotIn(str(other.id), found())

    def test_found_under_the_client_only(self):
        person = self.make_contact()
        key = ("email", f"{self.firm.id}:{FULL[CONTACT]['email']}")
        found = self.contacts._candidates(self.backend, [key], 20)
        self.assertEqual([(one.local, one.parent) for one in found[key]], [(str(person.id), str(self.firm.id))])
        self.assertFalse(self.contacts._candidates(self.backend, [("email", f"1:{FULL[CONTACT]['email']}")], 20))

    def test_fifty_or_five_hundred_cost_the_same(self):
        def work(count):
            values = [
                self.full(CONTACT, last_name=f"FAVRE{rank}", phone=f"+33450{rank:06d}", mobile="")
                for rank in range(count)
            ]
            changes = [Change(CONTACT, None, one, parent=str(self.firm.id)) for one in values]

            def run():
                done = self.contacts._apply(self.backend, changes)
                told = [{"function": "Gardien", "mobile": f"+3361234{rank:04d}"} for rank in range(count)]
                again = [Change(CONTACT, one.local, values) for one, values in zip(done, told, strict=True)]
                self.contacts._apply(self.backend, again)

            return run

        work(5)()
        few = self.queries(work(50))
        many = self.queries(work(500))
        self.assertLessEqual(many, few + 50, "rows are inserted and updated by hundreds")
