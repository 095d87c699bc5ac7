from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    # The other side of the visit's list of material: without an index, opening one visit reads all moves.
    fsm_order_id = fields.Many2one(index="btree_not_null", compute="_compute_fsm_order_id", store=True, readonly=False)
    duret_person_id = fields.Many2one(
        related="fsm_order_id.person_id", string="Technician", store=True, index="btree_not_null"
    )

    @api.depends("picking_id.fsm_order_id")
    def _compute_fsm_order_id(self):
        """A move belongs to the visit of its transfer; without one it keeps the visit it was given."""
        for move in self:
            move.fsm_order_id = move.picking_id.fsm_order_id or move.fsm_order_id
