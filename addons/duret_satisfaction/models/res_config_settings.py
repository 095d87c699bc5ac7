"""Settings of opinions, for the company of the user."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_survey_visits = fields.Boolean(related="company_id.duret_survey_visits", readonly=False)
    duret_survey_tickets = fields.Boolean(related="company_id.duret_survey_tickets", readonly=False)
    duret_survey_id = fields.Many2one(related="company_id.duret_survey_id", readonly=False)
    duret_survey_gap_days = fields.Integer(related="company_id.duret_survey_gap_days", readonly=False)
    duret_survey_expiry_days = fields.Integer(related="company_id.duret_survey_expiry_days", readonly=False)
    duret_survey_retention_months = fields.Integer(related="company_id.duret_survey_retention_months", readonly=False)
    duret_callback_hours = fields.Integer(related="company_id.duret_callback_hours", readonly=False)
    duret_recovery_survey_id = fields.Many2one(related="company_id.duret_recovery_survey_id", readonly=False)
    duret_review_url = fields.Char(related="company_id.duret_review_url", readonly=False)
    duret_review_to = fields.Selection(related="company_id.duret_review_to", readonly=False)
    duret_response_target = fields.Integer(related="company_id.duret_response_target", readonly=False)
    duret_nps_target = fields.Integer(related="company_id.duret_nps_target", readonly=False)
    duret_mark_target = fields.Float(related="company_id.duret_mark_target", readonly=False)
