"""Quotations of visits: the discount promised to clients who booked online, as a line of its own."""

from odoo import api, models
from odoo.fields import Command

WATCHED = {"order_line", "duret_visit_id", "opportunity_id", "partner_id", "pricelist_id", "state"}
OPEN = ("draft", "sent")


class DuretSaleVisit(models.AbstractModel):
    """What a quotation takes from the visit that it follows."""

    _name = "duret.sale.visit"
    _description = "Quotation: Visit"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a quotation for a visit booked online carries its discount from the beginning."""
        orders = super().create(vals_list)
        orders._duret_sync_discount()
        return orders

    def write(self, vals):
        """Override: the discount follows the lines of the quotation until it is accepted."""
        result = super().write(vals)
        if WATCHED & vals.keys() and not self.env.context.get("duret_syncing_discount"):
            self._duret_sync_discount()
        return result

    def action_confirm(self):
        """Override: what is accepted carries the right discount, whichever way its lines were changed."""
        self._duret_sync_discount()
        return super().action_confirm()

    def _duret_find_visit(self):
        """The visit that a quotation follows, when nobody has said it: the last one of the request of its opportunity.

        :return: fsm.order, possibly empty
        """
        self.ensure_one()
        # sudo: a salesperson may not read visits; only the promised discount of this one is used.
        visits = self.sudo().opportunity_id.ticket_id.duret_visit_ids
        return visits.filtered("duret_online_discount").sorted("id")[-1:]

    def _duret_discount_promised(self):
        """Percentage promised for the visit of this quotation.

        :return: float
        """
        self.ensure_one()
        # sudo: see _duret_find_visit.
        return (self.sudo().duret_visit_id or self._duret_find_visit()).duret_online_discount

    def _duret_sync_discount(self):
        """Make the lines of the discount say what was promised; only while the quotation is open.

        A document of SAGE's is left as it is: its lines and its prices are written there, the discount too.
        """
        orders = self.filtered(lambda order: order.state in OPEN and not order.duret_sage_locked)
        orders = orders.with_context(duret_syncing_discount=True)
        for order in orders:
            wanted = order._duret_discount_lines(order._duret_discount_promised())
            held = order.order_line.filtered("duret_online_discount")
            if [order._duret_line_key(line) for line in held] != [order._duret_values_key(values) for values in wanted]:
                deleted = [Command.delete(line.id) for line in held]
                order.order_line = deleted + [Command.create(values) for values in wanted]

    def _duret_discount_lines(self, percent):
        """The discount, one line for each combination of taxes, so that the taxes stay right.

        :param float percent: 0 for none
        :return: list of values of sale.order.line
        """
        lines = self.order_line.filtered(lambda line: not line.display_type and not line.duret_online_discount)
        if not percent:
            return []
        product = self.env.ref("duret_suite.product_online_discount")
        totals = [(taxes, sum(found.mapped("price_subtotal"))) for taxes, found in lines.grouped("tax_ids").items()]
        name = self.with_context(lang=self.partner_id.lang).env._("Discount for booking online")
        return [
            {
                "product_id": product.id,
                "name": f"{name} (−{percent:g} %)".replace(".", ","),
                "product_uom_qty": 1,
                "price_unit": -self.currency_id.round(total * percent / 100),
                "tax_ids": [Command.set(taxes.ids)],
                "duret_online_discount": True,
                "sequence": 999,
            }
            for taxes, total in totals
            if self.currency_id.round(total * percent / 100)
        ]

    @api.model
    def _duret_line_key(self, line):
        return (line.name, line.price_unit, line.tax_ids.ids)

    @api.model
    def _duret_values_key(self, values):
        return (values["name"], values["price_unit"], values["tax_ids"][0][2])

    @api.onchange("opportunity_id")
    def _onchange_duret_visit(self):
        """Propose the visit of the opportunity's request."""
        if not self.duret_visit_id:
            self.duret_visit_id = self._duret_find_visit()
