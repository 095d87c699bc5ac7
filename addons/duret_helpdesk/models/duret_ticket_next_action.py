from odoo import models


class DuretTicketNextAction(models.AbstractModel):
    """Every open ticket has an owner and a dated next action, on every path."""

    _name = "duret.ticket.next.action"
    _description = "Ticket: Next Action"
