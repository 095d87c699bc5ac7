from odoo import fields, models


class DuretHourKind(models.Model):
    """A kind of time that technicians spend: normal hours, overtime, travel."""

    _name = "duret.hour.kind"
    _inherit = ["duret.code.mixin"]
    _description = "Kind of Time"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product", "Product Invoiced", help="Sold for this time, by the hour", ondelete="restrict"
    )
