"""From a closed report to the lines of an order; a report is billed once."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import float_round

from ..field_billing.quantities import TRAVEL, hour_source, hours, product_source, to_bill, totals

OPEN_STATES = ("draft", "sent", "sale")


class DuretInterventionReport(models.Model):
    """Billing of a report.

    A report and its amendments say one thing together: the latest one is what is true. Its quantities, less those that
    the earlier ones put on orders, make the new lines. Taxes are those of the product and the client's fiscal position.
    """

    _inherit = "duret.intervention.report"

    duret_sale_line_ids = fields.One2many(
        "sale.order.line", "duret_report_id", "Lines to Invoice", groups="sales_team.group_sale_salesman"
    )
    duret_sale_order_ids = fields.Many2many(
        "sale.order",
        string="Orders",
        compute="_compute_duret_sale_order_ids",
        groups="sales_team.group_sale_salesman",
    )
    duret_sale_order_count = fields.Integer(
        "Number of Orders", compute="_compute_duret_sale_order_ids", groups="sales_team.group_sale_salesman"
    )
    duret_is_billed = fields.Boolean(
        "On an Order",
        compute="_compute_duret_is_billed",
        search="_search_duret_is_billed",
        groups="sales_team.group_sale_salesman",
    )
    duret_open_order_id = fields.Many2one(
        "sale.order",
        "Open Order",
        compute="_compute_duret_open_order_id",
        groups="sales_team.group_sale_salesman",
        help="The order of this visit, or of its request, that may still receive lines",
    )

    @api.depends("duret_sale_line_ids.order_id")
    def _compute_duret_sale_order_ids(self):
        for report in self:
            report.duret_sale_order_ids = report.duret_sale_line_ids.order_id
            report.duret_sale_order_count = len(report.duret_sale_order_ids)

    @api.depends("duret_sale_line_ids.duret_report_key")
    def _compute_duret_is_billed(self):
        for report in self:
            report.duret_is_billed = any(report.duret_sale_line_ids.mapped("duret_report_key"))

    @api.model
    def _search_duret_is_billed(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        billed = Domain("duret_sale_line_ids", "any", [("duret_report_key", "!=", False)])
        return billed if (True in value) == (operator == "in") else ~billed

    @api.depends("order_id", "order_id.duret_ticket_id")
    def _compute_duret_open_order_id(self):
        for report in self:
            report.duret_open_order_id = report._duret_open_orders()[:1]

    def _duret_open_orders(self):
        """Return the orders that may receive the lines of this report, the best one first.

        An order that earlier reports of the visit are on, then one of the visit, then one of its request.
        """
        self.ensure_one()
        visit = self.order_id
        about = Domain("duret_visit_id", "=", visit.id) | Domain("order_line.duret_report_id.order_id", "=", visit.id)
        if visit.duret_ticket_id:
            about |= Domain("duret_ticket_id", "=", visit.duret_ticket_id.id)
        orders = self.env["sale.order"].search(
            about & Domain("state", "in", OPEN_STATES) & Domain("locked", "=", False), order="id desc"
        )
        return orders.sorted(
            lambda order: (
                self.order_id not in order.order_line.duret_report_id.order_id,
                order.duret_visit_id != visit,
            )
        )

    # -- what the office presses -------------------------------------------------------------------------------------

    def action_duret_bill(self):
        """Put this report on a draft order of its own.

        :return: window action on the order
        :raises UserError: when the report is not closed, has no client, or nothing of it is left to bill
        """
        self.ensure_one()
        report = self._duret_billing_report()
        lines = report._duret_billing_lines()
        order = self.env["sale.order"].create(report._duret_billing_order())
        order.order_line = [Command.create(values) for values in lines]
        return self._duret_order_window(order)

    def action_duret_bill_on_order(self):
        """Put this report on the order of its visit, or of its request.

        :return: window action on the order
        :raises UserError: see :meth:`action_duret_bill`, or when there is no such order any more
        """
        self.ensure_one()
        report = self._duret_billing_report()
        order = report._duret_open_orders()[:1]
        if not order:
            raise UserError(self.env._("There is no open order of this visit: make a new one."))
        lines = report._duret_billing_lines()
        order.write(
            {
                "order_line": [Command.create(values) for values in lines],
                "duret_visit_id": order.duret_visit_id.id or report.order_id.id,
            }
        )
        return self._duret_order_window(order)

    def action_duret_open_orders(self):
        """Open the orders that carry this report.

        :return: window action
        """
        self.ensure_one()
        orders = self.duret_sale_order_ids
        if len(orders) == 1:
            return self._duret_order_window(orders)
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_quotations_with_onboarding")
        return action | {"domain": [("id", "in", orders.ids)], "context": {}}

    @api.model
    def _duret_order_window(self, order):
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": order.id,
            "views": [[False, "form"]],
        }

    # -- what is billed ----------------------------------------------------------------------------------------------

    def _duret_billing_report(self):
        """Return the report that says what is true: the latest closed one of this report and its amendments.

        :raises UserError: when none is closed or nobody can be billed
        """
        self.env["sale.order"].check_access("create")
        self.check_access("read")
        latest = (
            self._duret_billing_chain().filtered("closed_at").sorted(lambda report: (report.closed_at, report.id))[-1:]
        )
        if not latest:
            raise UserError(self.env._("Report %s is not closed yet: nothing can be billed.", self.name))
        if not latest.partner_id:
            raise UserError(self.env._("Nobody is known as the client of report %s.", self.name))
        return latest

    def _duret_billing_chain(self):
        """Return this report, those that it corrects and those that correct it."""
        chain = self
        while more := (chain.amends_id | chain.amendment_ids) - chain:
            chain |= more
        return chain

    def _duret_billing_order(self):
        self.ensure_one()
        visit = self.order_id
        return {
            "partner_id": self.partner_id.id,
            "company_id": (self.company_id or self.env.company).id,
            "origin": self.name,
            "client_order_ref": False,
            "duret_visit_id": visit.id,
            "duret_ticket_id": visit.duret_ticket_id.id,
            "opportunity_id": self.env["crm.lead"].search([("ticket_id", "=", visit.duret_ticket_id.id)], limit=1).id
            if visit.duret_ticket_id
            else False,
        }

    def _duret_billing_lines(self):
        """Return the values of the lines that bill what is not billed yet.

        :raises UserError: when there is nothing
        """
        self.ensure_one()
        parts = self._duret_billing_parts()
        wanted = totals((source, part["quantity"]) for source, part in parts)
        known = self._duret_billing_billed()
        billed = totals(
            (line.duret_report_source, Decimal(str(line.duret_report_quantity))) for line in known.sorted("id")
        )
        described = {line.duret_report_source: self._duret_billing_known(line) for line in known} | dict(
            reversed(parts)
        )
        lines = [
            self._duret_billing_line(source, quantity, described[source])
            for source, quantity in to_bill(wanted, billed).items()
        ]
        if not lines:
            raise UserError(self.env._("All of report %s is on an order already.", self.name))
        return lines

    def _duret_billing_billed(self):
        """Return the lines of living orders that bill this report or one it corrects, and the travel of its visit."""
        own = Domain("duret_report_id", "in", self._duret_billing_chain().ids)
        travel = Domain("duret_report_id.order_id", "=", self.order_id.id) & Domain("duret_report_source", "=", TRAVEL)
        # Whoever may make orders may know whether a colleague's carries this report already.
        return self.env["sale.order.line"].sudo().search((own | travel) & Domain("duret_report_key", "!=", False))

    def _duret_billing_parts(self):
        """Return what of this report is billed: list of (source, dict of product, name, quantity)."""
        self.ensure_one()
        company = self.company_id or self.env.company
        parts = [
            (
                hour_source(row.kind_id.code),
                self._duret_billing_part(
                    row.kind_id.product_id or company.duret_hour_product_id, row.kind_id.name, hours(row.minutes)
                ),
            )
            for row in self.hour_ids
            if row.minutes
        ]
        parts += [
            (
                product_source(row.product_id.id),
                self._duret_billing_part(row.product_id, row.name, Decimal(row.quantity_text)),
            )
            for row in self.product_ids
        ]
        if company.duret_travel_product_id:
            travel = company.duret_travel_product_id
            parts.append((TRAVEL, self._duret_billing_part(travel, travel.display_name, Decimal(1))))
        return parts

    @api.model
    def _duret_billing_part(self, product, name, quantity):
        """
        :raises UserError: when nobody said as what it is billed
        """
        if not product:
            raise UserError(self.env._("Choose in the settings the product with which « %s » is billed.", name))
        return {"product": product, "name": name, "quantity": quantity}

    @api.model
    def _duret_billing_known(self, line):
        """Return a line that exists as a part, for a difference that takes all of it back."""
        return {"product": line.product_id, "name": line.name, "quantity": Decimal(0)}

    def _duret_billing_line(self, source, quantity, part):
        """Return the values of one line; a quantity below nothing takes back what a corrected report said."""
        amount = float_round(float(quantity), precision_digits=6)
        return {
            "product_id": part["product"].id,
            "name": f"{part['name']}\n{self.name}",
            "product_uom_qty": amount,
            "qty_delivered": amount,
            "duret_report_id": self.id,
            "duret_report_source": source,
            "duret_report_quantity": amount,
        }
