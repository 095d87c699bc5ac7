from odoo import api, fields, models


class SaleOrder(models.Model):
    """The visit that an order follows, and the reports that wrote its lines."""

    _name = "sale.order"
    _inherit = ["duret.sale.request", "sale.order"]

    duret_visit_id = fields.Many2one("fsm.order", "Visit", copy=False, index="btree_not_null")
    duret_report_ids = fields.Many2many(
        "duret.intervention.report", string="Reports", compute="_compute_duret_report_ids"
    )
    duret_report_count = fields.Integer("Number of Reports", compute="_compute_duret_report_ids")

    @api.depends("order_line.duret_report_id")
    def _compute_duret_report_ids(self):
        for order in self:
            order.duret_report_ids = order.order_line.duret_report_id
            order.duret_report_count = len(order.duret_report_ids)

    def action_duret_open_reports(self):
        """Open the reports whose work is on this order.

        :return: window action
        """
        self.ensure_one()
        reports = self.order_line.duret_report_id
        return reports._duret_window()
