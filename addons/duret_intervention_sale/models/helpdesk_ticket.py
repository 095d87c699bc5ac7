from odoo import api, fields, models

# States of an order → what the technician who asked for it is told.
TOLD = {"sent": "quoted", "sale": "signed"}


class HelpdeskTicket(models.Model):
    """What became of a request from the field: the quotation that was made for it."""

    _inherit = "helpdesk.ticket"

    duret_quotation_ids = fields.One2many(
        "sale.order", "duret_ticket_id", "Quotations", groups="sales_team.group_sale_salesman"
    )

    @api.depends("duret_quotation_ids.state", "duret_quotation_ids.amount_total")
    def _compute_duret_field_outcome(self):
        """Override: computed again when a quotation is sent, signed or changes."""
        return super()._compute_duret_field_outcome()

    def _duret_field_quotations(self):
        """Override: the best of the quotations of each request: signed before sent, then the latest.

        :return: dict {helpdesk.ticket: (state, amount with taxes)}
        """
        domain = [("duret_ticket_id", "in", self.ids), ("state", "in", list(TOLD))]
        # A technician is told that his request became a quotation and its amount; the quotation stays the office's.
        orders = self.env["sale.order"].sudo().search(domain, order="id")
        told = {}
        for order in orders.sorted(lambda order: order.state == "sale"):
            told[self.browse(order.duret_ticket_id.id)] = (TOLD[order.state], order.amount_total)
        return told

    def action_duret_new_quotation(self):
        """Open a new quotation that answers this request.

        :return: window action on ``sale.order``
        """
        self.ensure_one()
        visit = self.duret_field_visit_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "view_mode": "form",
            "name": self.env._("New quotation"),
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_duret_ticket_id": self.id,
                "default_duret_visit_id": visit.id,
            },
        }
