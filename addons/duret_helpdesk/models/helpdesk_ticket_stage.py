from odoo import fields, models


class HelpdeskTicketStage(models.Model):
    """How far a request is."""

    _name = "helpdesk.ticket.stage"
    _inherit = ["duret.known.by.heart", "helpdesk.ticket.stage"]

    duret_waits_for_client = fields.Boolean(
        "Waits for the Client", help="Deadlines stand still while a ticket is in this stage."
    )
    duret_next_action = fields.Char(
        "Next Action", translate=True, help="Proposed when a ticket of this stage has nothing planned."
    )
    duret_next_action_days = fields.Integer("Within (working days)", default=1)

    _duret_next_action_days_positive = models.Constraint(
        "CHECK(duret_next_action_days >= 0)", "A delay cannot be negative."
    )

    def write(self, vals):
        """Override: tickets of a stage that no longer closes are open again, and need somebody and something."""
        result = super().write(vals)
        if "closed" in vals:
            # sudo: all tickets of the stage, whoever is at work.
            self.env["helpdesk.ticket"].sudo().search([("stage_id", "in", self.ids)])._duret_ensure_next_action()
        if {"closed", "duret_waits_for_client"} & vals.keys():
            self.env["helpdesk.ticket"]._duret_clock_expired()
        return result
