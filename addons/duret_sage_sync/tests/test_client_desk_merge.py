"""Contacts that are merged, deleted or archived while SAGE knows them."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..sage.projection import project
from ..sage.records import CLIENT, CONTACT
from .client_case import ClientCase


@tagged("post_install", "-at_install")
class TestClientMerge(ClientCase):
    def setUp(self):
        super().setUp()
        self.one = self.make(name="Favre Jean", country="PAYS DES MERVEILLES", city="Annecy", number="CLX1")
        self.other = self.env["res.partner"].create({"name": "Favre J.", "city": "Seynod"})
        self.binding = self.bind(self.one, "71", number="CLX1")

    def merge(self, *partners, into):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        with mute_logger("odoo.addons.base.partner.merge"):
            wizard._merge([partner.id for partner in partners], into)
        self.env.invalidate_all()

    def operation(self, partner, **values):
        return self.env["duret.sage.operation"].create(
            {
                "backend_id": self.backend.id,
                "entity": CLIENT,
                "model": "res.partner",
                "res_id": partner.id,
                "verb": "create",
                "idempotency": f"create/{partner.id}",
                "payload": {"name": "x"},
                **values,
            }
        )

    def question(self, partner, key="88", **values):
        place = {"entity": CLIENT, "key": key, "model": "res.partner", "res_id": partner.id, "rung": "phone"}
        return self.env["duret.sage.match"].create({"backend_id": self.backend.id, "score": 90, **place, **values})

    def test_the_binding_follows_the_one_that_stays(self):
        self.merge(self.one, self.other, into=self.other)
        self.assertFalse(self.one.exists())
        self.assertEqual(self.binding.res_id, self.other.id)
        self.assertEqual(self.other.duret_sage_number, "CLX1")
        self.assertNotEqual(self.version(self.other), self.binding.version, "both sides are compared again")
        self.assertEqual(self.other.city, "Seynod", "the one that stays keeps its own values")

    def test_the_bound_one_stays(self):
        self.merge(self.one, self.other, into=self.one)
        self.assertEqual((self.binding.res_id, self.one.duret_sage_number), (self.one.id, "CLX1"))
        self.assertEqual(self.told(self.one)["country"], "PAYS DES MERVEILLES")
        self.assertNotEqual(self.version(self.one), self.binding.version)

    def test_two_that_sage_has_are_not_merged(self):
        self.bind(self.other, "72", number="CLX2")
        with self.assertRaisesRegex(UserError, "CLX1, CLX2"):
            self.merge(self.one, self.other, into=self.other)
        self.assertEqual(self.binding.res_id, self.one.id)

    def test_two_numbers_are_not_merged(self):
        self.other.duret_sage_number = "CLX2"
        with self.assertRaisesRegex(UserError, "CLX1, CLX2"):
            self.merge(self.one, self.other, into=self.one)

    def test_what_is_gone_from_sage_gives_way(self):
        gone = self.bind(self.other, "72", state="gone")
        self.merge(self.one, self.other, into=self.other)
        self.assertFalse(gone.exists())
        self.assertEqual(self.binding.res_id, self.other.id)

    def test_a_creation_that_was_not_sent_is_dropped(self):
        waiting = self.operation(self.other)
        self.merge(self.one, self.other, into=self.one)
        self.assertFalse(waiting.exists())

    def test_a_creation_that_sage_may_have_is_awaited(self):
        self.operation(self.other, state="sending", attempts=1)
        with self.assertRaises(UserError):
            self.merge(self.one, self.other, into=self.one)

    def test_questions_follow_once_for_each_key(self):
        mine, theirs = self.question(self.one), self.question(self.other)
        alone = self.question(self.one, key="89", decision="distinct")
        self.merge(self.one, self.other, into=self.other)
        self.assertFalse(mine.exists())
        self.assertEqual((theirs.res_id, alone.res_id, alone.decision), (self.other.id, self.other.id, "distinct"))

    def test_a_person_stays_with_her_client(self):
        person = self.env["res.partner"].create({"name": "Marie", "parent_id": self.one.id})
        self.bind(person, "501", entity=CONTACT)
        elsewhere = self.env["res.partner"].create({"name": "Marie", "parent_id": self.client_a.id})
        with self.assertRaises(UserError):
            self.merge(person, elsewhere, into=elsewhere)
        with self.assertRaises(UserError):
            self.merge(person, self.other, into=self.other)
        twin = self.env["res.partner"].create({"name": "Marie F.", "parent_id": self.one.id})
        self.merge(person, twin, into=twin)
        self.assertEqual(self.env["duret.sage.binding"].search([("key", "=", "501")]).res_id, twin.id)

    def test_by_the_wizard_of_an_administrator(self):
        """The screen copies all fields it sees, technical ones too: they are left out, not refused."""
        people = self.env["base.partner.merge.automatic.wizard"].with_user(self.user_admin)
        wizard = people.create({"partner_ids": [(6, 0, (self.one | self.other).ids)], "dst_partner_id": self.other.id})
        with mute_logger("odoo.addons.base.partner.merge"):
            wizard.action_merge()
        self.env.invalidate_all()
        self.assertEqual(self.binding.res_id, self.other.id)
        self.assertEqual(self.other.duret_sage_number, "CLX1")

    # --- deleting
    def test_who_is_in_sage_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Favre Jean"):
            self.one.unlink()
        self.binding.state = "gone"
        with self.assertRaises(UserError):
            self.one.unlink()

    def test_who_may_be_in_sage_is_not_deleted(self):
        operation = self.operation(self.other, state="sent", attempts=1)
        with self.assertRaises(UserError):
            self.other.unlink()
        operation.write({"state": "pending", "attempts": 0})
        self.question(self.other)
        self.clients._refresh_keys()
        number = self.other.id
        self.other.unlink()
        for model in ("duret.sage.operation", "duret.sage.match", "duret.sage.match.key"):
            self.assertFalse(self.env[model].search([("model", "=", "res.partner"), ("res_id", "=", number)]), model)

    # --- putting aside
    def test_gone_from_sage(self):
        ids = [str(self.one.id)]
        self.clients._archive(self.backend, ids, "deleted_in_sage")
        self.assertFalse(self.one.active)
        self.assertTrue(self.one.duret_sage_is_gone)
        self.assertIn("SAGE", self.one.message_ids[0].body)
        self.clients._revive(self.backend, ids)
        self.assertTrue(self.one.active)
        self.assertFalse(self.one.duret_sage_is_gone)

    def test_who_has_an_account_stays(self):
        ids = [str(self.client_b.id)]
        self.clients._archive(self.backend, ids, "deleted_in_sage")
        self.assertTrue(self.client_b.active)
        self.assertTrue(self.client_b.duret_sage_is_gone)
        note = self.client_b.message_ids[0].body
        self.assertIn("SAGE", note)
        self.assertRegex(note, "user account|compte")

    def test_what_a_person_archived_stays_archived(self):
        self.one.action_archive()
        self.clients._archive(self.backend, [str(self.one.id)], "deleted_in_sage")
        self.clients._revive(self.backend, [str(self.one.id)])
        self.assertFalse(self.one.active)

    def test_asleep_and_awake(self):
        self.change(self.one, asleep="1")
        self.assertFalse(self.one.active)
        self.assertEqual(self.told(self.one)["asleep"], "1")
        self.change(self.one, asleep="0")
        self.assertTrue(self.one.active)
        self.change(self.client_b, asleep="1")
        self.assertTrue(self.client_b.active, "he has an account")
        self.assertEqual(self.told(self.client_b)["asleep"], "1")

    def test_archiving_here_puts_nobody_to_sleep_there(self):
        self.one.action_archive()
        self.assertEqual(self.told(self.one)["asleep"], "0")
        self.change(self.one, asleep="0", city="Thônes")
        self.assertFalse(self.one.active)

    def test_deleted_and_asleep_wakes_up_only_when_both_are_over(self):
        ids = [str(self.one.id)]
        self.change(self.one, asleep="1")
        self.clients._archive(self.backend, ids, "deleted_in_sage")
        self.clients._revive(self.backend, ids)
        self.assertFalse(self.one.active)
        self.change(self.one, asleep="0")
        self.assertTrue(self.one.active)
        self.assertEqual(self.told(self.one)["name"], project(CLIENT, {"name": "Favre Jean"})["name"])
