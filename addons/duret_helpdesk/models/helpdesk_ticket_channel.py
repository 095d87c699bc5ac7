from odoo import fields, models


class HelpdeskTicketChannel(models.Model):
    """How the request came. The program knows a channel by its code, people by its name."""

    _name = "helpdesk.ticket.channel"
    _inherit = ["duret.triage.target", "helpdesk.ticket.channel"]

    duret_code = fields.Char("Code", copy=False, help="Name that the program uses. Empty for channels you add.")

    _duret_code_unique = models.Constraint("UNIQUE(duret_code)", "Two channels cannot have the same code.")
