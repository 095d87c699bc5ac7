from odoo import api, models

from .duret_sage_document import by_exchange

# What travels of a line, and what nobody changes on a line of SAGE's.
TRAVELLING = frozenset(
    "order_id sequence product_id product_template_id name product_uom_qty product_uom_id price_unit discount tax_ids "
    "display_type extra_tax_data price_subtotal price_tax price_total".split()
)


class SaleOrderLine(models.Model):
    """Lines stamp their order; those of SAGE's documents are closed."""

    _name = "sale.order.line"
    _inherit = ["duret.sage.document.line", "sale.order.line"]

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse lines on a document of SAGE's; others give their order another version."""
        orders = self.env["sale.order"].browse({vals["order_id"] for vals in vals_list if vals.get("order_id")})
        if not by_exchange(self.env):
            orders._duret_sage_refuse()
        orders._duret_sage_touch()
        lines = super().create([self._duret_sage_closed(vals) for vals in vals_list])
        if not by_exchange(self.env):
            # the order may also come from a default
            lines.order_id._duret_sage_refuse()
            (lines.order_id - orders)._duret_sage_touch()
        return lines

    def write(self, vals):
        """Refuse what SAGE owns; what travels gives the order another version."""
        vals = self._duret_sage_closed(vals)
        if not TRAVELLING.isdisjoint(vals):
            orders = self.order_id | self.env["sale.order"].browse(vals.get("order_id") or [])
            if not by_exchange(self.env):
                orders._duret_sage_refuse()
            orders._duret_sage_touch()
        return super().write(vals)

    def unlink(self):
        """Refuse it on a document of SAGE's; else the order has another version."""
        if not by_exchange(self.env):
            self.order_id._duret_sage_refuse()
        self.order_id._duret_sage_touch()
        return super().unlink()

    def _check_line_unlink(self):
        """Override: a line that SAGE has taken out of an order goes here too."""
        return self.browse() if by_exchange(self.env) else super()._check_line_unlink()
