"""When one technician can start one visit: ranges of starts between what he already has to do.

Rules, for a visit at x that would take [s, e):

1. it lies in his working hours, or in two stretches of them with one break between when the request allows it;
2. nothing he has to do overlaps it, and what comes next starts `buffer` minutes after e or later;
3. *before*: from the last known place p that he leaves at t ≤ s, he can drive to x: the minutes from t to s in which
   he is not busy at an unknown place are at least travel(p, x);
4. *after*: the same from e + buffer to the start of the next thing at a known place;
5. *base*: with nothing at a known place between the start of his shift and s, he comes from his base, where he is
   `commute` minutes before the shift; the same for the way back, `commute` minutes after the shift, without buffer.

A shift is a run of working hours without a rest of `REST` minutes. Within one gap the travel times do not depend on s,
so that each gap gives one range, by arithmetic; the cost is that of reading the events once.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from .intervals import Interval, merge
from .travel import Place, Travel

REST = 5 * 60  # minutes without work that end a shift; a lunch break does not
BREAK = 150  # minutes at most of a break that a visit may be cut by
PART = 60  # minutes at least of a visit before such a break, and after it
NEVER = 1 << 60

Event = tuple[int, int, Place | None]
Lost = Callable[[int, int], int]
Opening = tuple[int, int, int, int]


@dataclass(slots=True)
class Agenda:
    """A technician in whole minutes: working hours merged, events sorted by start and not empty."""

    id: int
    skills: frozenset[int]
    base: Place | None
    working: list[Interval]
    events: list[Event]
    zone: frozenset[str] = frozenset()
    commute: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of each technician: place, length, buffer, first and last minute, and whether a break may cut."""

    place: Place | None
    minutes: int
    buffer: int
    earliest: int
    latest: int
    over_break: bool = False


@dataclass(slots=True)
class Gap:
    """Free time between two things to do, and the nearest known places around it (None when there is none)."""

    start: int
    stop: int
    left: Place | None
    left_at: int
    next: Place | None = None
    next_at: int = NEVER


class Shift(NamedTuple):
    """A run of working hours, when he is at his base around it, and (first start, last start, length) within it."""

    start: int
    stop: int
    leaves: int
    returns: int
    stretches: list[tuple[int, int, int]]


class _Minutes(dict):
    """Minutes by road of each place, asked once; none for an unknown one."""

    def __init__(self, ask: Callable[[Place], int]):
        super().__init__({None: 0})
        self._ask = ask

    def __missing__(self, place: Place) -> int:
        self[place] = minutes = self._ask(place)
        return minutes


class Roads:
    """Minutes by road around one visit: `into` it from a place, `onto` a place from it, `between` two others."""

    def __init__(self, place: Place | None, travel: Travel):
        self.into = _Minutes(lambda other: travel(other, place) if place is not None else 0)
        self.onto = _Minutes(lambda other: travel(place, other) if place is not None else 0)
        self._travel = travel

    def between(self, start: Place | None, stop: Place | None) -> int:
        """Return the minutes between two places, none when one of them is unknown."""
        return 0 if start is None or stop is None else self._travel(start, stop)


def openings(request: Request, agenda: Agenda, shifts: list[Shift], roads: Roads) -> Iterator[Opening]:
    """Yield (first start, last start, detour minutes, minutes from start to end), in order, disjoint.

    :param request: the visit
    :param agenda: the technician
    :param shifts: his :func:`shifts`
    :param roads: ways to and from the place of the visit
    """
    place, buffer, base = request.place, request.buffer, agenda.base
    gaps = _gaps(agenda.events, request.minutes + buffer)
    lost = _unknown_time(agenda.events)
    index = 0
    for shift in shifts:
        for first, last, length in shift.stretches:
            while gaps[index].stop <= first:
                index += 1
            for gap in islice(gaps, index, None):
                if gap.start > last:
                    break
                low = first if first > gap.start else gap.start
                high = gap.stop - length - buffer
                if high > last:
                    high = last
                if low > high:
                    continue
                if place is None:
                    yield low, high, 0, length
                    continue
                early = _arrival(base, shift, gap, roads, lost)
                late = _departure(buffer, base, shift, gap, roads, lost) - length
                low = low if low > early else early
                high = high if high < late else late
                if low <= high:
                    yield low, high, _detour(base, shift, gap, roads), length


