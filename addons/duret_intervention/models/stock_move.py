from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    # The other side of the visit's list of material: without an index, opening one visit reads all moves.
    fsm_order_id = fields.Many2one(index="btree_not_null")
    duret_person_id = fields.Many2one(
        related="fsm_order_id.person_id", string="Technician", store=True, index="btree_not_null"
    )
