from odoo import fields, models


class HelpdeskTicketTeam(models.Model):
    """Who answers when the owner of a ticket is away."""

    _inherit = "helpdesk.ticket.team"

    duret_backup_user_id = fields.Many2one(
        "res.users",
        "Back-up",
        domain="[('share', '=', False)]",
        help="Takes over the tickets of an owner who is away or has left.",
    )
