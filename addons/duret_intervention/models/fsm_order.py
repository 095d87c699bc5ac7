from odoo import api, fields, models


class FsmOrder(models.Model):
    """The visit and what came of it: its reports, its material."""

    _name = "fsm.order"
    _inherit = ["duret.visit.report", "duret.visit.client.reports", "duret.report.files", "fsm.order"]

    duret_van_location_id = fields.Many2one(related="person_id.duret_van_location_id")

    @api.depends("picking_ids.picking_type_code")
    def _compute_picking_ids(self):
        """Count the transfers of each visit, and only count them.

        The base addon also assigns the visit's moves here: showing the counters wrote to the visit, so that
        whoever may only read it could not open it. Moves find their visit by themselves (see ``stock.move``).
        """
        for order in self:
            codes = order.picking_ids.mapped("picking_type_code")
            order.delivery_count = codes.count("outgoing")
            order.return_count = codes.count("incoming")

    def action_duret_open_material(self):
        """Open what was used on this visit.

        :return: window action on ``stock.move``
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_intervention.stock_move_action_visit")
        return action | {"domain": [("fsm_order_id", "=", self.id), ("state", "=", "done")]}

    def _duret_reports_of_files(self):
        """Override: the reports of the visit."""
        return [("order_id", "in", self.ids)]

    def action_duret_open_van(self):
        """Open what the technician of this visit carries.

        :return: window action on ``stock.quant``, limited to the technician's van
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_intervention.stock_quant_action_van")
        action["domain"] = [("location_id", "child_of", self.duret_van_location_id.id)]
        return action
