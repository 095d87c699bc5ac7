from odoo import api, fields, models

from ..field_billing.quantities import TRAVEL


class SaleOrderLine(models.Model):
    """A line that was written by a report of a visit."""

    _inherit = "sale.order.line"

    duret_report_id = fields.Many2one(
        "duret.intervention.report", "Report", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    duret_report_source = fields.Char("Part of the Report", readonly=True, copy=False)
    duret_report_quantity = fields.Float(
        "Quantity Reported",
        readonly=True,
        copy=False,
        # Reports hold six decimals: a rounded quantity would leave a rest to bill on the next amendment.
        digits=(18, 6),
        help="What the report said; the quantity of the line may be changed by the office and stays as it is.",
    )
    # What may exist once: a part of a report, the travel of a visit. Empty on cancelled orders: it may be billed again.
    duret_report_key = fields.Char("Key of the Part", compute="_compute_duret_report_key", store=True, copy=False)

    _duret_report_key_unique = models.UniqueIndex(
        "(duret_report_key) WHERE duret_report_key IS NOT NULL", "This report is on an order already."
    )

    @api.depends("duret_report_id", "duret_report_source", "order_id.state")
    def _compute_duret_report_key(self):
        for line in self:
            report, source = line.duret_report_id, line.duret_report_source
            whose = f"visit {report.order_id.id}" if source == TRAVEL else f"report {report.id}"
            alive = report and source and line.order_id.state != "cancel"
            line.duret_report_key = f"{whose}: {source}" if alive else False

    @api.depends("duret_report_id")
    def _compute_qty_delivered_method(self):
        """Override: what a report says was delivered, whichever way it came to the client."""
        result = super()._compute_qty_delivered_method()
        self.filtered("duret_report_id").qty_delivered_method = "manual"
        return result

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Override: nothing is to be shipped for what was taken from a van on site."""
        to_ship = self.filtered(lambda line: not line.duret_report_id)
        return super(SaleOrderLine, to_ship)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
