from odoo import fields, models


class HelpdeskTicketTeam(models.Model):
    """Who answers when the owner of a ticket is away."""

    _name = "helpdesk.ticket.team"
    _inherit = ["duret.triage.target", "helpdesk.ticket.team"]

    duret_backup_user_id = fields.Many2one(
        "res.users",
        "Back-up",
        domain="[('share', '=', False)]",
        help="Takes over the tickets of an owner who is away or has left.",
    )
    duret_triage_code = fields.Selection(
        [
            ("front_desk", "Front Desk"),
            ("repair", "Repairs and Maintenance"),
            ("sales", "Quotations"),
            ("works", "Building Sites"),
            ("accounts", "Invoices and Payments"),
        ],
        "Receives",
        copy=False,
        help="Requests of this kind are proposed to this team. Without such a team they stay where they arrived.",
    )

    _duret_triage_code_unique = models.Constraint(
        "UNIQUE(duret_triage_code)", "Two teams cannot receive the same requests."
    )
    use_sla = fields.Boolean(default=True)
