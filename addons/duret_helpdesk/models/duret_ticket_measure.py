from odoo import models


class DuretTicketMeasure(models.AbstractModel):
    """Stored figures of a ticket: answers, waits, reopenings."""

    _name = "duret.ticket.measure"
    _description = "Ticket: Measure"
