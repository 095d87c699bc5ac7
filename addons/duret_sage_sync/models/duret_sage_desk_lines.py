from dataclasses import dataclass, field
from decimal import Decimal

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL, float_round

from ..sage.errors import BadData
from ..sage.projection.amounts import to_decimal
from ..sage.records import CREDIT, Line
from ..sage.sharing import share, untaxed_of

_AMOUNTS = ("quantity", "unit_price", "untaxed", "discount")


@dataclass(slots=True)
class References:
    """What lines of SAGE speak of, found once for many documents.

    :ivar products: reference in capitals -> id; :ivar units: name in small letters -> id
    :ivar taxes: rate in percent -> id, of the company's sales
    :ivar text_product: id of the product of articles that Odoo does not know, :ivar digits: decimals of quantities
    """

    company: int
    currency: int
    products: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    taxes: dict[Decimal, int] = field(default_factory=dict)
    unit_of: dict[int, int] = field(default_factory=dict)
    text_product: int = 0
    digits: int = 2


@dataclass(slots=True)
class Content:
    """A document of SAGE's, understood: what our lines are made of.

    :ivar lines: of SAGE; :ivar values: ours of each, without quantity and links; :ivar quantities: of each
    :ivar is_refund: an invoice below zero, or a credit note: amounts are then the other way round
    """

    lines: tuple[Line, ...]
    values: list[dict]
    quantities: list[float]
    is_refund: bool


