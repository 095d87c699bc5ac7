from odoo.tests import tagged

from .document_case import CABLE, DocumentCase

ORDER, DELIVERY, INVOICE = 1, 3, 6


@tagged("post_install", "-at_install")
class TestDocumentTransform(DocumentCase):
    """Devis → BC → BL → facture, in place: one binding, one story here."""

    def test_from_quotation_to_posted_invoice(self):
        marq = self.document()
        self.exchanged()
        order, binding = self.bound_to(marq), self.binding(marq)
        self.sage.transform(marq, ORDER)
        self.exchanged()
        self.assertEqual(self.bound_to(marq), order)
        self.assertEqual((order.state, order.duret_sage_kind, order.name), ("sale", "order", "BC00001"))
        self.sage.transform(marq, DELIVERY)
        self.exchanged()
        self.assertEqual((order.duret_sage_kind, order.name), ("delivery", "BL00001"))
        self.sage.transform(marq, INVOICE)
        self.exchanged()
        move = self.bound_to(marq)
        self.assertEqual((move._name, self.binding(marq)), ("account.move", binding))
        self.assertEqual((move.name, move.state, move.amount_total), ("FA00001", "posted", 252.0))
        self.assertEqual((order.invoice_ids, order.invoice_status), (move, "invoiced"))
        self.sage.post(marq)
        self.exchanged()
        self.assertEqual((self.bound_to(marq), move.duret_sage_kind), (move, "posted_invoice"))
        self.assertEqualSides()

    def test_the_order_is_never_sent_again(self):
        marq = self.document()
        self.exchanged()
        order = self.bound_to(marq)
        self.sage.transform(marq, INVOICE)
        self.exchanged()
        order.message_post(body="Vu")
        order.note = "Après la facture"
        documents = len(self.sage.rows("F_DOCENTETE"))
        self.exchanged()
        self.assertEqual(len(self.sage.rows("F_DOCENTETE")), documents)
        self.assertFalse(self.env["duret.sage.operation"].search([("model", "=", "sale.order")]))
        self.assertEqualSides()

    def test_our_quotation_becomes_an_invoice(self):
        self.exchanged()
        order = self.quotation()
        self.exchanged()
        (head,) = self.sage.rows("F_DOCENTETE")
        self.sage.transform(head["cbMarq"], INVOICE)
        self.exchanged()
        move = self.bound_to(head["cbMarq"])
        self.assertEqual((order.state, order.invoice_ids), ("sale", move))
        self.assertEqual(move.invoice_line_ids.sale_line_ids, order.order_line)
        self.assertEqualSides()

    def test_what_waited_to_be_sent_of_the_order_is_not_sent(self):
        self.exchanged()
        order = self.quotation()
        self.exchanged()
        (head,) = self.sage.rows("F_DOCENTETE")
        order.client_order_ref = "TROP TARD"
        operation = self.env["duret.sage.operation"].create(
            {
                "backend_id": self.backend.id,
                "entity": "document",
                "model": "sale.order",
                "res_id": order.id,
                "verb": "update",
                "idempotency": "late",
                "key": str(head["cbMarq"]),
                "state": "dead",
                "payload": {"reference": "TROP TARD"},
            }
        )
        self.sage.transform(head["cbMarq"], INVOICE)
        self.exchanged()
        self.assertEqual(operation.state, "confirmed")
        self.assertNotEqual(self.sage.row("F_DOCENTETE", head["cbMarq"])["DO_Ref"], "TROP TARD")

    def test_a_changed_invoice_is_the_same_invoice(self):
        marq = self.document(DO_Type=INVOICE)
        self.exchanged()
        move = self.bound_to(marq)
        self.sage.clock.tick(minutes=5)
        self.sage.change_document(marq, lines=[{**CABLE, "DL_Qte": "3"}], DO_Ref="AVENANT")
        self.exchanged()
        self.assertEqual(self.bound_to(marq), move)
        self.assertEqual((move.state, move.name, move.amount_total, move.ref), ("posted", "FA00001", 180.0, "AVENANT"))
        self.assertEqualSides()

    def test_credit_notes(self):
        plain = self.document(CABLE, DO_Type=5)
        below = self.document({**CABLE, "DL_Qte": "-2"}, DO_Type=INVOICE)
        self.exchanged()
        for marq in (plain, below):
            move = self.bound_to(marq)
            self.assertEqual((move.move_type, move.state, move.amount_total), ("out_refund", "posted", 120.0))
        self.assertEqualSides()

    def test_payment_is_shown_and_nothing_is_entered(self):
        marq = self.document(DO_Type=INVOICE)
        self.exchanged()
        move = self.bound_to(marq)
        for paid, state, left in (("100", "partial", 152.0), ("252", "paid", 0.0), ("0", "not_paid", 252.0)):
            self.sage.clock.tick(minutes=5)
            self.sage.update("F_DOCENTETE", marq, DO_MontantRegle=paid)
            self.exchanged()
            self.assertEqual((move.payment_state, move.amount_residual), (state, left))
        self.assertEqual(self.env["account.move"].search_count([("partner_id", "=", move.partner_id.id)]), 1)
        self.assertFalse(move.line_ids.matched_credit_ids)

    def test_deleted_in_sage_is_flagged(self):
        quotation, invoice = self.document(), self.document(DO_Type=INVOICE)
        self.exchanged()
        order, move = self.bound_to(quotation), self.bound_to(invoice)
        for marq in (quotation, invoice):
            self.sage.remove_document(marq)
        self.backend._scan(forced=True)
        self.assertTrue(order.duret_sage_is_gone and move.duret_sage_is_gone)
        self.assertEqual((order.state, move.state), ("cancel", "cancel"))
        self.assertEqual((len(order.order_line), len(move.invoice_line_ids)), (2, 2))
