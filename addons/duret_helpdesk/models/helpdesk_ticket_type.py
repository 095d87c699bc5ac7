from odoo import fields, models


class HelpdeskTicketType(models.Model):
    """What the client wants, in the assistant's words. The program knows a type by its code, people by its name."""

    _name = "helpdesk.ticket.type"
    _inherit = ["duret.triage.target", "helpdesk.ticket.type"]
    _order = "duret_sequence, name, id"

    duret_code = fields.Char("Code", copy=False, help="Name that the program uses. Empty for types you add.")
    duret_sequence = fields.Integer("Sequence", default=50)
    duret_next_action = fields.Char(
        "Next Action", translate=True, help="Proposed when a ticket of this type has nothing planned."
    )
    duret_next_action_days = fields.Integer("Within (working days)", default=1)

    duret_portal_hint = fields.Char("Explained to Clients", translate=True, help="Small text under its name.")
    duret_question_ids = fields.One2many("duret.request.question", "type_id", "Questions of the Form")

    _duret_code_unique = models.Constraint("UNIQUE(duret_code)", "Two types cannot have the same code.")
    _duret_next_action_days_positive = models.Constraint(
        "CHECK(duret_next_action_days >= 0)", "A delay cannot be negative."
    )
