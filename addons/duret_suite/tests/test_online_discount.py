"""A client who booked online finds his discount on the quotation and on the invoice."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import PlanningCase

FRIDAY = "2026-11-20 10:00:00"  # 11 h in Annecy, before the Monday of the visit


@tagged("post_install", "-at_install")
class TestOnlineDiscount(PlanningCase):
    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(FRIDAY))
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "Tableau", "type": "service", "list_price": 900, "invoice_policy": "order", "taxes_id": False}
        )
        cls.tax = cls.env["account.tax"].create({"name": "TVA 10 % (essai)", "amount": 10, "type_tax_use": "sale"})
        cls.ticket = cls.env["helpdesk.ticket"].duret_open_request(
            {"name": "Devis tableau", "channel": "portal", "partner_id": cls.client_b.id}
        )
        cls.visit = cls.make_visit(duret_ticket_id=cls.ticket.id, duret_online_discount=5.0)

    def _quotation(self, **values):
        lines = [Command.create({"product_id": self.product.id, "price_unit": 900, "tax_ids": [(6, 0, [])]})]
        return self.env["sale.order"].create({"partner_id": self.client_b.id, "order_line": lines, **values})

    def _discount(self, order):
        return order.order_line.filtered("duret_online_discount")

    def test_a_quotation_of_the_request_carries_the_discount(self):
        lead = self.env["crm.lead"].create({"name": "Tableau", "type": "opportunity", "ticket_id": self.ticket.id})
        order = self._quotation(opportunity_id=lead.id)
        line = self._discount(order)
        self.assertEqual(line.price_subtotal, -45)
        self.assertIn("5", line.name)
        self.assertEqual(order.amount_untaxed, 855)

    def test_the_discount_follows_the_lines_and_keeps_taxes_apart(self):
        order = self._quotation(duret_visit_id=self.visit.id)
        order.order_line = [
            Command.create({"product_id": self.product.id, "price_unit": 100, "tax_ids": [(6, 0, self.tax.ids)]})
        ]
        found = {line.tax_ids: line.price_subtotal for line in self._discount(order)}
        self.assertEqual(found, {self.tax.browse(): -45, self.tax: -5})
        self.assertEqual(order.amount_tax, 9.5)

    def test_without_a_promise_there_is_no_line(self):
        self.visit.duret_online_discount = 0
        self.assertFalse(self._discount(self._quotation(duret_visit_id=self.visit.id)))
        self.assertFalse(self._discount(self._quotation()))

    def test_a_copy_has_it_once(self):
        order = self._quotation(duret_visit_id=self.visit.id)
        copy = order.copy({"duret_visit_id": self.visit.id})
        self.assertEqual(len(self._discount(copy)), 1)
        self.assertEqual(copy.amount_untaxed, 855)
        self.assertEqual(order.copy().amount_untaxed, 900, "without the visit there is no promise")

    def test_what_was_accepted_does_not_change(self):
        order = self._quotation(duret_visit_id=self.visit.id)
        order.order_line.filtered(lambda line: line.product_id == self.product).price_unit = 1000
        order.action_confirm()
        self.assertEqual(order.amount_untaxed, 950, "right at the moment of acceptance")
        self.visit.duret_online_discount = 20
        order.write({"client_order_ref": "x", "partner_id": self.client_b.id})
        self.assertEqual(order.amount_untaxed, 950)

    def test_the_invoice_has_the_line(self):
        order = self._quotation(duret_visit_id=self.visit.id)
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual(invoice.amount_untaxed, 855)
        self.assertEqual(len(invoice.invoice_line_ids), 2)

    def test_from_the_visit(self):
        context = self.visit.action_duret_new_quotation()["context"]
        order = (
            self.env["sale.order"]
            .with_context(**context)
            .create({"order_line": [Command.create({"product_id": self.product.id, "price_unit": 900})]})
        )
        self.assertEqual((order.partner_id, order.duret_visit_id), (self.client_b, self.visit))
        self.assertTrue(self._discount(order))

    def test_a_salesperson_without_right_on_visits(self):
        lead = self.env["crm.lead"].create({"name": "Tableau", "type": "opportunity", "ticket_id": self.ticket.id})
        seller = self.env["res.users"].create(
            {
                "name": "Vendeuse",
                "login": "duret_seller",
                "group_ids": [Command.set([self.env.ref("sales_team.group_sale_salesman_all_leads").id])],
            }
        )
        lines = [Command.create({"product_id": self.product.id, "price_unit": 900, "tax_ids": [(6, 0, [])]})]
        order = self.env["sale.order"].with_user(seller)
        order = order.create({"partner_id": self.client_b.id, "opportunity_id": lead.id, "order_line": lines})
        self.assertEqual(order.amount_untaxed, 855)
