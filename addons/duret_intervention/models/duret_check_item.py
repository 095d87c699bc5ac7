from odoo import fields, models


class DuretCheckItem(models.Model):
    """A point that a technician checks on certain kinds of visit."""

    _name = "duret.check.item"
    _inherit = ["duret.code.mixin"]
    _description = "Point to Check"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    required = fields.Boolean("Has to Be Answered")
    type_ids = fields.Many2many(
        "fsm.order.type",
        "duret_check_item_type_rel",
        "item_id",
        "type_id",
        string="Kinds of Visit",
        help="Empty: every kind of visit",
    )
