from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_mail_acknowledge = fields.Boolean(related="company_id.duret_mail_acknowledge", readonly=False)
    duret_mail_size_limit = fields.Integer(related="company_id.duret_mail_size_limit", readonly=False)
    duret_mail_ticket_limit = fields.Integer(related="company_id.duret_mail_ticket_limit", readonly=False)
    duret_mail_message_limit = fields.Integer(related="company_id.duret_mail_message_limit", readonly=False)
    duret_mail_internal_domains = fields.Char(related="company_id.duret_mail_internal_domains", readonly=False)
    duret_mail_retention_days = fields.Integer(related="company_id.duret_mail_retention_days", readonly=False)
