"""Quantities to bill: what a report says, less what was billed of the reports that it corrects.

Quantities are decimals and never floats: three tenths of an hour are three tenths, a difference of nothing is nothing.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

TRAVEL = "travel"
_MINUTES = Decimal(60)
_CENTS = Decimal("0.01")


def hours(minutes: int) -> Decimal:
    """Return minutes as hours, to the hundredth, halves away from zero.

    >>> hours(100)
    Decimal('1.67')
    >>> hours(30)
    Decimal('0.50')
    """
    return (Decimal(minutes) / _MINUTES).quantize(_CENTS, ROUND_HALF_UP)


def hour_source(code: str) -> str:
    """Return the key of the hours of one kind."""
    return f"hour/{code}"


def product_source(product_id: int) -> str:
    """Return the key of a product used."""
    return f"product/{product_id}"


def totals(rows: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Add up the quantities of each source, in the order in which the sources come first."""
    sums: dict[str, Decimal] = {}
    for source, quantity in rows:
        sums[source] = sums.get(source, Decimal(0)) + quantity
    return sums


def to_bill(wanted: Mapping[str, Decimal], billed: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return what is still to be billed so that all that is billed makes what is wanted.

    :param wanted: quantities of the report
    :param billed: quantities on the orders, of the same visit's work
    :return: differences, negative ones for what was billed too much; sources without a difference are left out

    >>> to_bill({"hour/normal": Decimal(3)}, {"hour/normal": Decimal(2), "travel": Decimal(1)})
    {'hour/normal': Decimal('1'), 'travel': Decimal('-1')}
    """
    sources = [*wanted, *(source for source in billed if source not in wanted)]
    differences = {source: wanted.get(source, Decimal(0)) - billed.get(source, Decimal(0)) for source in sources}
    return {source: quantity for source, quantity in differences.items() if quantity}
