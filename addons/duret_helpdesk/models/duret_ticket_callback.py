from odoo import models


class DuretTicketCallback(models.AbstractModel):
    """Calls to make back, and what closes them."""

    _name = "duret.ticket.callback"
    _description = "Ticket: Callback"
