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


class Gap(NamedTuple):
    """Free time between two things to do, and the nearest known places around it (None when there is none)."""

    start: int
    stop: int
    left: Place | None
    left_at: int
    next: Place | None
    next_at: int


class Shift(NamedTuple):
    """A run of working hours, and when he is at his base around it."""

    working: list[Interval]
    start: int
    stop: int
    leaves: int
    returns: int


class Ways(NamedTuple):
    """Minutes by road around a visit: from the place before, on to the next one, from the base and back to it."""

    into: int
    onto: int
    come: int
    back: int


def openings(request: Request, agenda: Agenda, travel: Travel) -> Iterator[Opening]:
    """Yield (first start, last start, detour minutes, minutes from start to end), in order, disjoint.

    :param request: the visit
    :param agenda: the technician
    :param travel: minutes by road between two places
    """
    gaps = _gaps(agenda.events)
    lost = _unknown_time(agenda.events)
    place, base = request.place, agenda.base
    come, back = _way(travel, base, place), _way(travel, place, base)
    index = 0
    for shift in _shifts(agenda, request):
        for first, last, length in _stretches(shift.working, request):
            while gaps[index].stop <= first:
                index += 1
            number = index
            while number < len(gaps) and gaps[number].start <= last:
                gap = gaps[number]
                number += 1
                low = first if first > gap.start else gap.start
                high = min(last, gap.stop - length - request.buffer)
                if low > high:
                    continue
                if place is None:
                    yield low, high, 0, length
                    continue
                ways = Ways(_way(travel, gap.left, place), _way(travel, place, gap.next), come, back)
                low = max(low, _arrival(base, shift, gap, ways, lost))
                high = min(high, _departure(request.buffer, base, shift, gap, ways, lost) - length)
                if low <= high:
                    yield low, high, _detour(base, shift, gap, ways, travel), length


def shortfall(request: Request, agenda: Agenda, start: int, stop: int, travel: Travel) -> tuple[int, int]:
    """Return (minutes missing to be there in time, minutes missing to be in time afterwards), 0 when nothing misses.

    Answers for a visit that a person puts somewhere by hand, inside the hours or not; nothing misses on the way when
    it overlaps something else, which is another fault.
    """
    gap = next((gap for gap in _gaps(agenda.events) if gap.start <= start and stop <= gap.stop), None)
    if gap is None or request.place is None:
        return 0, 0
    shift = next((one for one in _shifts(agenda, request) if one.start <= start < one.stop), None)
    base = agenda.base if shift else None
    shift = shift or Shift([], start, stop, start, stop)
    lost = _unknown_time(agenda.events)
    around = ((gap.left, request.place), (request.place, gap.next), (base, request.place), (request.place, base))
    ways = Ways(*(_way(travel, one, other) for one, other in around))
    early = _arrival(base, shift, gap, ways, lost)
    late = _departure(request.buffer, base, shift, gap, ways, lost)
    return max(0, early - start), max(0, stop - late)


def _way(travel: Travel, start: Place | None, stop: Place | None) -> int:
    """Minutes between two places, none when one of them is unknown."""
    return 0 if start is None or stop is None else travel(start, stop)


def _arrival(base: Place | None, shift: Shift, gap: Gap, ways: Ways, lost: Lost) -> int:
    """First minute at which he can be there (rules 3 and 5)."""
    arrival = -NEVER
    if gap.left is not None:
        arrival = gap.left_at + lost(gap.left_at, gap.start) + ways.into
    if base is not None and gap.left_at <= shift.start:
        arrival = max(arrival, shift.leaves + lost(shift.leaves, gap.start) + ways.come)
    return arrival


def _departure(buffer: int, base: Place | None, shift: Shift, gap: Gap, ways: Ways, lost: Lost) -> int:
    """Last minute at which the visit must be over (rules 4 and 5)."""
    departure = NEVER
    if gap.next is not None:
        departure = gap.next_at - lost(gap.stop, gap.next_at) - ways.onto - buffer
    if base is not None and gap.next_at >= shift.stop:
        departure = min(departure, shift.returns - lost(gap.stop, shift.returns) - ways.back)
    return departure


def _detour(base: Place | None, shift: Shift, gap: Gap, ways: Ways, travel: Travel) -> int:
    """Minutes of driving that the visit adds between its neighbours of the shift, or the base."""
    before, into = (gap.left, ways.into) if gap.left_at > shift.start else (base, ways.come)
    after, onto = (gap.next, ways.onto) if gap.next_at < shift.stop else (base, ways.back)
    return max(0, into + onto - _way(travel, before, after))


def _shifts(agenda: Agenda, request: Request) -> Iterator[Shift]:
    """Runs of working hours in which the visit may start."""
    run: list[Interval] = []
    for interval in agenda.working:
        if run and interval[0] - run[-1][1] >= REST:
            if run[-1][1] > request.earliest:
                yield _shift(run, agenda.commute)
            run = []
        if not run and interval[0] >= request.latest:
            break
        run.append(interval)
    if run and run[-1][1] > request.earliest:
        yield _shift(run, agenda.commute)


def _shift(run: list[Interval], commute: int) -> Shift:
    return Shift(run, run[0][0], run[-1][1], run[0][0] - commute, run[-1][1] + commute)


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


def _gaps(events: list[Event]) -> list[Gap]:
    """Free time between events, from the beginning of time to its end."""
    following = _next_known(events)
    gaps = []
    free, left, left_at = -NEVER, None, -NEVER
    for (start, stop, place), (after, after_at) in zip(events, following, strict=True):
        if start > free:
            gaps.append(Gap(free, start, left, left_at, after, after_at))
        if stop > free:
            free = stop
        if place is not None and stop >= left_at:
            left, left_at = place, stop
    gaps.append(Gap(free, NEVER, left, left_at, None, NEVER))
    return gaps


def _next_known(events: list[Event]) -> list[tuple[Place | None, int]]:
    """For each event, the place and start of the first event at a known place from it on."""
    following = []
    known: tuple[Place | None, int] = (None, NEVER)
    for start, _stop, place in reversed(events):
        if place is not None:
            known = (place, start)
        following.append(known)
    following.reverse()
    return following


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
