from odoo import api, fields, models
from odoo.tools.misc import format_amount, format_date

OPEN_QUOTATIONS = ("draft", "sent")
SHOWN_QUOTATIONS = 4


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["duret.sage.partner", "res.partner"]

    duret_sage_number = fields.Char(
        string="SAGE number",
        copy=False,
        groups="base.group_user",
        help="Number of this client in SAGE; two contacts of one company cannot share it",
    )
    # SAGE compares its keys in upper case and without surrounding spaces (see _duret_normalise_sage_number), so
    # that the stored value is already the one compared. A contact without company belongs to all of them.
    _duret_sage_number_unique = models.UniqueIndex(
        "(duret_sage_number, COALESCE(company_id, 0)) WHERE duret_sage_number IS NOT NULL",
        "This SAGE number already belongs to another contact.",
    )

    @api.model
    def _duret_normalise_sage_number(self, number):
        """Return the number as SAGE stores it: upper case, no space around, False when empty.

        :param number: text typed by somebody, or False
        """
        return (number or "").strip().upper() or False

    @api.model
    def _duret_reference_fields(self):
        """A client is also known by its number in SAGE."""
        return [*super()._duret_reference_fields(), "duret_sage_number"]

    @api.model_create_multi
    def create(self, vals_list):
        """Store SAGE numbers as SAGE writes them."""
        for vals in vals_list:
            if "duret_sage_number" in vals:
                vals["duret_sage_number"] = self._duret_normalise_sage_number(vals["duret_sage_number"])
        return super().create(vals_list)

    def write(self, vals):
        """Store SAGE numbers as SAGE writes them."""
        if "duret_sage_number" in vals:
            vals = {
                **vals,
                "duret_sage_number": self._duret_normalise_sage_number(vals["duret_sage_number"]),
            }
        return super().write(vals)

    def _duret_card_sections(self):
        """Override: open quotations."""
        return [*super()._duret_card_sections(), *self._duret_card_quotations()]

    def _duret_card_quotations(self):
        """Quotations of the client that wait for his answer, the newest first."""
        orders = self.env["sale.order"]
        if not orders.has_access("read"):
            return []
        orders = orders.search(
            [
                ("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id),
                ("state", "in", OPEN_QUOTATIONS),
            ],
            order="date_order desc, id desc",
            limit=SHOWN_QUOTATIONS,
        )
        states = dict(orders._fields["state"]._description_selection(self.env))
        return [
            {
                "code": "quotations",
                "title": self.env._("Open quotations"),
                "sequence": 30,
                "icon": "fa-file-text-o",
                "empty": self.env._("No open quotation"),
                "rows": [self._duret_card_quotation(order, states) for order in orders],
            }
        ]

    def _duret_card_quotation(self, order, states):
        day = format_date(self.env, order.date_order)
        amount = format_amount(self.env, order.amount_total, order.currency_id)
        return {
            "model": order._name,
            "id": order.id,
            "title": order.client_order_ref or order.name,
            "subtitle": " · ".join((order.name, amount, day)),
            "badge": states[order.state],
            "tone": "info" if order.state == "sent" else "secondary",
        }
