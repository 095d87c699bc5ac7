from odoo import fields, models


class DuretVisitQuestion(models.Model):
    """What is asked when a kind of visit is booked: a photo of the board, the door code, the parking."""

    _name = "duret.visit.question"
    _description = "Question of a Visit Type"
    _order = "type_id, sequence, id"

    type_id = fields.Many2one("fsm.order.type", "Visit Type", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
    kind = fields.Selection(
        [("text", "Text"), ("yesno", "Yes or no"), ("photo", "Photo")], "Answer", required=True, default="text"
    )
    required = fields.Boolean("Needed")
