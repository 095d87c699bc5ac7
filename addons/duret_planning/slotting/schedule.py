"""Start, end and length of a visit: the one that is missing follows from the two others."""

from datetime import datetime, timedelta


def complete(
    start: datetime | None, end: datetime | None, hours: float, *, moved: frozenset[str]
) -> tuple[datetime | None, datetime | None, float]:
    """Return (start, end, hours) that agree with one another after a change.

    :param start: beginning known after the change (naive UTC), None when the visit has no date
    :param end: end known after the change (naive UTC), None when unknown
    :param hours: length known after the change, in hours
    :param moved: which of "start", "end" and "hours" were just set by hand; they win over the others.
        A visit that is moved keeps its length: its end follows its start, or its start its end.
    :raises ValueError: when the length is negative, or the end set by hand comes before the start set by hand
    """
    if hours < 0:
        raise ValueError("a visit cannot have a negative length")
    if {"start", "end"} <= moved and start and end:
        if end < start:
            raise ValueError("a visit cannot end before it starts")
        return start, end, (end - start) / timedelta(hours=1)
    if "end" in moved and end:
        return end - timedelta(hours=hours), end, hours
    if start:
        return start, start + timedelta(hours=hours), hours
    return None, None, hours
