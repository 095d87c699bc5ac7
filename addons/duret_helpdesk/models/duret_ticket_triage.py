from odoo import models


class DuretTicketTriage(models.AbstractModel):
    """What the classifier proposed and what a person decided."""

    _name = "duret.ticket.triage"
    _description = "Ticket: Triage"
