"""What is known of the days to arrange: stops, shifts, roads, and who is where now."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

Window = tuple[int, int]
"""From one minute to another, the second not included."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A stop's shift and its first minute."""

    shift: Hashable
    start: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit as one technician lives it; a visit of two technicians is two stops, both fixed.

    :param key: what the caller knows it by
    :param place: where it is, as the roads know it
    :param minutes: its length
    :param windows: the visit lies entirely in one of them (hours at which the client is there)
    :param skills: what the technician must know
    :param now: where and when it is planned today, None when it is to be placed
    :param time_fixed: its hour was promised: it keeps it
    :param worker_fixed: its technician was promised: it keeps him, and his shift
    :param buffer: minutes kept free after it, before the road
    """

    key: Hashable
    place: Hashable
    minutes: int
    windows: tuple[Window, ...]
    skills: frozenset = frozenset()
    now: Placement | None = None
    time_fixed: bool = False
    worker_fixed: bool = False
    buffer: int = 0

    def __post_init__(self):
        if self.minutes <= 0 or self.buffer < 0:
            raise ValueError(f"stop {self.key}: {self.minutes} minutes, {self.buffer} after")
        if (self.time_fixed or self.worker_fixed) and self.now is None:
            raise ValueError(f"stop {self.key} is fixed nowhere")

    @property
    def fixed(self) -> bool:
        """Nothing of it may change."""
        return self.time_fixed and self.worker_fixed

    def pinned(self) -> "Stop":
        """Return the same stop, kept exactly where it is."""
        return replace(self, time_fixed=True, worker_fixed=True)


@dataclass(frozen=True, slots=True)
class Shift:
    """One technician between leaving a base and coming back to it.

    :param worker: the technician
    :param place: his base, where he starts and ends
    :param windows: working hours, sorted and disjoint; a pause lies between two of them. A visit lies entirely in
        one of them; one that no window can hold may span a pause. He drives when he likes between the first minute
        and the last.
    :param commute: minutes of his first and last way that may lie outside his hours
    :param early: minutes that he already leaves sooner than that
    :param late: minutes that he is already back later than that
    """

    key: Hashable
    worker: Hashable
    place: Hashable
    windows: tuple[Window, ...]
    skills: frozenset = frozenset()
    commute: int = 0
    early: int = 0
    late: int = 0

    def __post_init__(self):
        flat = [moment for window in self.windows for moment in window]
        if not flat or any(later < earlier for earlier, later in zip(flat, flat[1:], strict=False)):
            raise ValueError(f"shift {self.key}: windows {self.windows}")

    @property
    def leaves(self) -> int:
        """Minute from which he may be on his way."""
        return self.windows[0][0] - self.commute - self.early

    @property
    def returns(self) -> int:
        """Minute by which he is back."""
        return self.windows[-1][1] + self.commute + self.late


@dataclass(frozen=True)
class Roads:
    """Ways between places; each pair is asked for once.

    :param minutes: whole minutes by road from one place to another
    :param metres: length of that road
    """

    minutes: Callable[[Hashable, Hashable], int]
    metres: Callable[[Hashable, Hashable], int]
    _known: dict = field(default_factory=dict, repr=False, compare=False)

    def way(self, start: Hashable, stop: Hashable) -> tuple[int, int]:
        """Return (minutes, metres) of a way; nothing between a place and itself."""
        if start == stop:
            return 0, 0
        key = (start, stop)
        if key not in self._known:
            self._known[key] = (self.minutes(start, stop), self.metres(start, stop))
        return self._known[key]


@dataclass(frozen=True)
class Problem:
    """Stops, shifts and roads."""

    stops: Sequence[Stop]
    shifts: Sequence[Shift]
    roads: Roads

    def __post_init__(self):
        if len(self.stop_by_key) != len(self.stops) or len(self.shift_by_key) != len(self.shifts):
            raise ValueError("two stops or two shifts have the same key")
        lost = [stop.key for stop in self.stops if stop.now and stop.now.shift not in self.shift_by_key]
        if lost:
            raise ValueError(f"stops of an unknown shift: {lost}")

    @cached_property
    def stop_by_key(self) -> dict[Hashable, Stop]:
        """Stops by key."""
        return {stop.key: stop for stop in self.stops}

    @cached_property
    def shift_by_key(self) -> dict[Hashable, Shift]:
        """Shifts by key."""
        return {shift.key: shift for shift in self.shifts}

    @property
    def now(self) -> dict[Hashable, Placement]:
        """Where each planned stop is before anything is changed."""
        return {stop.key: stop.now for stop in self.stops if stop.now}

    def allows(self, shift: Shift, stop: Stop) -> bool:
        """Return whether this shift may take this stop: skills, and promises already made."""
        if stop.now and stop.now.shift == shift.key:
            return True
        return not stop.worker_fixed and stop.skills <= shift.skills

    def tours(self, placements: dict[Hashable, Placement]) -> dict[Hashable, list[Stop]]:
        """Return the stops of each shift by hour, an empty list for a shift without any."""
        tours: dict[Hashable, list[Stop]] = {shift.key: [] for shift in self.shifts}
        for key, placement in sorted(placements.items(), key=lambda item: item[1].start):
            tours[placement.shift].append(self.stop_by_key[key])
        return tours

    def road(self, placements: dict[Hashable, Placement]) -> tuple[int, int]:
        """Return (minutes, metres) driven, from the base to the base, by all shifts."""
        ways = [way for key, tour in self.tours(placements).items() for way in self._ways(self.shift_by_key[key], tour)]
        return sum(way[0] for way in ways), sum(way[1] for way in ways)

    def _ways(self, shift: Shift, tour: Sequence[Stop]) -> list[tuple[int, int]]:
        if not tour:
            return []
        places = [shift.place, *(stop.place for stop in tour), shift.place]
        return [self.roads.way(start, stop) for start, stop in zip(places, places[1:], strict=False)]


def starts(stop: Stop, shift: Shift) -> list[Window]:
    """Return the starts that the client's hours and the working hours leave, as (first, last), both included.

    A stop kept at its hour has this one only, on another shift when that one works then. A visit longer than every
    working window may span the pauses.
    """
    work = list(shift.windows)
    if all(end - begin < stop.minutes for begin, end in work):
        work = [(shift.windows[0][0], shift.windows[-1][1])]
    if stop.time_fixed:
        start, end = stop.now.start, stop.now.start + stop.minutes
        here = stop.now.shift == shift.key or any(first <= start and end <= last for first, last in work)
        return [(start, start)] if here else []
    rooms = [(max(begin, first), min(end, last)) for begin, end in work for first, last in stop.windows]
    return sorted({(begin, end - stop.minutes) for begin, end in rooms if end - begin >= stop.minutes})
