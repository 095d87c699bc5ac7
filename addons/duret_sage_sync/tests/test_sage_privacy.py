"""A client asks what is known of him, and to be forgotten: the exchange with SAGE too."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..sage.records import Record
from ..stores.texts import plain_record
from .sage_case import SageCase

ADDRESS = "odile.roche@zq.test"
SAGE = "duret.sage."


@tagged("post_install", "-at_install")
class TestSagePrivacy(SageCase):
    def setUp(self):
        super().setUp()
        self.marq = self.client("ZQ001", CT_Intitule="Odile Roche ZQ", CT_EMail=ADDRESS)
        self.client("ZQ002", CT_Intitule="Autre Personne ZQ", CT_EMail="autre@zq.test")
        self.exchanged()
        self.partner = self.bound("ZQ001")
        self.binding = self.env["duret.sage.binding"].search(
            [("backend_id", "=", self.backend.id), ("number", "=", "ZQ001")]
        )
        place = {"backend_id": self.backend.id, "entity": "client", "key": self.binding.key}
        record = {"model": "res.partner", "res_id": self.partner.id}
        self.conflict = self.env["duret.sage.conflict"].create(
            {**place, "field": "city", "ours": "a", "theirs": "b", "reason": "both_changed"}
        )
        sent = {**place, **record, "verb": "update", "idempotency": "x", "payload": {"email": ADDRESS}}
        self.sending = self.env["duret.sage.operation"].create({**sent, "state": "confirmed", "mark": "M"})
        self.line = self.env["duret.sage.rejection"].create(
            {"backend_id": self.backend.id, "entity": "client", "line": 1, "code": "shifted", "raw": f"x;{ADDRESS}"}
        )
        stranger = Record("client", "999", "", {"email": ADDRESS})
        self.stranger = self.env["duret.sage.inbox"].create(
            {**place, "key": "999", "digest": "x", "state": "rejected", "record": plain_record(stranger)}
        )

    def look_up(self):
        wizard = self.env["privacy.lookup.wizard"].create({"name": "Odile Roche ZQ", "email": ADDRESS})
        wizard.action_lookup()
        return wizard.line_ids

    def found(self, lines, name):
        return set(lines.filtered(lambda line: line.res_model == SAGE + name).mapped("res_id"))

    def line_of(self, row):
        return self.look_up().filtered(lambda line: (line.res_model, line.res_id) == (row._name, row.id))

    def test_everything_of_a_contact_is_found_and_nothing_of_another(self):
        lines = self.look_up()
        self.assertEqual(self.found(lines, "binding"), {self.binding.id})
        self.assertEqual(self.found(lines, "conflict"), {self.conflict.id})
        self.assertEqual(self.found(lines, "operation"), {self.sending.id})
        self.assertEqual(self.found(lines, "rejection"), {self.line.id})
        received = self.env["duret.sage.inbox"].search([("key", "=", self.binding.key)])
        self.assertEqual(self.found(lines, "inbox"), {*received.ids, self.stranger.id})
        journal = self.env["duret.sage.run.line"].search([("res_id", "=", self.partner.id)])
        self.assertTrue(journal)
        self.assertEqual(self.found(lines, "run.line"), set(journal.ids))
        keys = [(line.res_model, line.res_id) for line in lines]
        self.assertEqual(len(keys), len(set(keys)), "each once")

    def test_who_is_in_sage_is_forgotten_there_first(self):
        with self.assertRaisesRegex(UserError, "Odile Roche"):
            self.line_of(self.binding).action_unlink()
        with self.assertRaises(UserError):
            self.line_of(self.partner).action_unlink()
        self.assertTrue(self.binding.exists() and self.partner.exists())

    def test_gone_from_sage_he_is_forgotten_here(self):
        """By the line of the contact alone: what the exchange kept goes with it; keys without a name stay."""
        self.sage.delete("F_COMPTET", self.marq)
        self.bench.show()
        self.backend._scan()
        self.assertEqual(self.binding.state, "gone")
        key = self.binding.key
        self.line_of(self.partner).action_unlink()
        self.env.invalidate_all()
        self.assertFalse((self.partner | self.bound("ZQ001")).exists() or self.binding.exists())
        self.assertFalse(self.conflict.exists())
        self.assertFalse(self.env["duret.sage.inbox"].search([("key", "=", key)]))
        self.assertEqual((self.sending.payload, self.sending.mark, self.sending.idempotency), ({}, "M", "x"))
        self.assertEqual(self.bound("ZQ002").name, "Autre Personne ZQ")
        left = self.look_up().filtered(lambda line: line.res_model.startswith(SAGE))
        self.assertEqual(set(left.mapped("res_model")), {"duret.sage.inbox", "duret.sage.rejection"})
        left.action_unlink_all()
        self.assertFalse(self.look_up())

    def test_all_at_once(self):
        self.sage.delete("F_COMPTET", self.marq)
        self.bench.show()
        self.backend._scan()
        lines = self.look_up()
        lines.action_unlink_all()
        self.assertTrue(all(lines.mapped("is_unlinked")))
        self.assertFalse(self.partner.exists())
        self.assertTrue(self.sending.exists())

    def test_a_sending_under_way_is_not_emptied(self):
        self.sending.write({"state": "sent", "attempts": 1})
        with self.assertRaises(UserError):
            self.line_of(self.sending).action_unlink()
        self.assertTrue(self.sending.payload)
        self.sending.write({"state": "pending", "attempts": 0})
        self.line_of(self.sending).action_unlink()
        self.assertFalse(self.sending.exists())
