"""From a report to the lines of an order, once."""

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .billing_case import BillingCase


@tagged("post_install", "-at_install")
class TestBilling(BillingCase):
    """One report, its amendments, and orders."""

    def test_a_new_quotation(self):
        """Hours by kind, products used and the travel, for the client, linked both ways."""
        order = self.order_of(self.report.action_duret_bill())
        self.assertEqual(self.lines(order), {self.hour: 1.5, self.breaker: 2, self.travel: 1})
        self.assertEqual((order.partner_id, order.state, order.duret_visit_id), (self.client_a, "draft", self.visit))
        self.assertEqual(order.amount_untaxed, 1.5 * 60 + 2 * 15 + 40)
        self.assertEqual((self.report.duret_sale_order_ids, order.duret_report_ids), (order, self.report))
        self.assertIn(self.report.name, order.order_line[0].name)
        self.assertTrue(self.report.duret_is_billed)
        self.assertIn(self.report, self.report.search([("duret_is_billed", "=", True)]))

    def test_each_kind_of_hour_has_its_product(self):
        """Night hours are not billed as day hours."""
        report = self.make_report(hours={self.kind_day: 60, self.kind_night: 45})
        lines = self.lines(self.order_of(report.action_duret_bill()))
        self.assertEqual((lines[self.hour], lines[self.night]), (1, 0.75))

    def test_a_second_click_adds_nothing(self):
        """Neither on another order nor on the same one."""
        order = self.order_of(self.report.action_duret_bill())
        for press in (self.report.action_duret_bill, self.report.action_duret_bill_on_order):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                press()
        self.assertEqual(len(order.order_line), 3)

    def test_two_clicks_at_once(self):
        """The database keeps the second one out, whatever both believed."""
        self.report.action_duret_bill()
        order = self.env["sale.order"].create({"partner_id": self.client_a.id})
        values = self.report.duret_sale_line_ids[0].copy_data()[0] | {
            "order_id": order.id,
            "duret_report_id": self.report.id,
            "duret_report_source": self.report.duret_sale_line_ids[0].duret_report_source,
        }
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env["sale.order.line"].create(values)
            self.env.flush_all()

    def test_the_office_s_own_quantity_stays(self):
        """A gesture to the client is not made good by the next click."""
        order = self.order_of(self.report.action_duret_bill())
        order.order_line.filtered(lambda line: line.product_id == self.hour).product_uom_qty = 1
        with self.assertRaises(UserError):
            self.report.action_duret_bill_on_order()
        self.assertEqual(self.lines(order)[self.hour], 1)

    def test_a_cancelled_order_bills_nothing(self):
        """The report may be billed again; the cancelled order keeps its lines, and does not come back to life."""
        order = self.order_of(self.report.action_duret_bill())
        order._action_cancel()
        self.assertFalse(self.report.duret_is_billed)
        again = self.order_of(self.report.action_duret_bill())
        self.assertEqual(self.lines(again), self.lines(order))
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            order.action_draft()
            self.env.flush_all()

    def test_on_the_order_of_the_visit(self):
        """The lines join what is there."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.client_a.id,
                "duret_visit_id": self.visit.id,
                "order_line": [Command.create({"product_id": self.cable.id, "product_uom_qty": 5})],
            }
        )
        self.assertEqual(self.report.duret_open_order_id, order)
        self.assertEqual(self.order_of(self.report.action_duret_bill_on_order()), order)
        self.assertEqual(self.lines(order), {self.cable: 5, self.hour: 1.5, self.breaker: 2, self.travel: 1})

    def test_on_the_order_of_the_request(self):
        """The quotation of the request's opportunity is the visit's as well."""
        lead = self.env["crm.lead"].create(
            {"name": "Works", "partner_id": self.client_a.id, "ticket_id": self.ticket.id}
        )
        order = self.env["sale.order"].create({"partner_id": self.client_a.id, "opportunity_id": lead.id})
        self.assertEqual(self.report.duret_open_order_id, order)
        self.assertEqual(self.order_of(self.report.action_duret_bill_on_order()).duret_visit_id, self.visit)

    def test_no_order_to_join(self):
        """Cancelled, locked and other clients' orders receive nothing."""
        orders = self.env["sale.order"].create(
            [{"partner_id": self.client_a.id, "duret_visit_id": self.visit.id} for _number in range(2)]
        )
        orders[0]._action_cancel()
        orders[1].locked = True
        self.env["sale.order"].create({"partner_id": self.client_a.id})
        self.assertFalse(self.report.duret_open_order_id)
        with self.assertRaises(UserError):
            self.report.action_duret_bill_on_order()

    def test_an_amendment_bills_differences_only(self):
        """One breaker less, half an hour more; the travel is the same. The result is what the amendment says."""
        order = self.order_of(self.report.action_duret_bill())
        amendment = self.amend(self.report, hours={self.kind_day: 120}, products={self.breaker: "1"})
        amendment.action_duret_bill_on_order()
        new = order.order_line.filtered(lambda line: line.duret_report_id == amendment)
        self.assertEqual(self.lines(new), {self.hour: 0.5, self.breaker: -1})
        self.assertEqual(self.lines(order), {self.hour: 2, self.breaker: 1, self.travel: 1})

    def test_an_amendment_that_says_the_same(self):
        """Nothing is left to bill."""
        self.report.action_duret_bill()
        amendment = self.amend(self.report, hours={self.kind_day: 90}, products={self.breaker: "2"})
        with self.assertRaises(UserError):
            amendment.action_duret_bill()

    def test_thousandths_leave_no_rest(self):
        """Orders round to hundredths; what the report said is remembered as it said it."""
        report = self.make_report(visit=self.make_visit(scheduled_date_start=False), products={self.cable: "2.555"})
        report.action_duret_bill()
        amendment = self.amend(report, visit=report.order_id, products={self.cable: "2.555"})
        with self.assertRaises(UserError):
            amendment.action_duret_bill()

    def test_what_an_amendment_takes_out(self):
        """A product that was not used after all is taken back whole; one that was forgotten comes."""
        order = self.order_of(self.report.action_duret_bill())
        amendment = self.amend(self.report, hours={self.kind_day: 90}, products={self.cable: "2.5"})
        amendment.action_duret_bill_on_order()
        self.assertEqual(self.lines(order), {self.hour: 1.5, self.breaker: 0, self.cable: 2.5, self.travel: 1})

    def test_the_first_one_is_billed_as_it_was_corrected(self):
        """Pressed on the first report, the latest truth is billed."""
        amendment = self.amend(self.report, hours={self.kind_day: 30})
        order = self.order_of(self.report.action_duret_bill())
        self.assertEqual(order.order_line.duret_report_id, amendment)
        self.assertEqual(self.lines(order), {self.hour: 0.5, self.travel: 1})

    def test_a_visit_travels_once(self):
        """Two technicians write two reports of one visit: hours of both, one travel."""
        self.report.action_duret_bill()
        other = self.make_report(hours={self.kind_day: 60})
        lines = self.lines(self.order_of(other.action_duret_bill()))
        self.assertEqual(lines, {self.hour: 1})

    def test_no_travel_apart(self):
        """A company that bills no travel has none on its orders."""
        self.env.company.duret_travel_product_id = False
        self.assertNotIn(self.travel, self.lines(self.order_of(self.report.action_duret_bill())))

    def test_hours_without_product(self):
        """Somebody has to say how hours are billed; no half order is left behind."""
        self.env.company.duret_hour_product_id = False
        orders = self.env["sale.order"].search_count([])
        with self.assertRaisesRegex(UserError, "Day"):
            self.report.action_duret_bill()
        self.assertEqual(self.env["sale.order"].search_count([]), orders)

    def test_a_draft_is_not_billed(self):
        """What is not signed may still change."""
        draft = self.make_report(visit=self.make_visit(scheduled_date_start=False), close=False)
        with self.assertRaises(UserError):
            draft.action_duret_bill()

    def test_nothing_is_shipped(self):
        """What came out of the van is not delivered a second time, and counts as delivered."""
        order = self.order_of(self.report.action_duret_bill())
        order.order_line = [Command.create({"product_id": self.breaker.id, "product_uom_qty": 1})]
        order.action_confirm()
        self.assertEqual(sum(order.picking_ids.move_ids.mapped("product_uom_qty")), 1, "the line written by hand")
        used = order.order_line.filtered("duret_report_id")
        self.assertEqual(used.mapped("qty_delivered"), used.mapped("product_uom_qty"))

    def test_taxes_are_the_client_s(self):
        """Taxes come from the product through the fiscal position, as on any order."""
        tax = self.env["account.tax"].create({"name": "10 %", "amount": 10, "type_tax_use": "sale"})
        self.breaker.taxes_id = tax
        order = self.order_of(self.report.action_duret_bill())
        self.assertEqual(order.order_line.filtered(lambda line: line.product_id == self.breaker).tax_ids, tax)

    def test_a_copy_of_the_order_bills_nothing(self):
        """A duplicated quotation is another one: it does not carry the report."""
        order = self.order_of(self.report.action_duret_bill())
        copy = order.copy()
        self.assertFalse(copy.order_line.duret_report_id)
        self.assertEqual(len(copy.order_line), 3)
