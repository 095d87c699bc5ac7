"""How far the changes of SAGE were read, and which of two moments is older.

SAGE's moments are those of its own wall clock, in whole minutes for several versions (cbModification is smalldatetime),
and once a year an hour comes twice. So a position is (moment, key), reading begins some minutes before it, and of two
moments one is called older only when it cannot be otherwise. What the window cannot see, the nightly comparison of keys
and the daily proof find.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .errors import BadData
from .records import Cursor

_ZONE = ZoneInfo("Europe/Paris")


def stamp(text: str) -> str:
    """Write a moment in the one way that sorts.

    :param text: ISO moment without zone, seconds may be missing; "" when unknown
    :return: "2026-11-21T14:05:00", or ""
    :raise BadData: `stamp`

    >>> stamp("2026-11-21 14:05")
    '2026-11-21T14:05:00'
    """
    return _moment(text).isoformat(timespec="seconds") if text else ""


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise BadData(0, "stamp", text) from error


def further(one: Cursor | None, other: Cursor | None) -> Cursor | None:
    """Give the cursor that is further; a cursor never goes back."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=Cursor.order)


def overlap_start(cursor: Cursor | None, minutes: int) -> Cursor | None:
    """Say from where to read again.

    The window grows by the hour that comes twice when it reaches into it.

    :param minutes: size of the window, at least 2 (a moment of whole minutes says nothing about the last one)
    :return: a cursor without key, None to read everything

    >>> overlap_start(Cursor("2026-10-25T03:05:00", "12"), 10).stamp
    '2026-10-25T01:55:00'
    """
    if cursor is None or not cursor.stamp:
        return None
    until = _moment(cursor.stamp)
    start = until - timedelta(minutes=max(minutes, 2))
    offset = start.replace(tzinfo=_ZONE, fold=0).utcoffset()
    after = until.replace(tzinfo=_ZONE, fold=1).utcoffset()
    if offset > after:
        start -= offset - after
    return Cursor(start.isoformat(timespec="seconds"))


def surely_older(one: str, other: str) -> bool:
    """Tell whether a moment lies before another, whatever the seconds and the summer time that are not written.

    :param one: moment as in :class:`Record`, "" when unknown: never older
    :param other: the same

    >>> surely_older("2026-11-21T14:05:00", "2026-11-21T14:05:00")
    False
    >>> surely_older("2026-10-25T02:10:00", "2026-10-25T02:50:00")  # once in summer time, once in winter time
    False
    >>> surely_older("2026-11-21T14:04:00", "2026-11-21T14:05:00")
    True
    """
    if not one or not other or one >= other:
        return False
    latest = _moment(one).replace(tzinfo=_ZONE, fold=1)
    width = 1 if latest.second else 60
    return latest.timestamp() + width <= _moment(other).replace(tzinfo=_ZONE, fold=0).timestamp()
