from odoo.tests import tagged

from .document_case import DocumentCase


@tagged("post_install", "-at_install")
class TestDocumentQuiet(DocumentCase):
    """What happens to a document in SAGE is told to no client from here."""

    def test_a_quotation_accepted_in_sage_writes_to_nobody(self):
        self.exchanged()
        client = self.bound("C001")
        client.email = "client@c001.test"
        mail = self.env["mail.template"].create(
            {
                "name": "Merci",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "subject": "Merci",
                "body_html": "<p>Merci</p>",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        template = self.env["sale.order.template"].create({"name": "Usuel", "mail_template_id": mail.id})
        self.backend.company_id.sale_order_template_id = template
        marq = self.document(DO_Type=0, DO_Statut=0)
        self.exchanged()
        order = self.bound_to(marq)
        self.assertFalse(order.sale_order_template_id)
        for statut, state in ((1, "sent"), (2, "sale")):
            self.sage.clock.tick(minutes=5)
            self.sage.change_document(marq, DO_Statut=statut)
            self.exchanged()
            self.assertEqual(order.state, state)
        self.env.flush_all()
        told = order.message_ids.filtered(lambda message: message.partner_ids or message.notified_partner_ids)
        self.assertFalse(told)
        self.assertFalse(self.env["mail.mail"].search([("res_id", "=", order.id), ("model", "=", "sale.order")]))
        self.assertEqualSides()
