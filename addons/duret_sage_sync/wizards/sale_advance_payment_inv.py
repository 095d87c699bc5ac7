from odoo import models


class SaleAdvancePaymentInv(models.TransientModel):
    """Down payments of what SAGE has are invoiced there too."""

    _inherit = "sale.advance.payment.inv"

    def _create_invoices(self, sale_orders):
        """Refuse it for a document of SAGE's."""
        sale_orders._duret_sage_refuse_invoicing()
        return super()._create_invoices(sale_orders)
