"""The problem put to PyVRP, and its answer read back.

PyVRP knows vehicles, clients with one time window, and groups of clients of which one is visited. So:

- a shift is a vehicle with a road network (a profile) of its own; a stop that the shift may not take is unreachable on
  its network, and a stop that comes from another shift is a little further away: a change must be worth it;
- a stop that may begin in the morning or in the afternoon is a group of two clients, one for each room;
- what is already at fault between two fixed stops is taken into the network of their shift (see `timing.leg`).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from pyvrp import (
    Client,
    ClientGroup,
    Depot,
    Location,
    PenaltyParams,
    ProblemData,
    Result,
    Route,
    Solution,
    SolveParams,
    VehicleType,
)
from pyvrp import solve as pyvrp_solve
from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement, StoppingCriterion

from .problem import Placement, Problem, Shift, Stop, Window, starts
from .timing import back_by, departure, leg

MINUTE = 1_000
"""Cost of a minute on the road; a hundred metres cost 1, so that of two equal times the shorter road wins."""
HUNDRED_METRES = 1
UNREACHABLE_COST = 10_000 * MINUTE
UNREACHABLE_MINUTES = 100_000
PLACING = 5_000 * MINUTE
"""What placing a stop that has no place yet is worth: more than any way."""
# An hour promised is a hard wall: the penalty of missing it may have to grow far beyond the solver's usual limit.
PARAMS = SolveParams(penalty=PenaltyParams(max_penalty=10_000_000.0))


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of making a stop: the shifts that may, and the first and last start."""

    stop: Stop
    shifts: frozenset
    room: Window


def search(
    data: ProblemData,
    seconds: float,
    initial: Solution | None = None,
    patience: int | None = None,
    clock: Callable[[float], StoppingCriterion] = MaxRuntime,
) -> Result:
    """Run the solver on one core.

    :param seconds: time allowed
    :param initial: where to start from; the answer is never worse
    :param patience: stop earlier after so many rounds without progress
    :param clock: what measures the time allowed; by default the clock on the wall
    """
    stop = clock(seconds)
    if patience:
        stop = MultipleCriteria([stop, NoImprovement(patience)])
    return pyvrp_solve(data, stop, seed=1, collect_stats=False, initial_solution=initial, params=PARAMS)


def choices(problem: Problem) -> list[Choice]:
    """Return every way of making every stop."""
    found: dict[tuple, set] = {}
    for stop in problem.stops:
        for shift in problem.shifts:
            if problem.allows(shift, stop):
                for room in starts(stop, shift):
                    found.setdefault((stop.key, room), set()).add(shift.key)
    return [Choice(problem.stop_by_key[key], frozenset(shifts), room) for (key, room), shifts in found.items()]


