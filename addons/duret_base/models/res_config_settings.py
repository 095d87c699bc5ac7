"""Settings of the company that every addon of the suite shows to clients."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Identity, mentions and hours; stored on the company."""

    _inherit = "res.config.settings"

    duret_siret = fields.Char(related="company_id.company_registry", readonly=False, string="SIRET")
    duret_vat = fields.Char(related="company_id.vat", readonly=False, string="VAT number")
    duret_legal_form = fields.Char(related="company_id.duret_legal_form", readonly=False)
    duret_rcs = fields.Char(related="company_id.duret_rcs", readonly=False)
    duret_insurer = fields.Char(related="company_id.duret_insurer", readonly=False)
    duret_insurance_policy = fields.Char(related="company_id.duret_insurance_policy", readonly=False)
    duret_insurance_area = fields.Char(related="company_id.duret_insurance_area", readonly=False)
    duret_mediator = fields.Char(related="company_id.duret_mediator", readonly=False)
    duret_mediator_url = fields.Char(related="company_id.duret_mediator_url", readonly=False)
    duret_penalty_mention = fields.Char(related="company_id.duret_penalty_mention", readonly=False)
    duret_emergency_phone = fields.Char(related="company_id.duret_emergency_phone", readonly=False)
    duret_calendar_id = fields.Many2one(
        related="company_id.resource_calendar_id", readonly=False, string="Working calendar"
    )
    duret_opening_text = fields.Char(related="company_id.duret_opening_text")
