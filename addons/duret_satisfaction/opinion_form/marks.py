"""Marks, as a browser sends them. What they are worth is the matter of `nps_figures`."""

import re

_DIGITS = re.compile(r"[0-9]{1,2}")


def read_mark(raw: object, low: int, high: int) -> int | None:
    """The mark written in `raw`, a number or a text of one or two digits; None when it is not between the bounds.

    >>> read_mark("9", 0, 10), read_mark(11, 0, 10), read_mark("neuf", 0, 10), read_mark(True, 0, 10)
    (9, None, None, None)
    """
    if isinstance(raw, bool) or raw is None:
        return None
    text = str(raw).strip()
    if not (text.isascii() and _DIGITS.fullmatch(text)):
        return None
    return int(text) if low <= int(text) <= high else None
