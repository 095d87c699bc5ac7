"""Comparing a measure with its limits, in exact decimals."""

import re
from decimal import Decimal

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?")

OK, BAD, NONE = "ok", "bad", "none"


def decimal_text(text):
    """Return a number as reports hold it, from what somebody typed.

    :param str text: such as « 0,35 », « 12 » or « 007.50 »
    :return: "0.35", "12", "7.50": the digits typed are kept, they say how exact the measure is; None for no number

    >>> decimal_text(" 0,35 "), decimal_text("007.50"), decimal_text("much")
    ('0.35', '7.50', None)
    """
    text = text.strip().replace(",", ".").replace("\u202f", "").replace("\xa0", "")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, dot, decimals = digits.partition(".")
    text = f"{sign}{whole.lstrip('0') or '0'}{dot}{decimals}"
    return text if whole and NUMBER.fullmatch(text) else None


def judge(value, minimum=None, maximum=None):
    """Compare a measure with its limits, both of which are still good.

    :param str value: decimal text, "" when nothing was measured
    :param minimum: decimal text, or None
    :param maximum: decimal text, or None
    :return: "ok", "bad", or "none" when there is nothing to compare

    >>> judge("0.49", minimum="0.5"), judge("0.50", minimum="0.5"), judge("3")
    ('bad', 'ok', 'none')
    """
    if (minimum is None and maximum is None) or not NUMBER.fullmatch(value):
        return NONE
    number = Decimal(value)
    low = minimum is not None and number < Decimal(minimum)
    high = maximum is not None and number > Decimal(maximum)
    return BAD if low or high else OK
