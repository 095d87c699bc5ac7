"""SAGE's totals shared out over the lines, so that a document of ours shows them to the cent.

SAGE counts the tax of a document on the sum of its lines, rate by rate; another program may round each line, or round
halves elsewhere, and end a cent apart. SAGE's document says what the client owes, so the difference goes where it is
least seen: into the line with the largest amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .errors import BadData
from .projection.amounts import to_decimal

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """Amounts of one line: euros with two decimals.

    :ivar untaxed: without tax
    :ivar tax: of it
    """

    untaxed: Decimal
    tax: Decimal


def untaxed_of(values) -> Decimal:
    """Give the amount of a line without tax: as told, else quantity × price less the discount.

    :param values: canonical fields of a line

    >>> untaxed_of({"quantity": "3", "unit_price": "10.005", "discount": "10"})
    Decimal('27.01')
    """
    if values.get("untaxed"):
        return to_decimal(values["untaxed"])
    amount = to_decimal(values.get("quantity", "")) * to_decimal(values.get("unit_price", ""))
    return _cents(amount * (HUNDRED - to_decimal(values.get("discount", ""))) / HUNDRED)


def share(lines: Sequence[tuple[Decimal, Decimal]], untaxed: Decimal | None, total: Decimal | None) -> list[Share]:
    """Share the totals of a document out over its lines.

    :param lines: (amount without tax, rate in percent) of each line
    :param untaxed: total without tax as SAGE says, None when it does not
    :param total: total with tax as SAGE says, None when it does not
    :return: one share for each line, whose sums are the totals
    :raise BadData: `totals_lines` when the lines are more than a cent off, `totals_rates` when the tax is more than a
        cent a line off what the rates give

    >>> share([(Decimal("10.03"), Decimal(20)), (Decimal("10.03"), Decimal(20))], None, Decimal("24.08"))
    [Share(untaxed=Decimal('10.03'), tax=Decimal('2.01')), Share(untaxed=Decimal('10.03'), tax=Decimal('2.01'))]
    """
    amounts = [_cents(amount) for amount, _rate in lines]
    if untaxed is not None:
        weights = [abs(amount) for amount in amounts]
        _absorb(amounts, weights, untaxed - sum(amounts, Decimal(0)), CENT, "totals_lines")
    taxes = _taxes(amounts, [rate for _amount, rate in lines])
    if total is not None:
        gap = total - sum(amounts, Decimal(0)) - sum(taxes, Decimal(0))
        taxed = [abs(amount) if rate else None for amount, (_amount, rate) in zip(amounts, lines, strict=True)]
        _absorb(taxes, taxed, gap, CENT * max(len(lines), 1), "totals_rates")
    return [Share(amount, tax) for amount, tax in zip(amounts, taxes, strict=True)]


def _taxes(amounts: Sequence[Decimal], rates: Sequence[Decimal]) -> list[Decimal]:
    """Count the tax rate by rate, and share each out by largest remainder."""
    taxes = [Decimal(0)] * len(amounts)
    for rate in dict.fromkeys(rates):
        places = [place for place, one in enumerate(rates) if one == rate]
        exact = {place: amounts[place] * rate / HUNDRED for place in places}
        for place in places:
            taxes[place] = _cents(exact[place])
        left = _cents(sum(exact.values(), Decimal(0))) - sum((taxes[place] for place in places), Decimal(0))
        step = CENT.copy_sign(left)
        by_remainder = sorted(places, key=lambda place: (exact[place] - taxes[place]) * step, reverse=True)
        for place in by_remainder[: int(abs(left) / CENT)]:
            taxes[place] += step
    return taxes


def _absorb(values: list[Decimal], weights: Sequence[Decimal | None], gap: Decimal, most: Decimal, code: str) -> None:
    """Put a small difference into the heaviest place; a place without weight takes nothing.

    :raise BadData: it is not small, or there is no place for it
    """
    if not gap:
        return
    places = [place for place, weight in enumerate(weights) if weight is not None]
    if not places or abs(gap) > most:
        raise BadData(0, code, str(gap))
    values[max(places, key=lambda place: (weights[place], -place))] += gap


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
