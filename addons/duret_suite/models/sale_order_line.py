from odoo import fields, models


class SaleOrderLine(models.Model):
    """The line that carries the discount promised online; the quotation keeps it right by itself."""

    _inherit = "sale.order.line"

    duret_online_discount = fields.Boolean("Discount for Booking Online", readonly=True)
