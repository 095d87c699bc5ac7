from odoo import api, models


class DuretTicketRelance(models.AbstractModel):
    """Tickets may be followed up: the client whom we wait for, the repair that nobody has called about."""

    _name = "duret.ticket.relance"
    _description = "Ticket: Follow-up"
    _inherit = ["duret.relance.mixin"]

    @api.model
    def _duret_relance_default_user(self, company):
        """Override: the front desk calls for tickets that nobody has taken.

        :param company: res.company
        :return: res.users
        """
        return company.duret_front_desk_user_id
