"""Shifts out of working hours, and the fingerprint of a day."""

import hashlib
from collections.abc import Iterable, Sequence

from .problem import Problem, Window

REST = 5 * 60
"""Minutes without work that end a shift; a lunch break does not."""


def shifts_within(working: Sequence[Window], taken: Iterable[Window], first: int, last: int) -> list[list[Window]]:
    """Cut working hours into shifts, each one a list of windows.

    What takes a technician somewhere unknown (a meeting, a slot held for a client) cuts a shift in two: he is counted
    as coming back to his base for it. A pause does not cut.

    :param working: sorted and disjoint
    :param taken: in any order, possibly overlapping
    :param first: first minute of the day to arrange
    :param last: its last minute
    """
    taken = sorted(taken)
    shifts: list[list[Window]] = []
    previous = None
    for start, stop in ((max(start, first), min(stop, last)) for start, stop in working):
        for piece in _free(start, stop, taken):
            cut = previous is None or piece[0] - previous >= REST
            if cut or any(begin < piece[0] and end > previous for begin, end in taken):
                shifts.append([])
            shifts[-1].append(piece)
            previous = piece[1]
    return shifts


def _free(start: int, stop: int, taken: Sequence[Window]) -> list[Window]:
    """What is left of one interval."""
    free = []
    for begin, end in taken:
        if end > start and begin < stop:
            if begin > start:
                free.append((start, begin))
            start = max(start, end)
    return [*free, (start, stop)] if start < stop else free


def fingerprint(problems: Sequence[Problem]) -> str:
    """Return a text that is the same as long as nothing that counts for these days has changed."""
    digest = hashlib.sha256()
    for problem in problems:
        for shift in sorted(problem.shifts, key=lambda one: str(one.key)):
            digest.update(repr((shift.key, shift.place, shift.windows, sorted(shift.skills), shift.commute)).encode())
        for stop in sorted(problem.stops, key=lambda one: str(one.key)):
            rules = (stop.time_fixed, stop.worker_fixed, stop.buffer, sorted(stop.skills))
            digest.update(repr((stop.key, stop.place, stop.minutes, stop.windows, stop.now, rules)).encode())
    return digest.hexdigest()
