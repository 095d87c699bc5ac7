"""Documents of SAGE beside visits: what the suite adds to quotations by itself leaves them as they are."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.duret_intervention_sale.tests.billing_case import BillingCase
from odoo.addons.duret_sage_sync.models.duret_sage_document import as_exchange


@tagged("post_install", "-at_install")
class TestSageOrders(BillingCase):
    def order(self, **values):
        """A quotation of one line for the visit's client."""
        lines = [Command.create({"product_id": self.hour.id, "price_unit": 100, "tax_ids": [Command.clear()]})]
        orders = as_exchange(self.env["sale.order"])
        order = orders.create({"partner_id": self.client_a.id, "order_line": lines, **values})
        return order.with_env(self.env)

    def test_a_quotation_of_sage_is_linked_to_its_visit_and_keeps_its_lines(self):
        self.visit.duret_online_discount = 5.0
        ours, theirs = self.order(), self.order(duret_sage_origin="sage", duret_sage_kind="quotation")
        for order in (ours, theirs):
            order.duret_visit_id = self.visit
        self.assertEqual(ours.order_line.mapped("price_subtotal"), [100, -5])
        self.assertEqual(theirs.order_line.mapped("price_subtotal"), [100])
        as_exchange(theirs).write({"order_line": [Command.update(theirs.order_line.id, {"price_unit": 90})]})
        as_exchange(theirs).action_confirm()
        self.assertEqual((theirs.state, theirs.order_line.mapped("price_subtotal")), ("sale", [90]))

    def test_a_report_is_billed_on_an_order_of_ours(self):
        ours = self.order(duret_visit_id=self.visit.id)
        self.assertEqual(self.report._duret_open_orders(), ours)
        self.order(duret_visit_id=self.visit.id, duret_sage_origin="sage", duret_sage_kind="quotation")
        self.assertEqual(self.report._duret_open_orders(), ours)
        self.assertEqual(self.order_of(self.report.action_duret_bill_on_order()), ours)

    def test_nobody_is_reminded_of_what_was_not_sent_from_here(self):
        order = self.order(duret_sage_origin="sage", duret_sage_kind="quotation")
        self.env["duret.sage.desk"]._of("document")._move_order(as_exchange(order), {"state": "1"})
        self.assertEqual((order.state, order.duret_sent_date), ("sent", False))
