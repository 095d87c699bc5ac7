from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_mail_acknowledge = fields.Boolean(related="company_id.duret_mail_acknowledge", readonly=False)
    duret_mail_size_limit = fields.Integer(related="company_id.duret_mail_size_limit", readonly=False)
    duret_mail_ticket_limit = fields.Integer(related="company_id.duret_mail_ticket_limit", readonly=False)
    duret_mail_message_limit = fields.Integer(related="company_id.duret_mail_message_limit", readonly=False)
    duret_mail_internal_domains = fields.Char(related="company_id.duret_mail_internal_domains", readonly=False)
    duret_mail_retention_days = fields.Integer(related="company_id.duret_mail_retention_days", readonly=False)
    duret_waiting_days = fields.Integer(related="company_id.duret_waiting_days", readonly=False)
    duret_reopen_days = fields.Integer(related="company_id.duret_reopen_days", readonly=False)
    duret_triage_retention_days = fields.Integer(related="company_id.duret_triage_retention_days", readonly=False)
    duret_answer_closed = fields.Boolean(related="company_id.duret_answer_closed", readonly=False)
    duret_answer_replies = fields.Boolean(related="company_id.duret_answer_replies", readonly=False)
    duret_answer_portal = fields.Boolean(related="company_id.duret_answer_portal", readonly=False)
    duret_answer_phone = fields.Boolean(related="company_id.duret_answer_phone", readonly=False)
    duret_front_desk_user_id = fields.Many2one(related="company_id.duret_front_desk_user_id", readonly=False)
