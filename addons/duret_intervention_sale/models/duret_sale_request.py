from odoo import api, fields, models


class DuretSaleRequest(models.AbstractModel):
    """Order: the request that it answers."""

    _name = "duret.sale.request"
    _description = "Order: Request"

    duret_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        "Request",
        compute="_compute_duret_ticket_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        help="What a client asked for: the technician who wrote it down sees what becomes of it.",
    )

    @api.depends("opportunity_id.ticket_id")
    def _compute_duret_ticket_id(self):
        """A quotation of an opportunity answers the request of that opportunity; others keep what was chosen."""
        for order in self:
            order.duret_ticket_id = order.opportunity_id.ticket_id or order.duret_ticket_id
