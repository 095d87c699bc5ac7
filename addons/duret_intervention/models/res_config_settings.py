from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_reports_since = fields.Date(related="company_id.duret_reports_since", readonly=False)
