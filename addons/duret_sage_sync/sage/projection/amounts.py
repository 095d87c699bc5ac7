"""Decimals, days and yes/no in their canonical writing."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ..errors import BadData

_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,12})?|[+-]?\.\d{1,12}")
_YES = {"1": "1", "0": "0", "": "0"}


def decimal(text: str, places: int) -> str:
    """Write a decimal with a fixed number of places, halves away from zero; empty stays empty.

    :raise BadData: `decimal` when it is no decimal in the canonical writing

    >>> decimal("1234.5", 2), decimal("-0.004", 2), decimal("2.675", 2)
    ('1234.50', '0.00', '2.68')
    """
    if not text:
        return ""
    number = to_decimal(text)
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return str(abs(rounded)) if not rounded else str(rounded)


def to_decimal(text: str) -> Decimal:
    """Read a canonical decimal; empty counts as zero.

    :raise BadData: `decimal`
    """
    if not text:
        return Decimal(0)
    if not _DECIMAL.fullmatch(text):
        raise BadData(0, "decimal", text)
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise BadData(0, "decimal", text) from error


def day(text: str) -> str:
    """Check a day « 2026-11-21 »; empty stays empty.

    :raise BadData: `date` when there is no such day
    """
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadData(0, "date", text) from error


def yes_no(text: str) -> str:
    """Check "1" or "0"; empty is no.

    :raise BadData: `yes_no`
    """
    if text not in _YES:
        raise BadData(0, "yes_no", text)
    return _YES[text]
