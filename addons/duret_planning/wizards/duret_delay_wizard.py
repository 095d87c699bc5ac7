from odoo import fields, models

CHOICES = [(str(minutes), f"{minutes} min") for minutes in (0, 15, 30, 45, 60, 90, 120)]


class DuretDelayWizard(models.TransientModel):
    """« I will be late »: one tap for how much."""

    _name = "duret.delay.wizard"
    _description = "Delay of a Technician"

    order_id = fields.Many2one("fsm.order", "Visit", required=True, ondelete="cascade")
    minutes = fields.Selection(CHOICES, "How Late", required=True, default="30")

    def action_report(self):
        """Report the delay; the clients of this visit and of the next ones are told what changes for them."""
        self.order_id.duret_report_delay(int(self.minutes))
        return {"type": "ir.actions.act_window_close"}
