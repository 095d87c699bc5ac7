from odoo import api, models

from ..sage.records import DOCUMENT, ORIGIN_ODOO, ORIGIN_SAGE, QUOTATION, Line
from ..sage.store import LocalRecord
from ..sage.transitions import ACCEPTED, CANCELLED, CONFIRMED, TYPED
from .duret_sage_tracked import UNTOUCHED

ORDER, MOVE = "sale.order", "account.move"
# State of ours -> DO_Statut of a quotation
STATES = {"draft": TYPED, "sent": CONFIRMED, "sale": ACCEPTED, "cancel": CANCELLED}
TEXTS = ("line_section", "line_subsection", "line_note")


def amount(number):
    """Write an amount with cents, without a minus before zero."""
    return f"{number + 0.0:.2f}" if round(number, 2) else "0.00"


def figure(number):
    """Write a quantity or a price with as many places as SAGE keeps."""
    return f"{number + 0.0:.4f}" if round(number, 4) else "0.0000"


class DuretSageDeskReading(models.AbstractModel):
    """Quotations, orders and invoices of ours, in canonical fields."""

    _name = "duret.sage.desk.reading"
    _description = "Desk of Documents: Reading"

    # --- names of records
    @api.model
    def _split(self, local):
        """Override: « sale.order:12 »."""
        model, _colon, res_id = local.partition(":")
        return model, int(res_id)

    @api.model
    def _join(self, model, res_id):
        """Override: « sale.order:12 »."""
        return f"{model}:{res_id}"

    def _documents(self, model, ids):
        """Give the documents of one model out of names of records, those that exist."""
        found = [res_id for name, res_id in map(self._split, ids) if name == model]
        return self.env[model].browse(found).exists()

    # --- reading
    @api.model
    def _read(self, backend, ids):
        """Override: orders and invoices, with their lines."""
        ids = list(ids)
        found = {}
        for model, content in ((ORDER, self._order_content), (MOVE, self._move_content)):
            for document in self._documents(model, ids):
                record = self._record(document, *content(document))
                found[record.id] = record
        return found

    def _record(self, document, values, lines):
        return LocalRecord(
            DOCUMENT,
            self._join(document._name, document.id),
            self._as_told(values, document.duret_sage_words or {}),
            lines,
            document.duret_sage_version or UNTOUCHED,
            str(document.partner_id.commercial_partner_id.id),
            document.duret_sage_changed_by_id.name or "",
        )

    @api.model
    def _as_told(self, values, words):
        """Put SAGE's writing of a field in the place of ours, where ours has not changed since."""
        return {
            name: words[name][1] if name in words and words[name][0] == value else value
            for name, value in values.items()
        }

    def _order_content(self, order):
        """Give (canonical fields, lines) of a quotation or an order."""
        kind = order.duret_sage_kind or QUOTATION
        day = order._duret_sage_day()
        values = {
            "kind": kind,
            "number": order.duret_sage_number or "",
            "date": day.isoformat() if day else "",
            "reference": order.client_order_ref or "",
            "state": STATES[order.state] if kind == QUOTATION else order.duret_sage_state or "",
            "total_untaxed": amount(order.amount_untaxed),
            "total_tax": amount(order.amount_tax),
            "total": amount(order.amount_total),
            "paid": amount(order.duret_sage_paid),
            "origin": ORIGIN_SAGE if order.duret_sage_origin == ORIGIN_SAGE else ORIGIN_ODOO,
        }
        lines = order.order_line.sorted(lambda line: (line.sequence, line.id))
        return values, tuple(self._line(line, line.product_uom_qty) for line in lines)

    def _move_content(self, move):
        """Give (canonical fields, lines) of an invoice or a credit note."""
        values = {
            "kind": move.duret_sage_kind or "invoice",
            "number": move.duret_sage_number or "",
            "date": move.duret_sage_date.isoformat() if move.duret_sage_date else "",
            "reference": move.ref or "",
            "state": move.duret_sage_state or "",
            "total_untaxed": amount(move.amount_untaxed),
            "total_tax": amount(move.amount_tax),
            "total": amount(move.amount_total),
            "paid": amount(move.duret_sage_paid),
            "origin": ORIGIN_SAGE,
        }
        lines = move.invoice_line_ids.sorted(lambda line: (line.sequence, line.id))
        return values, tuple(self._line(line, line.quantity) for line in lines)

    # --- lines
    def _line(self, line, quantity):
        """Give one line: as SAGE wrote it, unless ours has changed since."""
        told = line.duret_sage_told
        if told and told["seen"] == self._seen(line, quantity):
            return Line(line.duret_sage_key or "", told["values"])
        return Line(line.duret_sage_key or "", self._line_values(line, quantity))

    @api.model
    def _seen(self, line, quantity):
        """Give our values of a line, as they are compared with those of the last exchange."""
        return [
            line.product_id.id or 0,
            line.name or "",
            figure(quantity),
            line.product_uom_id.id or 0,
            figure(line.price_unit),
            figure(line.discount),
            sorted(line.tax_ids.ids),
            # an invoice says « product » where an order says nothing
            line.display_type if line.display_type in TEXTS else "",
            amount(line.price_subtotal),
        ]

    @api.model
    def _line_values(self, line, quantity):
        """Give a line of ours in canonical fields; a section or a note is a line without amounts."""
        if line.display_type in TEXTS:
            none = dict.fromkeys(("quantity", "unit_price", "discount", "tax_rate", "untaxed"), "0")
            return {"product": "", "name": line.name or "", "unit": "", **none}
        factor = quantity * (1 - line.discount / 100)
        included = any(tax.price_include for tax in line.tax_ids)
        price = line.price_subtotal / factor if included and factor else line.price_unit
        product = line.product_id
        return {
            "product": "" if product == self._text_product() else product.default_code or "",
            "name": " ".join((line.name or product.name or "").split()),
            "quantity": figure(quantity),
            "unit": line.product_uom_id.name or "",
            "unit_price": figure(price),
            "discount": amount(line.discount),
            "tax_rate": amount(sum(tax.amount for tax in line.tax_ids if tax.amount_type == "percent")),
            "untaxed": amount(line.price_subtotal),
        }

    @api.model
    def _text_product(self):
        """Give the product of lines of SAGE whose article Odoo does not know."""
        return self.env.ref("duret_sage_sync.product_line").product_variant_id
