"""Quotations and invoices in a client's history; the number in SAGE names a client."""

from odoo.tests import new_test_user, tagged

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestSalesTimeline(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quotation = cls.env["sale.order"].create({"partner_id": cls.contact_a.id})
        cls.invoice = cls.env["account.move"].create({"move_type": "out_invoice", "partner_id": cls.client_a.id})
        cls.bill = cls.env["account.move"].create({"move_type": "in_invoice", "partner_id": cls.client_a.id})
        cls.env.flush_all()

    def entries(self, user, partner=None):
        page = self.env["duret.timeline"].with_user(user).get_page((partner or self.client_a).id)
        return {(row["model"], row["res_id"]) for row in page["rows"]}

    def test_quotations_and_invoices_of_the_firm(self):
        entries = self.entries(self.user_admin)
        self.assertIn(("sale.order", self.quotation.id), entries)
        self.assertIn(("account.move", self.invoice.id), entries)
        self.assertNotIn(("account.move", self.bill.id), entries, "a supplier's bill is no invoice of a client")
        self.assertFalse(self.entries(self.user_admin, self.client_b) & entries)

    def test_who_may_not_read_sales_sees_none(self):
        employee = new_test_user(self.env, "duret_employee", groups="base.group_user")
        models = {model for model, _id in self.entries(employee)}
        self.assertFalse(models & {"sale.order", "account.move"})
        self.assertIn(("sale.order", self.quotation.id), self.entries(self.user_assistant))

    def test_the_sage_number_names_a_client(self):
        self.assertIn("duret_sage_number", self.env["res.partner"]._duret_reference_fields())
