from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_reports_since = fields.Date(related="company_id.duret_reports_since", readonly=False)
    duret_photo_position = fields.Boolean(related="company_id.duret_photo_position", readonly=False)
    duret_position_months = fields.Integer(related="company_id.duret_position_months", readonly=False)
    duret_repair_prices = fields.Char(related="company_id.duret_repair_prices", readonly=False)
