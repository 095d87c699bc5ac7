"""Quotations that SAGE confirms enter the reminders, when the company wants it."""

from odoo import api, models


class DuretSageDeskOrder(models.AbstractModel):
    _inherit = "duret.sage.desk.order"

    def _create_orders(self, backend, changes, contents):
        """Override: one that comes confirmed waits for its client from now on."""
        orders = super()._create_orders(backend, changes, contents)
        self._duret_await_client(backend, orders)
        return orders

    def _update_order(self, backend, order, change, content):
        """Override: one that becomes confirmed waits for its client from now on."""
        waited = order.state == "sent"
        result = super()._update_order(backend, order, change, content)
        if not waited:
            self._duret_await_client(backend, order)
        return result

    @api.model
    def _duret_await_client(self, backend, orders):
        """Count reminders of SAGE's quotations from now on, for those dated since the company wanted it.

        What was confirmed before stays silent, so that a first load writes to nobody.
        """
        since = backend.duret_reminds_since
        if not since:
            return
        orders.filtered(
            lambda order: (
                order.state == "sent"
                and order.duret_sage_origin == "sage"
                and order.duret_sage_date
                and order.duret_sage_date >= since
            )
        )._duret_note_sent()
