"""Canonical values as people read them: 1 234,50 €, 21/11/2026, « Devis »."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ..projection.phones import french
from ..records import CLIENT

EMPTY = ""
_NARROW = "\u202f"  # between thousands, and before €
_MONEY = frozenset({"total_untaxed", "total_tax", "total", "paid", "untaxed", "unit_price"})
_NUMBERS = frozenset({"quantity", "discount", "tax_rate"})
_PHONES = frozenset({"phone", "mobile", "fax"})
_YES_NO = frozenset({"prospect", "asleep"})
_WORDS = {
    "kind": {
        "quotation": "Devis",
        "order": "Commande",
        "delivery": "Bon de livraison",
        "credit": "Avoir",
        "invoice": "Facture",
        "posted_invoice": "Facture comptabilisée",
    },
    "origin": {"sage": "SAGE", "odoo": "Odoo"},
    **dict.fromkeys(_YES_NO, {"1": "Oui", "0": "Non"}),
}


def shown(entity: str, name: str, text: str | None) -> str:
    """Write a canonical value as a person reads it; what cannot be read is shown as it is.

    :param text: canonical value, None when there is none
    :return: str, "" for an empty value

    >>> shown("document", "total", "1234.50"), shown("document", "date", "2026-11-21"), shown("client", "asleep", "1")
    ('1\u202f234,50\u202f€', '21/11/2026', 'Oui')
    """
    if not text:
        return EMPTY
    if name in _WORDS:
        return _WORDS[name].get(text, text)
    if name in _MONEY:
        return _decimal(text, 2) + f"{_NARROW}€" if _is_decimal(text) else text
    if name in _NUMBERS:
        return _decimal(text, None) if _is_decimal(text) else text
    if name == "date":
        return _day(text)
    if name in _PHONES:
        return french(text) or text
    return _siret(text) if (entity, name) == (CLIENT, "siret") else text


def line_text(values: Mapping[str, str]) -> str:
    """Write a line of a document in one sentence.

    >>> line_text({"product": "PC16", "name": "Prise 16 A", "quantity": "2.0000", "unit_price": "12.5000"})
    'PC16 Prise 16 A · 2 × 12,50\u202f€'
    """
    what = " ".join(text for text in (values.get("product"), values.get("name")) if text)
    count, price = (shown("line", name, values.get(name)) for name in ("quantity", "unit_price"))
    each = " × ".join(text for text in (count, price) if text)
    sum_, rate = (shown("line", name, values.get(name)) for name in ("untaxed", "tax_rate"))
    told = [what, each, f"{sum_} HT" if sum_ else "", f"TVA {rate} %" if rate else ""]
    return " · ".join(text for text in told if text)


def moment(stamp: str | None) -> str:
    """Write a moment of SAGE's own clock, which tells no zone; what cannot be read is shown as it is.

    >>> moment("2026-11-21T14:05:00")
    '21/11/2026 14:05'
    """
    if not stamp:
        return EMPTY
    try:
        return datetime.fromisoformat(stamp).strftime("%d/%m/%Y %H:%M")
    except ValueError:
        return stamp


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _decimal(text: str, places: int | None) -> str:
    """Write a number the French way; without `places`, as many as it needs.

    A price keeps what lies beyond the cent: 0,1234 is not 0,12.
    """
    number = Decimal(text)
    needed = max(0, -number.normalize().as_tuple().exponent)
    written = f"{number:,.{max(places or 0, needed)}f}"
    return written.replace(",", _NARROW).replace(".", ",")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text


def _siret(text: str) -> str:
    """Write 14 figures in groups: 123 456 789 00012."""
    figures = text.replace(" ", "")
    if len(figures) != 14 or not figures.isdigit():
        return text
    return f"{figures[:3]} {figures[3:6]} {figures[6:9]} {figures[9:]}"
