"""Settings of the company that every addon of the suite shows to clients."""

from odoo import fields, models

from ..guarding import expiry, limits


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

    # Limits of the doors open to everybody (see guarding/limits.py); 0 switches one off.
    duret_rate_login = fields.Integer(
        "Failed logins per minute", config_parameter="duret_base.rate_login", default=limits.LOGIN.limit
    )
    duret_rate_token = fields.Integer(
        "Wrong links per minute", config_parameter="duret_base.rate_token", default=limits.TOKEN.limit
    )
    duret_rate_mail = fields.Integer(
        "Password mails per ten minutes", config_parameter="duret_base.rate_mail", default=limits.MAIL.limit
    )
    duret_rate_form = fields.Integer(
        "Public forms per minute", config_parameter="duret_base.rate_form", default=limits.FORM.limit
    )
    duret_rate_booking = fields.Integer(
        "Booking pages per minute", config_parameter="duret_base.rate_booking", default=limits.BOOKING.limit
    )
    duret_rate_code = fields.Integer(
        "Booking codes per ten minutes", config_parameter="duret_base.rate_code", default=limits.CODE.limit
    )
    duret_link_days = fields.Integer(
        "Days a link outlives its document", config_parameter="duret_base.link_days", default=expiry.MAX_DAYS
    )
