from odoo import api, fields, models


class DuretTicketMeasure(models.AbstractModel):
    """Stored figures of a ticket: answers, waits, reopenings."""

    _name = "duret.ticket.measure"
    _description = "Ticket: Measure"

    duret_first_response_date = fields.Datetime("First Answer", copy=False, readonly=True)

    @api.model
    def _duret_flag_forgotten(self):
        return 0
