"""All the starts at which a visit can be made, and which of them to propose.

A start is offered only when enough technicians have the skills, work, are free, and can drive there: from the visit
before (or their starting point) and on to the next one (or back). The rules are those of :mod:`slotting.openings`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from .grid import assign, local_starts, minutes_of
from .intervals import MINUTE, Interval, ceil_minute, floor_minute, intersect, merge, to_datetime
from .openings import Agenda, Request, Roads, Shift, openings, shifts
from .travel import Place, Travel

SPREAD = 120  # minutes between two proposals
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Busy:
    """Time that is taken.

    :ivar start: beginning, naive UTC
    :ivar stop: end, naive UTC; what must stay free after a visit is part of it
    :ivar place: where it happens; None when unknown: nothing is driven to it nor from it
    """

    start: datetime
    stop: datetime
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    """A technician.

    :ivar skills: ids of what he can do
    :ivar base: where his day starts and ends (depot or home); None when unknown
    :ivar working: hours he works, absences taken out, naive UTC
    :ivar busy: time that is taken
    :ivar zone: names of the areas he prefers; at equal detour he goes before another
    :ivar commute: minutes of the way from and to his base that may lie outside his hours
    """

    id: int
    skills: frozenset[int]
    base: Place | None
    working: Sequence[tuple[datetime, datetime]]
    busy: Sequence[Busy] = ()
    zone: frozenset[str] = frozenset()
    commute: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """A visit to place.

    :ivar place: where; None when unknown: no travel is counted
    :ivar minutes: its length
    :ivar skills: ids that each technician of the crew must have
    :ivar crew: how many technicians
    :ivar earliest: no start before, naive UTC
    :ivar latest: no end after, naive UTC
    :ivar buffer: minutes kept free after it, before what comes next
    :ivar step: minutes between two starts on the local clock
    :ivar windows: when given, the visit lies wholly in one of them (naive UTC)
    :ivar worker_ids: when given, only these technicians
    :ivar area: name of the area of the place, see `Worker.zone`
    :ivar over_break: whether the visit may stop for one break (lunch) and go on after it
    :ivar tz: time zone of the round hours
    """

    place: Place | None
    minutes: int
    skills: frozenset[int]
    crew: int
    earliest: datetime
    latest: datetime
    buffer: int = 0
    step: int = 15
    windows: Sequence[tuple[datetime, datetime]] | None = None
    worker_ids: frozenset[int] | None = None
    area: str | None = None
    over_break: bool = False
    tz: str = "Europe/Paris"

    def __post_init__(self):
        if self.minutes <= 0 or self.crew <= 0 or self.step <= 0 or self.buffer < 0:
            raise ValueError("length, crew and step are positive, the buffer is not negative")

    def spans(self) -> list[Interval]:
        """Return the minutes in which the visit may lie, merged windows between earliest and latest."""
        between = [(ceil_minute(self.earliest), floor_minute(self.latest))]
        if self.windows is None:
            return merge(between)
        return intersect(merge(minutes_of(self.windows)), merge(between))


class Slot(NamedTuple):
    """A start that can be offered.

    :ivar start: naive UTC
    :ivar stop: naive UTC
    :ivar worker_ids: the crew, the one with the smallest detour first
    :ivar detour: minutes of driving added to the day, summed over the crew
    """

    start: datetime
    stop: datetime
    worker_ids: tuple[int, ...]
    detour: float


def agenda(worker: Worker) -> Agenda:
    """Return what the engine knows of a technician, in whole minutes.

    Working hours shrink to whole minutes, taken time grows to them.
    """
    events = [(floor_minute(busy.start), ceil_minute(busy.stop), busy.place) for busy in worker.busy]
    return Agenda(
        worker.id,
        worker.skills,
        worker.base,
        merge(minutes_of(worker.working)),
        sorted((event for event in events if event[0] < event[1]), key=lambda event: event[:2]),
        worker.zone,
        worker.commute,
    )


def free_slots(need: Need, workers: Sequence[Worker], travel: Travel) -> list[Slot]:
    """Return every start of the local clock's grid with the crew that loses least, sorted by start.

    :param need: the visit
    :param workers: technicians to choose from
    :param travel: minutes by road between two places
    """
    return search(need, [agenda(worker) for worker in workers], travel)


def able(need: Need, agendas: Sequence[Agenda]) -> list[Agenda]:
    """Return the technicians that the visit may be given to, whenever."""
    wanted = need.worker_ids
    return [one for one in agendas if need.skills <= one.skills and (wanted is None or one.id in wanted)]


def search(need: Need, agendas: Sequence[Agenda], travel: Travel) -> list[Slot]:
    """Do as :func:`free_slots` for technicians that are already in whole minutes."""
    spans = need.spans()
    chosen = able(need, agendas)
    if not spans or len(chosen) < need.crew:
        return []
    request = Request(need.place, need.minutes, need.buffer, spans[0][0], spans[-1][1], need.over_break)
    found: dict[int, list[tuple]] = {}
    for one, first, last, detour, length in _found(request, chosen, travel):
        outside = need.area is not None and need.area not in one.zone
        # In this order the best are sorted first; of one technician, the earlier ones.
        found.setdefault(length, []).append((detour, outside, one.id, first, last))
    slots: dict[int, Slot] = {}
    for length in sorted(found):  # a visit that needs no break goes before one that is cut by it
        starts = local_starts(spans, length, need.step, need.tz)
        lasting = length * MINUTE
        for start, crew in assign(starts, sorted(found[length]), need.crew):
            if start not in slots:
                slots[start] = _slot(start, lasting, crew)
    return [slots[start] for start in sorted(slots)]


def _found(request: Request, agendas: Sequence[Agenda], travel: Travel) -> Iterator[tuple]:
    """Yield (technician, first start, last start, detour, length) of all openings."""
    roads = Roads(request.place, travel)
    known: dict[tuple[int, int], list[Shift]] = {}  # most technicians work the same hours: one list for them all
    for one in agendas:
        key = id(one.working), one.commute
        if key not in known:
            known[key] = shifts(request, one.working, one.commute)
        for opening in openings(request, one, known[key], roads):
            yield one, *opening


def explain(need: Need, agendas: Sequence[Agenda], travel: Travel) -> str:
    """Return why nothing is free, as one word; meant for when :func:`search` gave nothing.

    "window": no time was left to choose from; "skills": nobody, or too few, can do it; "technicians": the asked ones
    cannot; "closed": nobody works then; "too_long": no working day holds it; "far": nobody gets there and back within
    a day; "full": all of that would do, but the time is taken.
    """
    spans = need.spans()
    if not spans:
        return "window"
    if len(able(replace(need, worker_ids=None), agendas)) < need.crew:
        return "skills"
    chosen = able(need, agendas)
    if len(chosen) < need.crew:
        return "technicians"
    empty = [replace(one, events=[]) for one in chosen]
    if not any(intersect(one.working, spans) for one in empty):
        return "closed"
    if len(search(replace(need, place=None, buffer=0), empty, travel)) == 0:
        return "too_long"
    return "far" if not search(need, empty, travel) else "full"


def _slot(start: int, lasting: timedelta, crew: list[tuple]) -> Slot:
    begin = to_datetime(start)
    ids = tuple([opening[2] for opening in crew])
    return Slot(begin, begin + lasting, ids, sum([opening[0] for opening in crew]))


def rank(slots: Sequence[Slot], limit: int, spread: int = SPREAD, day_worth: float = 0.0) -> list[Slot]:
    """Return the slots to propose: least detour first, earlier first at equal detour.

    Proposals are really different: two of them are at least `spread` minutes apart, unless there is nothing else.

    :param slots: as :func:`free_slots` gives them
    :param limit: how many at most
    :param spread: minutes between the starts of two proposals
    :param day_worth: minutes of detour that one day of waiting less is worth
    """
    if not slots:
        return []
    first = min(slot.start for slot in slots)
    ordered = sorted(slots, key=lambda slot: (slot.detour + day_worth * ((slot.start - first) / DAY), slot.start))
    picked: list[Slot] = []
    for apart in (spread, spread // 4, 0):
        for slot in ordered:
            if len(picked) == limit:
                break
            if all(slot is not other and abs(slot.start - other.start) >= timedelta(minutes=apart) for other in picked):
                picked.append(slot)
    places = {id(slot): position for position, slot in enumerate(ordered)}
    return sorted(picked, key=lambda slot: places[id(slot)])
