from odoo import api, models
from odoo.fields import Domain

# States of an order → what the technician who asked for it is told.
TOLD = {"sent": "quoted", "sale": "signed"}


class HelpdeskTicket(models.Model):
    """What became of a request from the field: the quotation that was made for it."""

    _inherit = "helpdesk.ticket"

    @api.depends("duret_lead_ids.order_ids.state", "duret_lead_ids.order_ids.amount_total")
    def _compute_duret_field_outcome(self):
        """Override: computed again when a quotation of its opportunity is sent, signed or changes."""
        return super()._compute_duret_field_outcome()

    def _duret_field_quotations(self):
        """Override: the best of the quotations of each request: signed before sent, then the latest.

        :return: dict {helpdesk.ticket: (state, amount with taxes)}
        """
        domain = Domain("opportunity_id.ticket_id", "in", self.ids) & Domain("state", "in", tuple(TOLD))
        # A technician is told that his request became a quotation and its amount; the quotation stays the office's.
        orders = self.env["sale.order"].sudo().search(domain, order="id")
        told = {}
        for order in orders.sorted(lambda order: order.state == "sale"):
            told[order.opportunity_id.ticket_id.sudo(False)] = (TOLD[order.state], order.amount_total)
        return told
