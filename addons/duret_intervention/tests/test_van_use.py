"""What was used leaves the van: once, by the difference, whatever is missing."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .push_case import PushCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 09:00:00")
class TestVanUse(PushCase):
    """Luc has a van with ten breakers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vans = cls.env.ref("duret_intervention.stock_location_vans")
        cls.van = cls.env["stock.location"].create({"name": "Van 1", "usage": "internal", "location_id": vans.id})
        cls.luc.duret_van_location_id = cls.van
        cls.breaker.write({"is_storable": True, "standard_price": 12.5})
        cls.cable = cls.env["product.product"].create({"name": "Cable", "is_storable": True, "standard_price": 2})
        cls.env["stock.quant"]._update_available_quantity(cls.breaker, cls.van, 10)
        cls.env["stock.quant"]._update_available_quantity(cls.cable, cls.van, 100)

    def _report(self, *used, **values):
        """A report of the products (product, quantity), closed.

        :return: duret.intervention.report
        """
        report = (
            self.env["duret.intervention.report"]
            ._duret_unlocked()
            .create(
                {
                    "order_id": self.visit.id,
                    "person_id": self.luc.id,
                    "product_ids": [
                        Command.create({"product_id": product.id, "quantity_text": text}) for product, text in used
                    ],
                    **values,
                }
            )
        )
        report = report.with_env(self.env)
        report._duret_close("signed", report._duret_office())
        return report

    def _book(self):
        with self.enter_registry_test_mode():
            self.env.ref("duret_intervention.stock_cron").method_direct_trigger()
        self.env.invalidate_all()

    def _left(self, product=None):
        quants = self.env["stock.quant"].search(
            [("location_id", "=", self.van.id), ("product_id", "=", (product or self.breaker).id)]
        )
        return sum(quants.mapped("quantity"))

    def test_closed_reports_leave_the_van(self):
        """Two lines of one product are one move; it knows its visit, its report and what it cost."""
        report = self._report((self.breaker, "2"), (self.breaker, "1"), (self.cable, "7.5"))
        self.assertEqual(report.stock_state, "todo")
        self._book()
        self.assertEqual((self._left(), self._left(self.cable)), (7, 92.5))
        self.assertEqual(report.stock_state, "done")
        moves = report.product_ids.move_id
        self.assertEqual(len(moves), 2)
        self.assertEqual(set(moves.mapped("state")), {"done"})
        self.assertEqual(moves.fsm_order_id, self.visit)
        self.assertEqual(moves.location_dest_id, self.visit.inventory_location_id)
        self.assertEqual(self.visit.duret_material_cost, 3 * 12.5 + 7.5 * 2)

    def test_drafts_do_not(self):
        """What is not signed may still change."""
        self.env["duret.intervention.report"].create(
            {
                "order_id": self.visit.id,
                "product_ids": [Command.create({"product_id": self.breaker.id, "quantity_text": "2"})],
            }
        )
        self._book()
        self.assertEqual(self._left(), 10)

    def test_once_only(self):
        """The job twice, and even a report marked again: the stock moves once."""
        report = self._report((self.breaker, "2"))
        self._book()
        report._duret_unlocked().stock_state = "todo"
        self._book()
        self.assertEqual(self._left(), 8)
        self.assertEqual(self.env["stock.move"].search_count([("duret_report_id", "=", report.id)]), 1)

    def test_amendments_move_the_difference(self):
        """Two instead of three: one comes back; another product instead: both are right."""
        first = self._report((self.breaker, "3"))
        self._book()
        second = self._report((self.breaker, "2"), (self.cable, "5"), amends_id=first.id)
        self._book()
        self.assertEqual((self._left(), self._left(self.cable)), (8, 95))
        self._report((self.cable, "5"), amends_id=second.id)
        self._book()
        self.assertEqual((self._left(), self._left(self.cable)), (10, 95))
        self.assertEqual(self.visit.duret_material_cost, 5 * 2)

    def test_an_amendment_before_the_first_was_booked(self):
        """The job was late: both are booked in their order."""
        first = self._report((self.breaker, "3"))
        self._report((self.breaker, "4"), amends_id=first.id)
        self._book()
        self.assertEqual(self._left(), 6)

    def test_below_zero_is_allowed_and_told(self):
        """The field is right: the van goes below zero, the front desk is asked to count it."""
        report = self._report((self.breaker, "12"))
        self._book()
        self.assertEqual(self._left(), -2)
        self.assertEqual(report.stock_state, "done")
        self.assertIn("Breaker 16 A (-2)", report.activity_ids.note)

    def test_no_van(self):
        """Who has no van takes from the depot, and the office is told."""
        self.luc.duret_van_location_id = False
        report = self._report((self.breaker, "1"))
        self._book()
        self.assertEqual(report.product_ids.move_id.location_id, self.visit.warehouse_id.lot_stock_id)
        self.assertTrue(report.activity_ids)

    def test_what_the_stock_does_not_take(self):
        """A product followed by serial number: the signature stands, the office books by hand, then tries again."""
        self.cable.tracking = "serial"
        report = self._report((self.breaker, "1"), (self.cable, "1"))
        self._book()
        self.assertEqual((report.stock_state, report.state), ("failed", "signed"))
        self.assertEqual(self._left(), 10, "nothing is booked by half")
        self.assertTrue(report.activity_ids)
        self.cable.tracking = "none"
        report.with_user(self.user_assistant).action_duret_book_stock()
        self.assertEqual((report.stock_state, self._left()), ("done", 9))

    def test_one_that_breaks_the_program_holds_up_nobody(self):
        """A fault of the program on one report: it is left to the office, those behind it are booked."""
        bad, good = self._report((self.breaker, "1")), self._report((self.cable, "3"))
        reports = type(bad)
        plain = reports._duret_move_values

        def values(report):
            if report == bad:
                raise ValueError("unforeseen")
            return plain(report)

        with (
            patch.object(reports, "_duret_move_values", values),
            mute_logger("odoo.addons.duret_intervention.models.duret_report_stock"),
        ):
            self._book()
        self.assertEqual((bad.stock_state, good.stock_state), ("failed", "done"))
        self.assertTrue(bad.activity_ids)

    def test_services_do_not_move(self):
        """Travel written among the products has no stock."""
        travel = self.env["product.product"].create({"name": "Travel", "type": "service"})
        report = self._report((travel, "1"))
        self._book()
        self.assertEqual(report.stock_state, "done")
        self.assertFalse(report.product_ids.move_id)

    def test_the_van_on_the_telephone(self):
        """What is left, as decimal texts."""
        self._report((self.cable, "7.5"))
        self._book()
        rows = self.env["duret.sync.pull"].with_user(self.user_technician)._pull(None, None)["sections"]["van"]["data"]
        self.assertEqual(
            {row["product"]: row["quantity"] for row in rows}, {self.breaker.id: "10", self.cable.id: "92.5"}
        )

    def test_what_technicians_see_of_the_stock(self):
        """Vans and the moves of their own visits; no transfers of others, no quotations, and nothing is changed."""
        report = self._report((self.breaker, "1"))
        visit, self.visit = self.visit, self.visit_of_eve
        foreign = self._report((self.breaker, "1"), person_id=self.eve.id)
        self.visit = visit
        self._book()
        luc = self.user_technician
        moves = self.env["stock.move"].with_user(luc)
        self.assertEqual(moves.search([("duret_report_id", "in", (report | foreign).ids)]), report.product_ids.move_id)
        self.assertTrue(self.env["stock.quant"].with_user(luc).search([("location_id", "=", self.van.id)]))
        with self.assertRaises(AccessError):
            self.env["stock.quant"].with_user(luc).create(
                {"product_id": self.breaker.id, "location_id": self.van.id, "inventory_quantity": 50}
            )
        with self.assertRaises(AccessError):
            report.product_ids.move_id.with_user(luc).write({"quantity": 0})
        for model in ("sale.order", "sale.order.line", "stock.scrap", "account.move"):
            if model in self.env:
                self.assertFalse(self.env[model].with_user(luc).has_access("read"), model)
        for model in ("stock.picking", "stock.move", "stock.lot"):
            self.assertFalse(self.env[model].with_user(luc).has_access("write"), model)
        # What he works with opens all the same.
        shown = visit.with_user(luc).web_read({"delivery_count": {}, "move_ids": {"fields": {"product_id": {}}}})
        self.assertEqual(shown[0]["delivery_count"], 0)
