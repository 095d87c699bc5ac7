"""The starts that can be offered: round times of the local clock, and who is the best to take each."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytz

from .intervals import Interval, ceil_minute, floor_minute, to_datetime

DAY = 24 * 60


def local_starts(windows: Sequence[Interval], minutes: int, step: int, tz: str) -> list[int]:
    """Return every start at a round local time whose visit lies in one of the windows, sorted.

    A start is round when the minutes of the local clock since midnight are a multiple of `step`. In the night of
    October the hour that comes twice gives its starts twice; in March the hour that is skipped gives none.

    :param windows: disjoint and sorted intervals of UTC minutes
    :param minutes: length of the visit
    :param step: minutes between two starts
    :param tz: name of the time zone of the clock
    """
    starts: list[int] = []
    zone = pytz.timezone(tz)
    for first, stop in windows:
        last = stop - minutes
        day = pytz.utc.localize(to_datetime(first)).astimezone(zone).date()
        midnight = _midnight(zone, day)
        while midnight <= last:
            day += timedelta(days=1)
            following = _midnight(zone, day)
            starts += [start for start in _round_times(zone, midnight, following, step) if first <= start <= last]
            midnight = following
    return starts


def _midnight(zone, day) -> int:
    local = zone.normalize(zone.localize(datetime(day.year, day.month, day.day)))
    return floor_minute(local.astimezone(pytz.utc).replace(tzinfo=None))


def _round_times(zone, midnight: int, following: int, step: int) -> Sequence[int]:
    """Round times of one local day, which has 23 or 25 hours when the clock changes."""
    if following - midnight == DAY:
        return range(midnight, following, step)
    return [start for start in range(midnight, following) if _clock(zone, start) % step == 0]


def _clock(zone, minute: int) -> int:
    local = pytz.utc.localize(to_datetime(minute)).astimezone(zone)
    return local.hour * 60 + local.minute


def assign(starts: Sequence[int], openings: Sequence[tuple], crew: int) -> list[list[tuple]]:
    """Give each start the best `crew` openings that hold it.

    Each start is visited `crew` times at most, however many openings hold it: once served it is jumped over.

    :param starts: sorted minutes
    :param openings: tuples (first start, last start, …), best first; two openings of one person are disjoint
    :param crew: how many openings a start needs
    :return: for each start the openings taken, fewer than `crew` when there are not enough
    """
    taken: list[list[tuple]] = [[] for _start in starts]
    jump = list(range(len(starts) + 1))
    for opening in openings:
        index = _free(jump, bisect_left(starts, opening[0]))
        end = bisect_right(starts, opening[1])
        while index < end:
            taken[index].append(opening)
            if len(taken[index]) == crew:
                jump[index] = index + 1
            index = _free(jump, index + 1)
    return taken


def _free(jump: list[int], index: int) -> int:
    """First start from `index` on that is not served yet; shortens the way for the next call."""
    while jump[index] != index:
        jump[index] = jump[jump[index]]
        index = jump[index]
    return index


def minutes_of(windows: Sequence[tuple[datetime, datetime]]) -> list[Interval]:
    """Return datetime intervals in whole minutes that lie inside them."""
    return [(ceil_minute(start), floor_minute(stop)) for start, stop in windows]
