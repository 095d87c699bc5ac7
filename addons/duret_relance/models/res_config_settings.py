"""Settings of follow-ups; stored on the company."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_relance_hour_from = fields.Float(related="company_id.duret_relance_hour_from", readonly=False)
    duret_relance_hour_to = fields.Float(related="company_id.duret_relance_hour_to", readonly=False)
    duret_relance_saturday = fields.Boolean(related="company_id.duret_relance_saturday", readonly=False)
    duret_relance_throttle_days = fields.Integer(related="company_id.duret_relance_throttle_days", readonly=False)
