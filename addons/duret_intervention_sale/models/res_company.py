from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    duret_hour_product_id = fields.Many2one(
        "product.product",
        "Hours Billed As",
        default=lambda self: self.env.ref("duret_intervention_sale.product_hour", raise_if_not_found=False),
        help="For kinds of hours that have no product of their own",
    )
    duret_travel_product_id = fields.Many2one(
        "product.product",
        "Travel Billed As",
        default=lambda self: self.env.ref("duret_intervention_sale.product_travel", raise_if_not_found=False),
        help="Once for each visit; empty: travels are not billed apart",
    )

    @api.model
    def _duret_set_billing_products(self):
        """Give the companies that were there before this addon the products it brings."""
        for name, xmlid in (("duret_hour_product_id", "product_hour"), ("duret_travel_product_id", "product_travel")):
            product = self.env.ref(f"duret_intervention_sale.{xmlid}")
            self.with_context(active_test=False).search([(name, "=", False)])[name] = product
