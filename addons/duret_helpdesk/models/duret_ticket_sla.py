from odoo import models


class DuretTicketSla(models.AbstractModel):
    """Deadlines counted in working time."""

    _name = "duret.ticket.sla"
    _description = "Ticket: SLA"
