from odoo import models


class DuretTicketKind(models.AbstractModel):
    """What the client wants, by which channel it came, and how urgent it is."""

    _name = "duret.ticket.kind"
    _description = "Ticket: Kind"
