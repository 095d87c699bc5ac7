"""From the days as they are to better ones."""

import time
from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from . import checker
from .problem import Placement, Problem, Shift, Stop, starts
from .solver import Translation, search
from .timing import leg, schedule

CHANGE = 5
"""Minutes on the road that giving a visit to another technician must save: he has read his day, maybe prepared it."""
PATIENCE = 200
"""Rounds of the search without progress, for each stop, after which a day is taken as settled."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stop that changes its hour, its shift or both; `before` is None when it had no place."""

    key: Hashable
    before: Placement | None
    after: Placement


@dataclass(frozen=True)
class Plan:
    """What to change, and what the roads are before and after, as (minutes, metres).

    The roads before count the stops that had a place. `left` are the stops for which no place was found.
    """

    before: tuple[int, int]
    after: tuple[int, int]
    changes: list[Change] = field(default_factory=list)
    left: list[Hashable] = field(default_factory=list)
    kept: dict[Hashable, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def better(self) -> bool:
        """Whether there is something to do."""
        return bool(self.changes)


def as_lived(problem: Problem) -> Problem:
    """Return the same days with shifts that may begin and end on the road as they do today.

    Whoever is at his first client when work begins left before: he may go on doing so, but no sooner.
    """
    shifts = []
    for shift in problem.shifts:
        tour = [stop for stop in problem.tours(problem.now)[shift.key] if stop.fixed or _in_hours(stop, shift)]
        way = problem.roads.way
        leaves = [stop.now.start - way(shift.place, stop.place)[0] for stop in tour]
        back = [stop.now.start + stop.minutes + way(stop.place, shift.place)[0] for stop in tour]
        early = max(0, shift.leaves - min(leaves, default=shift.leaves))
        late = max(0, max(back, default=shift.returns) - shift.returns)
        shifts.append(replace(shift, early=early, late=late))
    return replace(problem, shifts=shifts)


def _in_hours(stop: Stop, shift: Shift) -> bool:
    return any(first <= stop.now.start <= last for first, last in starts(stop, shift))


def already_at_fault(problem: Problem) -> dict[Hashable, str]:
    """Return the stops whose present place breaks a rule, with the rule: "hours" or "road".

    They are left as they are: moving them is the decision of a person, who sees them named.
    """
    found: dict[Hashable, str] = {}
    for key, tour in problem.tours(problem.now).items():
        for stop in tour:
            if not _in_hours(stop, problem.shift_by_key[key]):
                found.setdefault(stop.key, "hours")
        for stop, following in zip(tour, tour[1:], strict=False):
            if stop.now.start + leg(problem, stop, following) > following.now.start:
                found.setdefault(stop.key, "road")
                found.setdefault(following.key, "road")
    return {key: why for key, why in found.items() if not problem.stop_by_key[key].fixed}


def _pin(problem: Problem, keys) -> Problem:
    stops: list[Stop] = [stop.pinned() if stop.key in keys else stop for stop in problem.stops]
    return replace(problem, stops=stops)


def optimise(problem: Problem, seconds: float = 5.0, change: int = CHANGE) -> Plan:
    """Return the best plan found in the time allowed; without changes when nothing better was found.

    :param seconds: time allowed to the solver
    :param change: minutes on the road that a change of technician must save
    :raises RuntimeError: when the result breaks a rule, which is a fault of this package
    """
    began = time.perf_counter()
    kept = already_at_fault(problem)
    pinned = as_lived(_pin(problem, kept))
    after = _solve(pinned, seconds, change) if any(not stop.fixed for stop in pinned.stops) else problem.now
    wrong = checker.faults(problem, after)
    if wrong:
        raise RuntimeError("; ".join(wrong))
    changes = [
        Change(key, problem.now.get(key), place) for key, place in after.items() if place != problem.now.get(key)
    ]
    return Plan(
        before=problem.road(problem.now),
        after=problem.road(after),
        changes=sorted(changes, key=lambda item: item.after.start),
        left=[stop.key for stop in problem.stops if stop.key not in after],
        kept=kept,
        seconds=time.perf_counter() - began,
    )


def _solve(problem: Problem, seconds: float, change: int) -> dict[Hashable, Placement]:
    """Ask the solver for better orders and give them hours; what is planned today when it finds none."""
    translation = Translation(problem, change)
    today = translation.solution(problem.now)
    found = search(translation.data, seconds, today, PATIENCE * max(10, len(problem.stops))).best
    if not found.is_feasible() or _worth(translation, found) >= _worth(translation, today):
        return problem.now
    after: dict[Hashable, Placement] = {}
    for key, order in translation.orders(found).items():
        placements = schedule(problem, problem.shift_by_key[key], order)
        if placements is None:
            raise RuntimeError(f"no hours for the order {[stop.key for stop in order]} of shift {key}")
        after |= dict(zip((stop.key for stop in order), placements, strict=True))
    return after


def _worth(translation: Translation, solution) -> int:
    """Cost of a solution: roads, changes, stops without a place."""
    return solution.distance_cost() + solution.uncollected_prizes()
