from odoo.exceptions import UserError
from odoo.tests import tagged

from .document_case import DocumentCase


@tagged("post_install", "-at_install")
class TestDocumentOutward(DocumentCase):
    """Quotations made here go to SAGE; states move both ways by the table."""

    def setUp(self):
        super().setUp()
        self.exchanged()

    def head(self):
        (head,) = self.sage.rows("F_DOCENTETE")
        return head

    def test_a_draft_stays_here_a_sent_one_goes(self):
        order = self.quotation()
        self.env["sale.order"].create({"partner_id": order.partner_id.id})
        self.exchanged()
        head = self.head()
        self.assertEqual((head["DO_Tiers"], head["DO_Type"], head["DO_Statut"]), ("C001", 0, 1))
        self.assertEqual(float(head["DO_TotalTTC"]), order.amount_total)
        self.assertEqual((order.duret_sage_number, order.duret_sage_origin), (head["DO_Piece"], "odoo"))
        self.assertTrue(order.name.startswith("S"), "our own number stays")
        self.exchanged()
        self.assertEqual(len(self.sage.rows("F_DOCENTETE")), 1)
        self.assertFalse(self.conflicts())
        self.assertEqualSides()

    def test_our_lines_stay_ours_and_follow(self):
        order = self.quotation()
        self.exchanged()
        order.order_line.product_uom_qty = 5
        self.exchanged()
        self.assertEqual(float(self.sage.lines(self.head()["cbMarq"])[0]["DL_Qte"]), 5.0)
        self.assertEqual(float(self.head()["DO_TotalTTC"]), order.amount_total)
        self.assertEqualSides()

    def test_accepted_in_the_portal_is_accepted_in_sage(self):
        order = self.quotation()
        self.exchanged()
        day = self.head()["DO_Date"]
        order.action_confirm()
        self.exchanged()
        self.assertEqual((self.head()["DO_Statut"], self.head()["DO_Date"]), (2, day))

    def test_accepted_in_sage_is_confirmed_here(self):
        order = self.quotation()
        self.exchanged()
        self.sage.clock.tick(minutes=5)
        self.sage.update("F_DOCENTETE", self.head()["cbMarq"], DO_Statut=2)
        self.exchanged()
        self.assertEqual(order.state, "sale")

    def test_cancelled_here_does_not_travel(self):
        order = self.quotation()
        self.exchanged()
        order.action_cancel()
        self.exchanged()
        self.assertEqual((self.head()["DO_Statut"], self.conflicts()), (1, []))
        self.assertEqualSides()

    def test_cancelled_here_and_accepted_there_is_a_conflict(self):
        order = self.quotation()
        self.exchanged()
        order.action_cancel()
        self.sage.clock.tick(minutes=5)
        self.sage.update("F_DOCENTETE", self.head()["cbMarq"], DO_Statut=2)
        self.exchanged()
        self.assertEqual((order.state, self.head()["DO_Statut"], self.conflicts()), ("cancel", 2, ["state"]))
        conflict = self.env["duret.sage.conflict"].search([("state", "=", "open"), ("field", "=", "state")])
        conflict.write({"decision": "theirs"})
        self.exchanged()
        self.assertEqual((order.state, self.conflicts()), ("sale", []))

    def test_cancelled_here_and_ordered_there_is_held_whole(self):
        order = self.quotation()
        self.exchanged()
        order.action_cancel()
        number = order.duret_sage_number
        self.sage.clock.tick(minutes=5)
        self.sage.transform(self.head()["cbMarq"], 1)
        self.exchanged()
        self.assertEqual((order.state, order.duret_sage_number, self.conflicts()), ("cancel", number, ["kind"]))

    def test_an_accepted_quotation_does_not_go_back(self):
        order = self.quotation()
        order.action_confirm()
        self.exchanged()
        self.sage.clock.tick(minutes=5)
        self.sage.update("F_DOCENTETE", self.head()["cbMarq"], DO_Statut=0)
        self.exchanged()
        self.assertEqual((order.state, self.conflicts()), ("sale", ["state"]))

    def test_lines_of_sage_are_closed_and_notes_are_not(self):
        marq = self.document()
        self.exchanged()
        order = self.bound_to(marq).with_user(self.env.ref("base.user_admin"))
        attempts = [
            lambda: order.order_line[0].write({"price_unit": 1}),
            lambda: order.order_line[0].unlink(),
            lambda: order.write({"order_line": [(0, 0, {"product_id": self.cable.id})]}),
            lambda: order.write({"partner_id": self.env.user.partner_id.id}),
            lambda: order.sudo().order_line.write({"discount": 50}),
            lambda: order.write({"duret_sage_number": "X"}),
            lambda: order._create_invoices(),
            lambda: order.unlink(),
            lambda: order.write({"amount_total": 1}),
            lambda: order.order_line[0].write({"price_subtotal": 1}),
            lambda: order.order_line.with_context(default_order_id=order.id).create({"product_id": self.cable.id}),
            lambda: self.advance(order, "percentage")._create_invoices(order),
        ]
        for attempt in attempts:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        order.write({"note": "Sonner deux fois", "commitment_date": "2026-12-01 08:00:00"})
        order.order_line[0].write({"qty_delivered": 1})
        self.assertEqual(order.amount_total, 252.0)
        self.exchanged()
        self.assertEqualSides()

    def advance(self, order, method):
        """Open the assistant of invoices on an order."""
        values = {"sale_order_ids": [(6, 0, order.ids)], "advance_payment_method": method, "amount": 10}
        return self.env["sale.advance.payment.inv"].create(values)

    def test_what_waits_goes_with_its_quotation(self):
        order = self.quotation()
        operation = self.env["duret.sage.operation"].create(
            {
                "backend_id": self.backend.id,
                "entity": "document",
                "model": "sale.order",
                "res_id": order.id,
                "verb": "create",
                "idempotency": "late",
                "payload": {"kind": "quotation"},
                "attempts": 1,
            }
        )
        order.action_cancel()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.unlink()
        operation.attempts = 0
        order.unlink()
        self.assertFalse(operation.exists())
        self.exchanged()
        self.assertFalse(self.sage.rows("F_DOCENTETE"))

    def test_an_order_of_sage_is_not_cancelled_here(self):
        marq = self.document(DO_Type=1)
        self.exchanged()
        with self.assertRaises(UserError):
            self.bound_to(marq).action_cancel()
