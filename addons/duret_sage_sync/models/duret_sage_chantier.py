from odoo import fields, models


class DuretSageChantier(models.Model):
    """An accepted quotation that was handed to MDE: numbered, once, acknowledged."""

    _name = "duret.sage.chantier"
    _description = "Hand-off to MDE"
    _inherit = ["duret.sage.told"]
    _order = "number desc"
    _rec_name = "number"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    order_id = fields.Many2one("sale.order", required=True, ondelete="restrict", index=True)
    number = fields.Integer(required=True, help="Never used for another one")
    state = fields.Selection(
        [("pending", "To hand off"), ("given", "Given"), ("accepted", "Accepted"), ("refused", "Refused")],
        required=True,
        default="pending",
    )
    mde_number = fields.Char(string="Number in MDE")
    code = fields.Char()
    detail = fields.Char()
    given_at = fields.Datetime()
    answered_at = fields.Datetime()

    _order_unique = models.Constraint("UNIQUE (order_id)", "This quotation was already handed to MDE.")
    _number_unique = models.Constraint("UNIQUE (backend_id, number)", "This number belongs to another site.")