class Translation:
    """A problem as PyVRP sees it.

    :param change: minutes on the road that giving a stop to another shift must save
    """

    def __init__(self, problem: Problem, change: int = 0):
        self.problem = problem
        self.change = change
        self.choices = choices(problem)
        moments = [moment for shift in problem.shifts for moment in (shift.leaves, shift.returns)]
        moments += [moment for stop in problem.stops if stop.fixed for moment in _span(stop)]
        self.origin = min(moments)
        self.served = self._served_minutes()
        self.data = self._data()

    def _served_minutes(self) -> dict[Hashable, int]:
        """Minutes of each stop, cut at the next one where two fixed stops overlap."""
        served = {stop.key: stop.minutes for stop in self.problem.stops}
        for tour in self.problem.tours(self.problem.now).values():
            kept = [stop for stop in tour if stop.fixed]
            for stop, following in zip(kept, kept[1:], strict=False):
                served[stop.key] = min(stop.minutes, following.now.start - stop.now.start)
        return served

    def _data(self) -> ProblemData:
        groups, clients = self._clients()
        bases = len(self.problem.shifts)
        vans, costs, durations = [], [], []
        shared = self._shared_ways()
        for index, shift in enumerate(self.problem.shifts):
            early, late = self._driving(shift)
            vans.append(
                VehicleType(
                    start_depot=index,
                    end_depot=index,
                    tw_early=early - self.origin,
                    tw_late=late - self.origin,
                    profile=index,
                )
            )
            cost, duration = self._network(shift, index, shared)
            costs.append(cost)
            durations.append(duration)
        locations = [Location(0, 0) for _row in range(bases + len(clients))]
        depots = [Depot(index) for index in range(bases)]
        return ProblemData(locations, clients, depots, vans, costs, durations, groups)

    def _clients(self) -> tuple[list[ClientGroup], list[Client]]:
        """One client for each choice; the choices of one stop are a group."""
        of_stop: dict[Hashable, list[int]] = {}
        for index, choice in enumerate(self.choices):
            of_stop.setdefault(choice.stop.key, []).append(index)
        groups, group_of = [], {}
        for key, indexes in of_stop.items():
            if len(indexes) > 1:
                group_of[key] = len(groups)
                groups.append(ClientGroup(indexes, required=self.problem.stop_by_key[key].now is not None))
        bases = len(self.problem.shifts)
        clients = []
        for index, choice in enumerate(self.choices):
            planned = choice.stop.now is not None
            group = group_of.get(choice.stop.key)
            clients.append(
                Client(
                    bases + index,
                    service_duration=self.served[choice.stop.key],
                    tw_early=choice.room[0] - self.origin,
                    tw_late=choice.room[1] - self.origin,
                    prize=0 if planned else PLACING,
                    required=planned and group is None,
                    group=group,
                )
            )
        return groups, clients

    def _driving(self, shift: Shift) -> Window:
        """Minutes between which the van may be out: working hours, and the fixed stops outside them."""
        kept = [stop for stop in self.problem.stops if stop.fixed and stop.now.shift == shift.key]
        moments = [moment for stop in kept for moment in _span(stop)]
        return min([shift.leaves, *moments]), max([shift.returns, *moments])

    def _shared_ways(self) -> tuple[np.ndarray, np.ndarray]:
        """Minutes and costs between all stops, the same for every shift."""
        stops = [choice.stop for choice in self.choices]
        ways = [[self.problem.roads.way(one.place, other.place) for other in stops] for one in stops]
        table = np.array(ways, dtype=np.int64).reshape(len(stops), len(stops), 2)
        unbuffered = np.array([stop.minutes - self.served[stop.key] + stop.buffer for stop in stops], dtype=np.int64)
        return table[:, :, 0] + unbuffered[:, None], _cost(table[:, :, 0], table[:, :, 1])

    def _network(self, shift: Shift, index: int, shared: tuple) -> tuple[np.ndarray, np.ndarray]:
        """Costs and minutes of this shift's ways."""
        bases = len(self.problem.shifts)
        size = bases + len(self.choices)
        duration = np.full((size, size), UNREACHABLE_MINUTES, dtype=np.int64)
        cost = np.full((size, size), UNREACHABLE_COST, dtype=np.int64)
        duration[bases:, bases:], cost[bases:, bases:] = shared
        early, late = self._driving(shift)
        for row, choice in enumerate(self.choices, bases):
            stop = choice.stop
            out = self.problem.roads.way(shift.place, stop.place)
            home = self.problem.roads.way(stop.place, shift.place)
            duration[index, row] = max(0, departure(self.problem, shift, stop) - early)
            duration[row, index] = max(0, late - back_by(self.problem, shift, stop) - self.served[stop.key])
            cost[index, row], cost[row, index] = _cost(*out), _cost(*home)
            if stop.now and stop.now.shift != shift.key:
                cost[:, row] += self.change * MINUTE
            if shift.key not in choice.shifts:
                duration[:, row], cost[:, row] = UNREACHABLE_MINUTES, UNREACHABLE_COST
        self._keep_faults(shift, duration)
        np.fill_diagonal(duration, 0)
        np.fill_diagonal(cost, 0)
        return cost, duration

    def _keep_faults(self, shift: Shift, duration: np.ndarray) -> None:
        """Let two fixed stops follow one another as they do today."""
        bases = len(self.problem.shifts)
        kept = [
            (row, choice.stop)
            for row, choice in enumerate(self.choices, bases)
            if choice.stop.fixed and choice.stop.now.shift == shift.key
        ]
        for row, stop in kept:
            for column, following in kept:
                if row != column:
                    duration[row, column] = max(0, leg(self.problem, stop, following) - self.served[stop.key])

    def solution(self, placements: dict[Hashable, Placement]) -> Solution:
        """Return placements as a solution of the solver."""
        by_stop: dict[Hashable, list[int]] = {}
        for index, choice in enumerate(self.choices):
            by_stop.setdefault(choice.stop.key, []).append(index)
        routes = []
        for van, (key, tour) in enumerate(self.problem.tours(placements).items()):
            visits = [self._choice_at(by_stop[stop.key], key, placements[stop.key].start) for stop in tour]
            if visits:
                routes.append(Route(self.data, visits, van))
        return Solution(self.data, routes)

    def _choice_at(self, indexes: list[int], shift: Hashable, start: int) -> int:
        """Index of the choice that holds this hour on this shift."""
        return next(
            index
            for index in indexes
            if shift in self.choices[index].shifts
            and self.choices[index].room[0] <= start <= self.choices[index].room[1]
        )

    def orders(self, solution: Solution) -> dict[Hashable, Sequence[Stop]]:
        """Return the stops of each shift in the order of a solution."""
        orders: dict[Hashable, Sequence[Stop]] = {shift.key: [] for shift in self.problem.shifts}
        for route in solution.routes():
            shift = self.problem.shifts[route.vehicle_type()]
            orders[shift.key] = [self.choices[visit.idx].stop for visit in route.schedule() if visit.is_client()]
        return orders


def _span(stop: Stop) -> Window:
    return stop.now.start, stop.now.start + stop.minutes


def _cost(minutes, metres):
    return minutes * MINUTE + metres // 100 * HUNDRED_METRES