def shortfall(request: Request, agenda: Agenda, start: int, stop: int, travel: Travel) -> tuple[int, int]:
    """Return (minutes missing to be there in time, minutes missing to be in time afterwards), 0 when nothing misses.

    Answers for a visit that a person puts somewhere by hand, inside the hours or not; nothing misses on the way when
    it overlaps something else, which is another fault.
    """
    gap = next((gap for gap in _gaps(agenda.events) if gap.start <= start and stop <= gap.stop), None)
    if gap is None or request.place is None:
        return 0, 0
    days = shifts(request, agenda.working, agenda.commute)
    shift = next((one for one in days if one.start <= start < one.stop), None)
    base = agenda.base if shift else None
    shift = shift or Shift(start, stop, start, stop, [])
    lost = _unknown_time(agenda.events)
    roads = Roads(request.place, travel)
    early = _arrival(base, shift, gap, roads, lost)
    late = _departure(request.buffer, base, shift, gap, roads, lost)
    return max(0, early - start), max(0, stop - late)


def _arrival(base: Place | None, shift: Shift, gap: Gap, roads: Roads, lost: Lost) -> int:
    """First minute at which he can be there (rules 3 and 5)."""
    arrival = -NEVER
    if gap.left is not None:
        arrival = gap.left_at + lost(gap.left_at, gap.start) + roads.into[gap.left]
    if base is not None and gap.left_at <= shift.start:
        arrival = max(arrival, shift.leaves + lost(shift.leaves, gap.start) + roads.into[base])
    return arrival


def _departure(buffer: int, base: Place | None, shift: Shift, gap: Gap, roads: Roads, lost: Lost) -> int:
    """Last minute at which the visit must be over (rules 4 and 5)."""
    departure = NEVER
    if gap.next is not None:
        departure = gap.next_at - lost(gap.stop, gap.next_at) - roads.onto[gap.next] - buffer
    if base is not None and gap.next_at >= shift.stop:
        departure = min(departure, shift.returns - lost(gap.stop, shift.returns) - roads.onto[base])
    return departure


def _detour(base: Place | None, shift: Shift, gap: Gap, roads: Roads) -> int:
    """Minutes of driving that the visit adds between its neighbours of the shift, or the base."""
    before = gap.left if gap.left_at > shift.start else base
    after = gap.next if gap.next_at < shift.stop else base
    added = roads.into[before] + roads.onto[after] - roads.between(before, after)
    return added if added > 0 else 0


def shifts(request: Request, working: list[Interval], commute: int) -> list[Shift]:
    """Return the runs of working hours in which the visit may start; the same for all who work these hours.

    :param request: the visit
    :param working: hours of a technician, merged
    :param commute: minutes of the way from and to his base that may lie outside his hours
    """
    runs: list[list[Interval]] = []
    for interval in working:
        if not runs or interval[0] - runs[-1][-1][1] >= REST:
            if interval[0] >= request.latest:
                break
            runs.append([])
        runs[-1].append(interval)
    return [
        Shift(run[0][0], run[-1][1], run[0][0] - commute, run[-1][1] + commute, list(_stretches(run, request)))
        for run in runs
        if run[-1][1] > request.earliest
    ]


def _stretches(working: list[Interval], request: Request) -> Iterator[tuple[int, int, int]]:
    """Yield (first start, last start, length) by working hours alone (rule 1)."""
    minutes = request.minutes
    for index, (start, stop) in enumerate(working):
        if start <= stop - minutes:
            yield start, stop - minutes, minutes
        if not request.over_break or index + 1 == len(working):
            continue
        again, end = working[index + 1]
        pause = again - stop
        first = max(start, stop - minutes + PART)
        last = min(stop - PART, end - pause - minutes)
        if pause <= BREAK and first <= last:
            yield first, last, minutes + pause


def _gaps(events: list[Event], least: int = 1) -> list[Gap]:
    """Return free time between events, from the beginning of time to its end, of so many minutes at least."""
    gaps = []
    waiting: list[Gap] = []  # gaps after which no known place was met yet
    free, left, left_at = -NEVER, None, -NEVER
    for start, stop, place in events:
        if start - free >= least:
            gap = Gap(free, start, left, left_at)
            gaps.append(gap)
            waiting.append(gap)
        if stop > free:
            free = stop
        if place is None:
            continue
        while waiting:
            gap = waiting.pop()
            gap.next, gap.next_at = place, start
        if stop >= left_at:
            left, left_at = place, stop
    gaps.append(Gap(free, NEVER, left, left_at))
    return gaps


def _unknown_time(events: list[Event]) -> Lost:
    """Return a function that counts the minutes taken at unknown places between two moments."""
    taken = merge((start, stop) for start, stop, place in events if place is None)
    if not taken:
        return lambda _start, _stop: 0
    begins = [start for start, _stop in taken]
    totals = [0]
    for start, stop in taken:
        totals.append(totals[-1] + stop - start)

    def until(moment: int) -> int:
        index = bisect_right(begins, moment)
        return totals[index] - max(0, taken[index - 1][1] - moment if index else 0)

    return lambda start, stop: until(stop) - until(start) if stop > start else 0
