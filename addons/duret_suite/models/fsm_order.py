from odoo import models


class FsmOrder(models.Model):
    """From a visit to its quotation."""

    _name = "fsm.order"
    _inherit = ["duret.visit.opinion", "fsm.order"]

    def action_duret_new_quotation(self):
        """Open a new quotation for the client of this visit; it carries the discount promised online.

        :return: window action on ``sale.order``
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "view_mode": "form",
            "name": self.env._("New quotation"),
            "context": {"default_partner_id": self.duret_partner_id.id, "default_duret_visit_id": self.id},
        }
