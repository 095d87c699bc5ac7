from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_hour_product_id = fields.Many2one(related="company_id.duret_hour_product_id", readonly=False)
    duret_travel_product_id = fields.Many2one(related="company_id.duret_travel_product_id", readonly=False)
