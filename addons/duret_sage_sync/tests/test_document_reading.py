from datetime import date

from odoo.tests import tagged

from .document_case import CABLE, POSE, TITLE, DocumentCase


@tagged("post_install", "-at_install")
class TestDocumentReading(DocumentCase):
    """Documents typed into SAGE arrive here, to the cent."""

    def test_a_quotation_arrives_whole(self):
        marq = self.document(TITLE, CABLE, POSE, DO_Ref="CHANTIER DUPONT", DO_Date="2026-10-20")
        self.exchanged()
        order = self.bound_to(marq)
        self.assertEqual(order._name, "sale.order")
        self.assertEqual(order.partner_id, self.bound("C001"))
        self.assertEqual(
            (order.name, order.duret_sage_number, order.client_order_ref), ("DE00001",) * 2 + ("CHANTIER DUPONT",)
        )
        self.assertEqual(order.duret_sage_date, date(2026, 10, 20))
        self.assertEqual((order.state, order.duret_sage_kind, order.duret_sage_origin), ("draft", "quotation", "sage"))
        self.assertEqual((order.amount_untaxed, order.amount_tax, order.amount_total), (220.0, 32.0, 252.0))
        title, cable, pose = order.order_line
        self.assertEqual((title.display_type, title.name), ("line_section", "Cuisine"))
        self.assertEqual((cable.product_id, cable.price_subtotal, cable.tax_ids.amount), (self.cable, 100.0, 20.0))
        self.assertEqual((pose.product_id, pose.name), (self.env["duret.sage.desk.document"]._text_product(), "Pose"))
        self.assertEqualSides()

    def test_an_invoice_arrives_posted_and_unpaid(self):
        marq = self.document(DO_Type=6)
        self.exchanged()
        move = self.bound_to(marq)
        self.assertEqual((move._name, move.move_type, move.state), ("account.move", "out_invoice", "posted"))
        self.assertEqual((move.name, move.journal_id.code), ("FA00001", "SAGE"))
        self.assertEqual((move.amount_untaxed, move.amount_tax, move.amount_total), (220.0, 32.0, 252.0))
        self.assertEqual((move.payment_state, move.amount_residual), ("not_paid", 252.0))
        self.assertEqual(move.tax_totals["total_amount_currency"], 252.0)
        self.assertEqualSides()

    def test_the_second_run_writes_nothing(self):
        marqs = [self.document(), self.document(DO_Type=6)]
        self.exchanged()
        before = [(self.bound_to(marq).write_date, self.bound_to(marq).duret_sage_version) for marq in marqs]
        run = self.exchanged()
        self.assertFalse(run.line_ids)
        self.assertEqual([(self.bound_to(m).write_date, self.bound_to(m).duret_sage_version) for m in marqs], before)
