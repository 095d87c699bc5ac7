from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_hold_minutes = fields.Integer(related="company_id.duret_hold_minutes", readonly=False)
