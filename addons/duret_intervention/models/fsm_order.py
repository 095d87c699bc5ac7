from odoo import fields, models


class FsmOrder(models.Model):
    _inherit = "fsm.order"

    duret_van_location_id = fields.Many2one(related="person_id.duret_van_location_id")

    def action_duret_open_van(self):
        """Open what the technician of this visit carries.

        :return: window action on ``stock.quant``, limited to the technician's van
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_intervention.stock_quant_action_van")
        action["domain"] = [("location_id", "child_of", self.duret_van_location_id.id)]
        return action
