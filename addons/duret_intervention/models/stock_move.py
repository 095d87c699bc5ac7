from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    # The other side of the visit's list of material: without an index, opening one visit reads all moves.
    fsm_order_id = fields.Many2one(index="btree_not_null", compute="_compute_fsm_order_id", store=True, readonly=False)
    duret_person_id = fields.Many2one(
        related="fsm_order_id.person_id", string="Technician", store=True, index="btree_not_null"
    )

    duret_report_id = fields.Many2one(
        "duret.intervention.report", "Report", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    duret_unit_cost = fields.Float(
        "Unit Cost",
        digits="Product Price",
        readonly=True,
        copy=False,
        groups="duret_base.group_assistant,duret_base.group_direction",
        help="Cost of the product at the moment the material was used, in its own unit",
    )
    duret_cost = fields.Monetary(
        "Cost",
        compute="_compute_duret_cost",
        store=True,
        currency_field="duret_currency_id",
        groups="duret_base.group_assistant,duret_base.group_direction",
        help="What came back from a visit counts against what was used.",
    )
    duret_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")

    # A report takes each product out of the van once, whatever is tried again.
    _duret_report_once = models.UniqueIndex(
        "(duret_report_id, product_id) WHERE duret_report_id IS NOT NULL AND state <> 'cancel'",
        "The material of this report is booked already.",
    )

    @api.depends("duret_unit_cost", "product_qty", "quantity", "location_dest_id.usage", "state")
    def _compute_duret_cost(self):
        for move in self:
            used = move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)
            sign = -1 if move.location_dest_id.usage == "internal" else 1
            move.duret_cost = sign * used * move.duret_unit_cost if move.state == "done" else 0

    def _action_done(self, cancel_backorder=False):
        """Override: material of a visit keeps what it cost that day; prices of later days change nothing.

        :return: the moves that were done
        """
        done = super()._action_done(cancel_backorder=cancel_backorder)
        # The cost belongs to the office: whoever uses material neither reads nor chooses it.
        for move in done.sudo().filtered("fsm_order_id"):
            move.duret_unit_cost = move.product_id.with_company(move.company_id).standard_price
        return done

    @api.depends("picking_id.fsm_order_id")
    def _compute_fsm_order_id(self):
        """A move belongs to the visit of its transfer; without one it keeps the visit it was given."""
        for move in self:
            move.fsm_order_id = move.picking_id.fsm_order_id or move.fsm_order_id
