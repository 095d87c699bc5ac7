from odoo import api, models
from odoo.fields import Domain

from odoo.addons.duret_base.models.duret_timeline import TimelineSource


class DuretTimeline(models.AbstractModel):
    """Quotations and invoices in a client's history."""

    _inherit = "duret.timeline"

    @api.model
    def _timeline_sources(self, client):
        """Add quotations (and the orders they became) and invoices."""
        return [
            *super()._timeline_sources(client),
            TimelineSource(
                "quotation", self.env._("Quotations"), "fa-file-text-o", lambda: self._timeline_sales(client)
            ),
            TimelineSource("invoice", self.env._("Invoices"), "fa-eur", lambda: self._timeline_invoices(client)),
        ]

    @api.model
    def _timeline_sales(self, client):
        domain = Domain("partner_id", "in", self._timeline_people(client))
        return self._timeline_select("sale.order", domain, "date_order", "name", "state")

    @api.model
    def _timeline_invoices(self, client):
        domain = Domain("partner_id", "in", self._timeline_people(client))
        domain &= Domain("move_type", "in", ["out_invoice", "out_refund"])
        return self._timeline_select("account.move", domain, "invoice_date", "name", "payment_state")
