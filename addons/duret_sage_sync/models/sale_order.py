from odoo import api, fields, models
from odoo.exceptions import UserError

from .duret_sage_document import by_exchange

# What travels; totals follow from the lines, which stamp their order (see `sale_order_line`).
TRAVELLING = frozenset(
    "partner_id company_id client_order_ref state date_order duret_sage_number duret_sage_kind duret_sage_state "
    "duret_sage_date duret_sage_paid".split()
)
# Of a document whose content is SAGE's: whose it is, what it costs, what it is called.
CLOSED = frozenset(
    "partner_id company_id client_order_ref currency_id pricelist_id fiscal_position_id name payment_term_id "
    "amount_untaxed amount_tax amount_total".split()
)


class SaleOrder(models.Model):
    """Quotations and orders that SAGE has too: SAGE's lines and prices are closed, notes and planning are not."""

    _name = "sale.order"
    _inherit = ["duret.sage.document", "duret.sage.site", "sale.order"]

    duret_sage_paid = fields.Monetary(
        "Paid in SAGE", readonly=True, copy=False, help="What SAGE says was paid; no entry is made of it in Odoo"
    )

    @api.model
    def _duret_sage_fields(self):
        """Override: what travels of a quotation."""
        return TRAVELLING

    @property
    def _rec_names_search(self):
        """A quotation is also found by its number in SAGE."""
        return [*super()._rec_names_search, "duret_sage_number"]

    def _duret_sage_is_locked(self):
        """Override: made in SAGE, or beyond a quotation there."""
        return self.duret_sage_origin == "sage" or self.duret_sage_kind not in (False, "quotation")

    # --- what SAGE owns stays as SAGE has it
    def _duret_sage_refuse(self):
        """Refuse a change of lines, prices or client.

        :raise UserError: when one of these documents is SAGE's and a person writes
        """
        if by_exchange(self.env):
            return
        for order in self:
            if order._duret_sage_is_locked():
                raise UserError(
                    self.env._(
                        "%s belongs to SAGE: client, lines and prices are changed there and come back with the next "
                        "exchange. Notes and planning stay free here.",
                        order._duret_sage_name(),
                    )
                )

    def write(self, vals):
        """Refuse what SAGE owns; a confirmed quotation keeps the date that it has in SAGE."""
        if not by_exchange(self.env):
            changed = CLOSED & vals.keys()
            if changed:
                self.filtered(lambda order: order._duret_sage_changes(vals, changed))._duret_sage_refuse()
            self._duret_sage_check_state(vals)
            self._duret_sage_keep_dates(vals)
        return super().write(vals)

    def _duret_sage_changes(self, vals, names):
        """Tell whether values differ from those of this order; forms send what they show."""
        self.ensure_one()
        return any(self._fields[name].convert_to_write(self[name], self) != (vals[name] or False) for name in names)

    def _duret_sage_keep_dates(self, vals):
        """Confirming gives an order another date; its quotation in SAGE keeps the first one."""
        if vals.get("state") != "sale" or "date_order" not in vals:
            return
        fresh = self.filtered(lambda order: not order.duret_sage_date and order.date_order)
        for day, orders in fresh.grouped(lambda order: order._duret_sage_day()).items():
            # sudo: whether the user may write the order is asked by the write that follows, as in _duret_sage_touch.
            models.BaseModel.write(orders.sudo(), {"duret_sage_date": day})

    def _duret_sage_day(self):
        """Give the day of a document in SAGE: date, Europe/Paris."""
        if self.duret_sage_date or not self.date_order:
            return self.duret_sage_date
        return fields.Datetime.context_timestamp(self.with_context(tz="Europe/Paris"), self.date_order).date()

    def _duret_sage_check_state(self, vals):
        """Refuse to undo here what SAGE has gone on with.

        :raise UserError: an order of SAGE is cancelled or made a quotation again
        """
        if vals.get("state") not in ("draft", "sent", "cancel"):
            return
        for order in self:
            if order.duret_sage_kind not in (False, "quotation") and order.state == "sale":
                raise UserError(
                    self.env._(
                        "%s is an order in SAGE: cancel it there, the next exchange shows it here.",
                        order._duret_sage_name(),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sage(self):
        for order in self:
            if not by_exchange(self.env) and (order.duret_sage_kind or order.duret_sage_origin):
                raise UserError(
                    self.env._("%s is in SAGE too: cancel it, nothing is deleted here.", order._duret_sage_name())
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_its_way(self):
        """What waits to be sent goes with the quotation; what SAGE may have received keeps it.

        :raise UserError: SAGE was sent it and has not answered yet
        """
        # Only what concerns the deleted quotations is touched; the right to delete them is core's to ask.
        operations = self.env["duret.sage.operation"].sudo()
        waiting = operations.search(
            [("model", "=", self._name), ("res_id", "in", self.ids), ("state", "not in", ("confirmed", "withdrawn"))]
        )
        if waiting.filtered(lambda one: one.attempts or one.state in ("sending", "sent")):
            raise UserError(self.env._("SAGE was sent this quotation and has not answered yet: cancel it instead."))
        waiting.unlink()

    def _duret_sage_refuse_invoicing(self):
        """Refuse invoices of ours for what SAGE has: they are made there.

        :raise UserError: when one of these is in SAGE
        """
        for order in self:
            if order.duret_sage_kind and not by_exchange(self.env):
                raise UserError(
                    self.env._(
                        "%s is invoiced in SAGE: the invoice comes here by itself with the next exchange.",
                        order._duret_sage_name(),
                    )
                )

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Override: what SAGE has is invoiced in SAGE."""
        self._duret_sage_refuse_invoicing()
        return super()._create_invoices(grouped=grouped, final=final, date=date)
