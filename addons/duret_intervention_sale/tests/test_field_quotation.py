"""The quotation that answers a technician's request tells him what became of it."""

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.duret_intervention.tests.push_case import PushCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 09:00:00")
class TestFieldQuotation(PushCase):
    """Luc's request, Claire's quotation of 1,000 euros."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tickets = cls.env["helpdesk.ticket"].with_user(cls.user_technician).sudo()
        cls.ticket = tickets._duret_open_from_field(
            cls.uuid(), "quote", "Charging station", visit=cls.visit, partner=cls.client_a, at=fields.Datetime.now()
        )
        cls.work = cls.env["product.product"].create({"name": "Work", "type": "service", "taxes_id": []})

    def _quotation(self, **values):
        line = {"product_id": self.work.id, "product_uom_qty": 1, "price_unit": 1000, "tax_ids": []}
        return self.env["sale.order"].create(
            {"partner_id": self.client_a.id, "order_line": [Command.create(line)], **values}
        )

    def _told(self):
        """State and amount on Luc's telephone, and the state of all that it keeps."""
        self.env.flush_all()
        self.env.invalidate_all()
        answer = self.env["duret.sync.pull"].with_user(self.user_technician)._pull(None, None)
        (row,) = answer["sections"]["requests"]["data"]
        return (row["state"], row["amount"]), answer["state"]

    def test_sent_then_signed(self):
        """Open, quoted with its amount, signed; each time the telephone is told."""
        told, state = self._told()
        self.assertEqual(told, ("open", ""))
        order = self._quotation(duret_ticket_id=self.ticket.id)
        self.assertEqual(self._told()[0], ("open", ""), "a draft is nobody's business")
        order.state = "sent"
        told, second = self._told()
        self.assertEqual(told, ("quoted", "1000.00"))
        self.assertNotEqual(second, state)
        order.action_confirm()
        told, third = self._told()
        self.assertEqual(told, ("signed", "1000.00"))
        self.assertNotEqual(third, second)
        self.assertEqual((self.ticket.duret_field_state, self.ticket.duret_field_amount), ("signed", 1000))

    def test_a_refused_quotation(self):
        """Cancelled: the request is open again, so that it is chased."""
        order = self._quotation(duret_ticket_id=self.ticket.id, state="sent")
        self.assertEqual(self._told()[0], ("quoted", "1000.00"))
        order.action_cancel()
        self.assertEqual(self._told()[0], ("open", ""))

    def test_quotation_of_an_opportunity(self):
        """Whoever makes an opportunity of the ticket first has the same result."""
        lead = self.env["crm.lead"].create({"name": "Station", "ticket_id": self.ticket.id, "type": "opportunity"})
        order = self._quotation(opportunity_id=lead.id)
        self.assertEqual(order.duret_ticket_id, self.ticket)

    def test_one_button(self):
        """The form of the ticket opens a quotation that knows client, request and visit."""
        context = self.ticket.with_user(self.user_assistant).action_duret_new_quotation()["context"]
        order = self.env["sale.order"].with_user(self.user_assistant).with_context(**context).create({})
        self.assertEqual((order.partner_id, order.duret_ticket_id), (self.client_a, self.ticket))

    def test_technicians_do_not_read_quotations(self):
        """They see what became of their request, not the quotation itself."""
        self._quotation(duret_ticket_id=self.ticket.id, state="sent")
        orders = self.env["sale.order"].with_user(self.user_technician)
        self.assertFalse(orders.has_access("read"))
        self.assertFalse(self.env["sale.order.line"].with_user(self.user_technician).has_access("read"))
