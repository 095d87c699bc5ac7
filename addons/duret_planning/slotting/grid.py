"""The starts that can be offered: round times of the local clock, and who is the best to take each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytz

from .hours import DAY, midnight_of
from .intervals import Interval, ceil_minute, floor_minute, to_datetime


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
        midnight = midnight_of(zone, day)
        while midnight <= last:
            day += timedelta(days=1)
            following = midnight_of(zone, day)
            times = _round_times(zone, midnight, following, step)
            if first > midnight or last < following:
                times = [start for start in times if first <= start <= last]
            starts += times
            midnight = following
    return starts


def _round_times(zone, midnight: int, following: int, step: int) -> Sequence[int]:
    """Round times of one local day, which has 23 or 25 hours when the clock changes."""
    if following - midnight == DAY:
        return range(midnight, following, step)
    return [start for start in range(midnight, following) if _clock(zone, start) % step == 0]


def _clock(zone, minute: int) -> int:
    local = pytz.utc.localize(to_datetime(minute)).astimezone(zone)
    return local.hour * 60 + local.minute


def assign(starts: Sequence[int], openings: Sequence[tuple], crew: int) -> Iterator[tuple[int, list[tuple]]]:
    """Yield (start, the best `crew` openings that hold it), sorted; starts that fewer hold are left out.

    Each start is visited `crew` times at most, however many openings hold it: once served it is jumped over.

    :param starts: sorted minutes
    :param openings: tuples (…, first start, last start), best first; two openings of one person are disjoint
    :param crew: how many openings a start needs
    """
    taken: dict[int, list[tuple]] = {}
    jump = list(range(len(starts) + 1))
    for opening in openings:
        index = _free(jump, bisect_left(starts, opening[-2]))
        end = bisect_right(starts, opening[-1], index)
        while index < end:
            taking = taken.setdefault(index, [])
            taking.append(opening)
            if len(taking) == crew:
                jump[index] = index + 1
            index = _free(jump, index + 1)
    return ((starts[index], taken[index]) for index in sorted(taken) if len(taken[index]) == crew)


def _free(jump: list[int], index: int) -> int:
    """First start from `index` on that is not served yet; shortens the way for the next call."""
    while jump[index] != index:
        jump[index] = jump[jump[index]]
        index = jump[index]
    return index


def minutes_of(windows: Sequence[tuple[datetime, datetime]]) -> list[Interval]:
    """Return datetime intervals in whole minutes that lie inside them."""
    return [(ceil_minute(start), floor_minute(stop)) for start, stop in windows]
