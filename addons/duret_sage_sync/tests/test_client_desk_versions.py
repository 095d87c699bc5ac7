"""Each change of a field that travels gives a client another version, whoever writes and by whatever way."""

import psycopg2

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..sage.records import CLIENT
from ..sage.store import Change
from .client_case import ClientCase


@tagged("post_install", "-at_install")
class TestClientVersions(ClientCase):
    def assert_bumped(self, function, partner=None):
        partner = partner or self.client_b
        before = self.version(partner)
        function()
        self.assertNotEqual(self.version(partner), before)

    def assert_kept(self, function, partner=None):
        partner = partner or self.client_b
        before = self.version(partner)
        function()
        self.assertEqual(self.version(partner), before)

    def test_never_without_a_version(self):
        """A binding without version (something is to be sent) must differ from a record nobody ever wrote."""
        new = self.env["res.partner"].create({"name": "Neuf"})
        self.assertTrue(self.version(new))

    def test_a_person_writes(self):
        for role in ("assistant", "manager"):
            with self.subTest(role=role):
                self.assert_bumped(lambda role=role: self.client_b.with_user(self.users[role]).write({"city": role}))
        self.assertEqual(self.client_b.sudo().duret_sage_changed_by_id, self.users["manager"])

    def test_a_technician_writes_what_he_may(self):
        """Whoever may write a client gives it another version; whoever may not leaves it as it is."""
        technician = self.client_b.with_user(self.user_technician)
        if technician.has_access("write"):
            self.assert_bumped(lambda: technician.write({"street": "3 rue du Lac"}))
        else:
            with self.assertRaises(AccessError):
                technician.write({"street": "3 rue du Lac"})

    def test_other_ways_to_write(self):
        partner = self.env["res.partner"].create({"name": "Sans compte"})
        ways = {
            "form": lambda: self._by_form(partner),
            "load": lambda: self.env["res.partner"].load([".id", "city"], [[str(partner.id), "Meythet"]]),
            "assignment": lambda: setattr(partner, "zip", "74960"),
            "country": lambda: partner.write({"country_id": self.env.ref("base.ch").id}),
            "archive": partner.action_archive,
            "unarchive": partner.action_unarchive,
            "main number": lambda: partner.write({"phone": "04 50 11 22 33"}),
            "number row": lambda: partner.write(
                {"duret_phone_ids": [Command.create({"number": "06 11 22 33 44", "sequence": 1})]}
            ),
            "kind of a number": lambda: partner.duret_phone_ids[:1].write({"kind": "autre"}),
            "number removed": lambda: partner.duret_phone_ids[:1].unlink(),
        }
        for name, way in ways.items():
            with self.subTest(way=name):
                self.assert_bumped(way, partner)

    def _by_form(self, partner):
        with Form(partner) as form:
            form.street = "7 quai de la Tournette"

    def test_an_address_written_through_its_people(self):
        """Core copies the address of a person to the firm, and of the first person made, behind write()."""
        self.assert_bumped(lambda: self.contact_a.write({"city": "Thônes"}), self.client_a)
        firm = self.env["res.partner"].create({"name": "Sans adresse", "is_company": True})
        make = lambda: self.env["res.partner"].load(  # noqa: E731
            ["name", "parent_id/.id", "city"], [["Quelqu'un", str(firm.id), "Rumilly"]]
        )
        self.assert_bumped(make, firm)
        self.assertEqual(firm.city, "Rumilly")

    def test_a_number_that_moves_changes_both(self):
        phone = self.env["duret.phone"].create({"partner_id": self.client_b.id, "number": "04 50 11 22 33"})
        before = self.version(self.client_a), self.version(self.client_b)
        phone.partner_id = self.client_a
        after = self.version(self.client_a), self.version(self.client_b)
        self.assertNotEqual(before[0], after[0])
        self.assertNotEqual(before[1], after[1])

    def test_what_does_not_travel_changes_nothing(self):
        self.assert_kept(lambda: self.client_b.write({"comment": "<p>Chien</p>", "color": 3, "user_id": self.env.uid}))
        self.assert_kept(lambda: self.client_b.message_post(body="Bonjour"))

    def test_only_the_exchange_writes_the_technical_fields(self):
        for name, value in (
            ("duret_sage_version", "x"),
            ("duret_sage_changed_by_id", self.env.uid),
            ("duret_sage_words", {"name": ["a", "b"]}),
            ("duret_sage_is_aside", True),
            ("duret_sage_is_gone", True),
        ):
            for role in ("technician", "assistant", "manager", "admin"):
                people = self.env["res.partner"].with_user(self.users[role])
                with self.subTest(field=name, role=role), mute_logger("odoo.addons.base.models.ir_rule"):
                    with self.assertRaises(AccessError):
                        people.browse(self.client_b.id).write({name: value})
                    with self.assertRaises(AccessError):
                        people.create({"name": "Neuf", name: value})

    def test_no_default_fills_a_technical_field(self):
        gone = self.env["res.partner"].with_context(default_duret_sage_is_gone=True)
        for user in (self.user_assistant, self.env.user):
            self.assertFalse(gone.with_user(user).create({"name": "Neuf"}).sudo().duret_sage_is_gone)
        version = self.env["res.partner"].with_context(default_duret_sage_version="x")
        self.assertFalse(version.create({"name": "Neuf"}).duret_sage_version)
        with self.assertRaises(AccessError):
            version.with_user(self.user_assistant).create({"name": "Neuf"})

    def test_a_copy_begins_anew(self):
        self.client_b.write({"city": "Seynod"})
        copy = self.client_b.copy()
        self.assertNotEqual(self.version(copy), self.version(self.client_b))
        self.assertFalse(copy.sudo().duret_sage_words)

    def test_no_statement_more_for_people(self):
        """The version goes into the statement that writes the fields."""
        partner = self.client_b
        Partner = self.env.registry["res.partner"]
        # another town each time: the same one again is not written at all where an addon has read it before
        cities = iter(("Seynod", "Meythet", "Pringy"))

        def write():
            partner.write({"city": next(cities)})

        self.queries(write)
        with_version = self.queries(write)
        self.patch(Partner, "_duret_sage_touch", lambda _self: None)
        self.assertEqual(self.queries(write), with_version)

    def test_our_own_writing_gives_its_version_back(self):
        partner = self.make()
        done = self.change(partner, city="Thônes")
        self.assertEqual(done.version, self.version(partner))

    def test_the_database_holds_one_number_for_one_client(self):
        """Even were the look before writing to miss it."""
        self.client_b.duret_sage_number = "CLX1"
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env["res.partner"].create({"name": "Autre", "duret_sage_number": "CLX1"})
        (done,) = self.apply(Change(CLIENT, None, self.values(name="Autre", number="CLX1")))
        self.assertEqual((done.code, done.detail), ("number_taken", "CLX1"))
