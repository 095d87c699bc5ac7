from odoo.tests import tagged

from .document_case import DocumentCase


@tagged("post_install", "-at_install")
class TestCheckRates(DocumentCase):
    def words(self):
        """What the connection test says of rates."""
        check = self.env["duret.sage.check"]._of(self.backend)
        return [line.sentence for line in check.line_ids if "taxe de vente" in line.sentence]

    def test_a_rate_without_tax_is_named(self):
        self.assertFalse(self.words())
        taxes = self.env["account.tax"].search([("type_tax_use", "=", "sale"), ("amount", "=", 5.5)])
        taxes.active = False
        (said,) = self.words()
        self.assertIn("5,5 %", said)
        self.assertTrue(self.env["duret.sage.check"]._of(self.backend).is_ready, "it warns, it does not forbid")
