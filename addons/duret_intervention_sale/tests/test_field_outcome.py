"""What the technician is told of the quotation that he asked for."""

from odoo.fields import Command
from odoo.tests import tagged

from .billing_case import BillingCase


@tagged("post_install", "-at_install")
class TestFieldOutcome(BillingCase):
    """A request from the field, its opportunity, its quotations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket.duret_field_user_id = cls.user_technician
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Charger", "partner_id": cls.client_a.id, "ticket_id": cls.ticket.id}
        )

    def quote(self, price):
        """A quotation of the opportunity."""
        line = Command.create({"product_id": self.hour.id, "price_unit": price, "tax_ids": [Command.clear()]})
        return self.env["sale.order"].create(
            {"partner_id": self.client_a.id, "opportunity_id": self.lead.id, "order_line": [line]}
        )

    def told(self):
        return self.ticket.duret_field_state, self.ticket.duret_field_amount

    def test_from_open_to_signed(self):
        """Open, quotation sent, signed; with what it is worth."""
        self.assertEqual(self.told(), ("open", 0))
        order = self.quote(100)
        self.assertEqual(self.told(), ("open", 0), "a draft is no answer yet")
        order.action_quotation_sent()
        self.assertEqual(self.told(), ("quoted", 100))
        order.order_line.price_unit = 120
        self.assertEqual(self.told(), ("quoted", 120))
        order.action_confirm()
        self.assertEqual(self.told(), ("signed", 120))

    def test_the_signed_one_counts(self):
        """Of several quotations the signed one is told, else the latest sent; a cancelled one is not."""
        first, second = self.quote(100), self.quote(200)
        (first | second).action_quotation_sent()
        self.assertEqual(self.told(), ("quoted", 200))
        first.action_confirm()
        self.assertEqual(self.told(), ("signed", 100))
        first._action_cancel()
        self.assertEqual(self.told(), ("quoted", 200))

    def test_the_quotation_stays_the_office_s(self):
        """The technician reads state and amount; nobody else's tickets say anything."""
        order = self.quote(100)
        order.action_quotation_sent()
        self.assertFalse(order.with_user(self.user_technician).has_access("read"))
        other = self.env["helpdesk.ticket"].create({"name": "Other", "description": "Other"})
        self.assertFalse(other.duret_field_state)
