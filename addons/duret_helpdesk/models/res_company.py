from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    duret_mail_acknowledge = fields.Boolean("Acknowledge Mailed Requests", default=True)
    duret_mail_size_limit = fields.Integer("Largest Message (MB)", default=35)
    duret_mail_ticket_limit = fields.Integer("Tickets per Sender and Hour", default=5)
    duret_mail_message_limit = fields.Integer("Messages per Sender and Hour", default=20)
    duret_mail_retention_days = fields.Integer("Keep Incoming Messages (days)", default=365)

    duret_front_desk_user_id = fields.Many2one(
        "res.users",
        "Front Desk",
        domain="[('share', '=', False)]",
        help="Owns every request that nobody else takes.",
    )

    _duret_mail_limits_positive = models.Constraint(
        "CHECK(duret_mail_size_limit > 0 AND duret_mail_ticket_limit > 0 AND duret_mail_message_limit > 0"
        " AND duret_mail_retention_days >= 0)",
        "The limits of incoming mail must be positive.",
    )