class DuretSageDeskLines(models.AbstractModel):
    """From lines of SAGE to lines of ours: products by reference, taxes by rate, SAGE's totals to the cent."""

    _name = "duret.sage.desk.lines"
    _description = "Desk of Documents: Lines"

    # --- what lines speak of
    @api.model
    def _references(self, backend, documents):
        """Find products, units and taxes that documents speak of.

        :param documents: iterable of (values, lines)
        :return: :class:`References`
        """
        company = backend.company_id
        lines = [line.values for _values, lines in documents for line in lines]
        products = self._products_of({line["product"].upper() for line in lines if line.get("product")}, company)
        text_product = self._text_product()
        units = {line["unit"].lower() for line in lines if line.get("unit")}
        known = self.env["product.product"].browse([*products.values(), text_product.id])
        return References(
            company.id,
            company.currency_id.id,
            products,
            self._units_of(units),
            self._taxes_of(company),
            {product.id: product.uom_id.id for product in known},
            text_product.id,
            self.env["decimal.precision"].precision_get("Product Unit"),
        )

    @api.model
    def _products_of(self, references, company):
        if not references:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT UPPER(p.default_code), MIN(p.id)
                     FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
                    WHERE UPPER(p.default_code) = ANY(%s) AND p.active AND t.active
                      AND (t.company_id IS NULL OR t.company_id = %s)
                 GROUP BY 1""",
                list(references),
                company.id,
            )
        )
        return dict(rows)

    @api.model
    def _units_of(self, names):
        if not names:
            return {}
        found = self.env["uom.uom"].search([("active", "=", True)])
        return {unit.name.lower(): unit.id for unit in found.sorted("id", reverse=True) if unit.name.lower() in names}

    @api.model
    def _taxes_of(self, company):
        """Give the company's tax of each rate; of several, its usual one, else the first of its list."""
        found = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(company),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("price_include_override", "!=", "tax_included"),
                ("active", "=", True),
            ]
        )
        usual = company.account_sale_tax_id
        taxes = {}
        for tax in found.filtered(lambda tax: not tax.price_include).sorted(
            lambda tax: (tax != usual, tax.sequence, tax.id)
        ):
            taxes.setdefault(Decimal(str(tax.amount)).normalize(), tax.id)
        return taxes

    # --- one document
    @api.model
    def _understand(self, values, lines, references):
        """Say what the lines of a document become.

        :param values: canonical fields of the document, whole
        :param lines: of SAGE
        :return: :class:`Content`
        :raise BadData: `unknown_rate`, `totals_lines`, `totals_rates`, `lines_needed`
        """
        lines = lines or self._lump(values, references)
        places = [place for place, line in enumerate(lines) if not self._is_text(line.values)]
        rates = [self._rate(lines[place].values) for place in places]
        shares = share(
            [(untaxed_of(lines[place].values), rate) for place, rate in zip(places, rates, strict=True)],
            self._told_amount(values, "total_untaxed"),
            self._told_total(values),
        )
        is_refund = values.get("kind") == CREDIT or (self._told_total(values) or Decimal(0)) < 0
        factor = -1 if (self._told_total(values) or Decimal(0)) < 0 else 1
        by_place = dict(zip(places, zip(rates, shares, strict=True), strict=True))
        kept, quantities = [], []
        for place, line in enumerate(lines):
            if place in by_place:
                ours, quantity = self._priced(line.values, *by_place[place], factor, references)
            else:
                ours, quantity = self._text(line.values, place + 1 in by_place), 0.0
            kept.append({**ours, "sequence": 10 * (place + 1), "duret_sage_key": line.key or False})
            quantities.append(quantity)
        return Content(tuple(lines), kept, quantities, is_refund)

    @api.model
    def _is_text(self, values):
        """Tell whether a line only says something: no article, no amounts."""
        return not values.get("product") and not any(to_decimal(values.get(name, "")) for name in _AMOUNTS)

    @api.model
    def _rate(self, values):
        return to_decimal(values.get("tax_rate", "")).normalize() + Decimal(0)

    @api.model
    def _told_amount(self, values, name):
        return to_decimal(values[name]) if values.get(name) else None

    @api.model
    def _told_total(self, values):
        """Give the total with tax as SAGE says it, None when nothing does."""
        total = self._told_amount(values, "total")
        untaxed, tax = self._told_amount(values, "total_untaxed"), self._told_amount(values, "total_tax")
        return total if total is not None else None if untaxed is None or tax is None else untaxed + tax

    @api.model
    def _lump(self, values, references):
        """Make one line of a document whose lines SAGE does not tell.

        :raise BadData: `lines_needed` when its tax is not that of one rate
        """
        untaxed, total = self._told_amount(values, "total_untaxed"), self._told_total(values)
        if not untaxed:
            return ()
        tax = Decimal(0) if total is None else total - untaxed
        for rate in (Decimal(0), *references.taxes):
            if abs(untaxed * rate / 100 - tax) <= Decimal("0.01"):
                told = {"name": values.get("number", ""), "quantity": "1", "unit_price": str(untaxed)}
                return (Line("", {**told, "tax_rate": f"{rate:f}", "untaxed": str(untaxed)}),)
        raise BadData(0, "lines_needed", values.get("number", ""))

    @api.model
    def _text(self, values, heads):
        """A text above a priced line heads it, another one is a note."""
        return {
            "display_type": "line_section" if heads else "line_note",
            "name": values.get("name") or "-",
            "product_id": False,
        }

    @api.model
    def _priced(self, values, rate, shared, factor, references):
        """Give (our values of a line with a price, its quantity).

        :param shared: what of the document's totals is this line's (see `sage.sharing`)
        :param factor: -1 when SAGE writes a credit note below zero
        """
        if rate and rate not in references.taxes:
            raise BadData(0, "unknown_rate", values.get("tax_rate", ""))
        product = references.products.get(values.get("product", "").upper(), references.text_product)
        quantity = float_round(
            factor * float(to_decimal(values.get("quantity", ""))), precision_digits=references.digits
        )
        price, discount = float(to_decimal(values.get("unit_price", ""))), float(to_decimal(values.get("discount", "")))
        tax = references.taxes[rate] if rate else None
        ours = {
            "product_id": product,
            "name": values.get("name") or values.get("product") or "-",
            "product_uom_id": references.units.get(values.get("unit", "").lower(), references.unit_of[product]),
            "price_unit": price,
            "discount": discount,
            "tax_ids": [Command.set([tax] if tax else [])],
            # said, so that nobody asks line by line which rule of analytic accounting it might fall under
            "analytic_distribution": False,
        }
        amounts = float(factor * shared.untaxed), float(factor * shared.tax)
        ours["extra_tax_data"] = self._forced(*amounts, tax, {**ours, "quantity": quantity}, references)
        return ours, quantity

    @api.model
    def _forced(self, untaxed, tax_amount, tax, ours, references):
        """Give what makes Odoo take SAGE's amounts for its own (`account.tax`, extra data of a line).

        It holds as long as price, quantity, discount and tax of the line stay.
        """
        forced = {
            "tax_amount_currency": tax_amount,
            "tax_amount": tax_amount,
            "base_amount_currency": untaxed,
            "base_amount": untaxed,
        }
        return {
            "manual_total_excluded_currency": untaxed,
            "manual_total_excluded": untaxed,
            # Without tax, something must be there all the same for the amount to be taken.
            "manual_tax_amounts": {str(tax or 0): forced},
            "currency_id": references.currency,
            "price_unit": ours["price_unit"],
            "discount": ours["discount"],
            "quantity": ours["quantity"],
            "rate": 1.0,
        }
