"""Hours for an order: the times at which a technician can be at each stop of a tour."""

from collections.abc import Sequence

from .problem import Placement, Problem, Shift, Stop, Window, starts

GRID = 5
"""Minutes: a new hour is a round one when there is room, nobody is told 9:07."""


def leg(problem: Problem, first: Stop, second: Stop) -> int:
    """Return the minutes from the start of a stop to the earliest start of the next one on the same tour.

    Two stops that are both kept as they are follow one another as they do today, even when the road is too long for
    it: that fault is not ours to mend, and it must not stop the rest from being arranged.
    """
    needed = first.minutes + first.buffer + problem.roads.way(first.place, second.place)[0]
    if first.fixed and second.fixed and first.now.shift == second.now.shift:
        return max(0, min(needed, second.now.start - first.now.start))
    return needed


def departure(problem: Problem, shift: Shift, stop: Stop) -> int:
    """Return the earliest minute at which a stop can begin when it is the first of a tour.

    A first stop that is kept as it is may have its technician leave before his hours, as he does today.
    """
    earliest = shift.leaves + problem.roads.way(shift.place, stop.place)[0]
    return min(earliest, stop.now.start) if stop.fixed else earliest


def back_by(problem: Problem, shift: Shift, stop: Stop) -> int:
    """Return the latest minute at which a stop can begin when it is the last of a tour, to be back in time."""
    latest = shift.returns - problem.roads.way(stop.place, shift.place)[0] - stop.minutes
    return max(latest, stop.now.start) if stop.fixed else latest


def schedule(problem: Problem, shift: Shift, tour: Sequence[Stop]) -> list[Placement] | None:
    """Return the hours of an order of stops, None when it cannot be kept.

    A stop stays at its present hour when it can; otherwise it comes as early as it can, at a round time if possible.
    """
    rooms = [starts(stop, shift) for stop in tour]
    latest = _latest(problem, shift, tour, rooms)
    if latest is None:
        return None
    placements = []
    ready = departure(problem, shift, tour[0]) if tour else 0
    for index, stop in enumerate(tour):
        first = _at_or_after(rooms[index], ready)
        if first is None or first > latest[index]:
            return None
        start = _choose(stop, rooms[index], first, latest[index])
        placements.append(Placement(shift.key, start))
        if index + 1 < len(tour):
            ready = start + leg(problem, stop, tour[index + 1])
    return placements


def _latest(problem: Problem, shift: Shift, tour: Sequence[Stop], rooms: list[list[Window]]) -> list[int] | None:
    """Latest start of each stop that still lets all the following ones be kept."""
    latest = [0] * len(tour)
    limit = back_by(problem, shift, tour[-1]) if tour else 0
    for index in range(len(tour) - 1, -1, -1):
        found = [min(last, limit) for first, last in rooms[index] if first <= limit]
        if not found:
            return None
        latest[index] = max(found)
        if index:
            limit = latest[index] - leg(problem, tour[index - 1], tour[index])
    return latest


def _at_or_after(room: list[Window], ready: int) -> int | None:
    """First allowed start not before `ready`."""
    return min((max(first, ready) for first, last in room if last >= ready), default=None)


def _choose(stop: Stop, room: list[Window], first: int, latest: int) -> int:
    """Present hour if it holds, whoever comes; else the first round one, else the first one."""
    now = stop.now.start if stop.now else None
    if now is not None and first <= now <= latest and any(low <= now <= high for low, high in room):
        return now
    round_one = _at_or_after(room, -(-first // GRID) * GRID)
    return round_one if round_one is not None and round_one % GRID == 0 and round_one <= latest else first
