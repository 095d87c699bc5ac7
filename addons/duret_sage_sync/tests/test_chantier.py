from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..sage.transports import chantier_file
from .sage_case import SageCase


@tagged("post_install", "-at_install")
class TestChantier(SageCase):
    """An accepted quotation becomes a site of MDE: one number, one file, one answer."""

    def setUp(self):
        super().setUp()
        self.root = self.place / "mde"
        self.root.mkdir()
        (self.place / "echange").mkdir(exist_ok=True)
        self.backend.chantier_folder = str(self.root)
        self.partner = self.env["res.partner"].create({"name": "Régie du Lac", "zip": "74000", "city": "Annecy"})
        product = self.env["product.product"].create({"name": "Tableau", "type": "service", "taxes_id": False})
        self.order = self.accepted(product)
        self.product = product

    def accepted(self, product):
        order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": [(0, 0, {"product_id": product.id, "price_unit": 250})]}
        )
        order.action_confirm()
        return order

    def beside(self):
        exchange = self.backend._exchange()
        try:
            self.backend._beside_sync(exchange)
        finally:
            exchange.transport.close()

    def given(self):
        return sorted(path.name for path in (self.root / chantier_file.OUT).glob("*.csv"))

    def answer(self, name, words=""):
        (self.root / chantier_file.RECEIPTS / name).write_text(words, "utf-8")

    def hand_off(self, order=None):
        (order or self.order).with_user(self.user_assistant).action_duret_hand_off()
        return (order or self.order).duret_sage_chantier_ids

    def test_given_taken_acknowledged(self):
        self.assertTrue(self.order.with_user(self.user_assistant).duret_can_hand_off)
        site = self.hand_off()
        self.assertEqual((site.number, site.state, site.user_id), (1, "pending", self.user_assistant))
        self.assertFalse(self.order.with_user(self.user_assistant).duret_can_hand_off)
        self.beside()
        self.assertEqual((site.state, self.given()), ("given", ["CHANTIER_000001.csv"]))
        text = (self.root / chantier_file.OUT / "CHANTIER_000001.csv").read_text("utf-8-sig")
        self.assertIn("Régie du Lac", text)
        self.assertIn("250,00", text)
        self.answer("CHANTIER_000001.ok", "MDE-778")
        self.beside()
        self.assertEqual((site.state, site.mde_number, self.given()), ("accepted", "MDE-778", []))

    def test_once_and_numbered_without_a_hole(self):
        first = self.hand_off()
        with self.assertRaises(UserError):
            self.hand_off()
        others = [self.accepted(self.product) for _place in range(2)]
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.hand_off(others[0])
            raise ZeroDivisionError
        numbers = [first.number, self.hand_off(others[1]).number, self.hand_off(others[0]).number]
        self.assertEqual(numbers, [1, 2, 3])

    def test_killed_between_file_and_note_the_same_file_stands_once(self):
        site = self.hand_off()
        with patch.object(type(site), "_given", side_effect=KeyboardInterrupt), suppress(KeyboardInterrupt):
            self.beside()
        self.assertEqual((site.state, self.given()), ("pending", ["CHANTIER_000001.csv"]))
        before = (self.root / chantier_file.OUT / "CHANTIER_000001.csv").read_bytes()
        self.partner.city = "Cran"
        self.beside()
        self.assertEqual((site.state, self.given()), ("given", ["CHANTIER_000001.csv"]))
        self.assertEqual((self.root / chantier_file.OUT / "CHANTIER_000001.csv").read_bytes(), before)

    def test_killed_before_the_receipt_is_put_away_it_is_read_again(self):
        site = self.hand_off()
        self.beside()
        self.answer("CHANTIER_000001.ok", "MDE-1")
        broken = patch.object(chantier_file.ChantierFolder, "settle", side_effect=KeyboardInterrupt)
        with broken, suppress(KeyboardInterrupt):
            self.beside()
        self.assertEqual(site.state, "accepted")
        self.beside()
        self.assertEqual((site.state, self.given()), ("accepted", []))

    def test_refused_corrected_given_again(self):
        site = self.hand_off()
        self.beside()
        self.answer("CHANTIER_000001.err", "Adresse absente")
        self.beside()
        self.assertEqual((site.state, site.detail), ("refused", "Adresse absente"))
        self.assertIn("Adresse absente", site.sentence)
        self.partner.street = "1 rue du Lac"
        site.with_user(self.user_assistant).action_give_again()
        self.beside()
        self.assertEqual((site.state, site.number, self.given()), ("given", 1, ["CHANTIER_000001.csv"]))
        self.assertIn("1 rue du Lac", (self.root / chantier_file.OUT / "CHANTIER_000001.csv").read_text("utf-8-sig"))
        with self.assertRaises(UserError):
            site.with_user(self.user_assistant).action_give_again()

    def test_who_may_and_when(self):
        for user in (self.user_technician, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.order.with_user(user).action_duret_hand_off()
        draft = self.env["sale.order"].create({"partner_id": self.partner.id})
        with self.assertRaises(UserError):
            self.hand_off(draft)
        self.backend.chantier_folder = False
        self.assertFalse(self.order.with_user(self.user_assistant).duret_can_hand_off)
        with self.assertRaises(UserError):
            self.hand_off()

    def test_a_folder_that_is_away_stops_nothing_for_good(self):
        site = self.hand_off()
        self.root.rename(self.place / "ailleurs")
        run = self.backend._sync()
        self.assertTrue(run)
        self.assertEqual(site.state, "pending")
        (self.place / "ailleurs").rename(self.root)
        self.beside()
        self.assertEqual(site.state, "given")
