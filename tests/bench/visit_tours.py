"""Tours: public instances against the best lengths known, and a day of 10 technicians and 60 visits.

Needs no database: `python tests/bench/visit_tours.py [seconds] [instance …]` prints its figures on a line `BENCH`.

`instances/` holds six of M. M. Solomon's instances of 100 customers (1987): grouped, scattered and mixed customers,
narrow and wide windows; and one of 200 customers by H. Gehring and J. Homberger (1999, R1_2_1, their smallest size).
Lengths are counted in tenths, cut, as in the 12th DIMACS challenge; the best known of that challenge are below (all
proved shortest).
"""

import json
import math
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "addons" / "duret_planning"))

import numpy as np  # noqa: E402
from pyvrp import Client, Depot, Location, ProblemData, VehicleType  # noqa: E402
from routing import checker, solver, tours  # noqa: E402
from routing.problem import Placement, Problem, Roads, Shift, Stop, starts  # noqa: E402
from slotting.travel import Place, RoadModel  # noqa: E402

BEST = {"C101": 8273, "R101": 16377, "R112": 9486, "R208": 7010, "RC108": 11142, "RC208": 7761, "R1_2_1": 46672}
TENTHS = 10


def instance(name: str) -> ProblemData:
    """Read an instance of `instances/`."""
    rows = [line.split() for line in (Path(__file__).parent / "instances" / f"{name}.txt").read_text().splitlines()]
    vans, capacity = map(int, rows[4])
    nodes = [tuple(map(int, row)) for row in rows[9:]]
    ways = np.array([[int(TENTHS * math.hypot(a[1] - b[1], a[2] - b[2])) for b in nodes] for a in nodes])
    clients = [
        Client(
            number,
            delivery=[load],
            service_duration=TENTHS * service,
            tw_early=TENTHS * ready,
            tw_late=TENTHS * due,
        )
        for number, _x, _y, load, ready, due, service in nodes[1:]
    ]
    van = VehicleType(vans, [capacity], tw_late=TENTHS * nodes[0][5])
    return ProblemData([Location(node[1], node[2]) for node in nodes], clients, [Depot(0)], [van], [ways], [ways])


class CoreTime:
    """Stops after so many seconds of one core: what else the machine does meanwhile does not count."""

    def __init__(self, seconds: float):
        self._end = time.process_time() + seconds

    def __call__(self, best_cost: int) -> bool:
        """Whether the time is over."""
        return time.process_time() >= self._end


def instances(seconds: float, names: list[str]) -> list[dict]:
    """Solve instances one after the other, on one core."""
    rows = []
    for name in names:
        began = time.perf_counter()
        result = solver.search(instance(name), seconds, clock=CoreTime)
        length = result.cost() if result.is_feasible() else None
        rows.append({"name": name, "best": BEST[name], "ours": length, "seconds": time.perf_counter() - began})
        print(rows[-1], file=sys.stderr)
    return rows


TOWNS = [
    (45.8992, 6.1294), (45.9320, 6.0900), (45.9170, 6.0700), (45.8860, 6.0970), (45.9190, 6.1610), (45.8640, 6.1440),
    (45.7680, 6.2290), (45.7490, 6.4160), (45.8990, 6.2010), (45.8570, 6.3200), (46.0650, 6.3110), (46.0780, 6.4080),
    (45.8670, 5.9430), (45.6890, 5.9090), (45.9570, 5.8360), (46.1940, 6.2350),
]  # fmt: skip
WORK = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))


def day(seed: int, technicians: int = 10, visits: int = 60, promised: float = 0.4) -> Problem:
    """Make a day around Annecy as a busy assistant books it: who is free, as the calls come in.

    :param promised: share of the visits whose hour and technician were promised to the client
    """
    rng = random.Random(seed)
    model = RoadModel()
    roads = Roads(model, lambda a, b: round(1000 * model.kilometres(a, b)))
    depot = Place(45.9010, 6.1220)
    shifts = [
        Shift(key, f"T{key}", depot if key % 3 else _somewhere(rng), WORK, frozenset("ab" if key % 2 else "a"))
        for key in range(technicians)
    ]
    stops: list[Stop] = []
    for _call in range(50 * visits):
        if len(stops) == visits:
            break
        stop = Stop(
            len(stops),
            _somewhere(rng),
            rng.choice([30, 45, 45, 60]),
            rng.choice([((480, 1020),), ((480, 720),), ((780, 1020),)]),
            frozenset(rng.choice(["a", "a", "b"])),
        )
        placed = _book(rng, Problem(stops, shifts, roads), stop)
        if placed:
            kept = rng.random() < promised
            windows = ((480, 1020),) if kept else stop.windows
            stops.append(Stop(stop.key, stop.place, stop.minutes, windows, stop.skills, placed, kept, kept))
    return Problem(stops, shifts, roads)


def _somewhere(rng: random.Random) -> Place:
    lat, lon = rng.choice(TOWNS)
    return Place(lat + rng.uniform(-0.02, 0.02), lon + rng.uniform(-0.02, 0.02))


def _book(rng: random.Random, problem: Problem, stop: Stop) -> Placement | None:
    """First quarter of an hour at which a technician taken at random can make the visit."""
    able = [shift for shift in problem.shifts if stop.skills <= shift.skills]
    tours_now = problem.tours(problem.now)
    for shift in rng.sample(able, len(able)):
        for first, last in starts(stop, shift):
            for start in range(first, last + 1, 15):
                if _reachable(problem, shift, tours_now[shift.key], stop, start):
                    return Placement(shift.key, start)
    return None


def _reachable(problem: Problem, shift: Shift, tour: list[Stop], stop: Stop, start: int) -> bool:
    """Whether he gets there from what he does before, and on to what he does next."""
    way = problem.roads.way
    before = max((other for other in tour if other.now.start <= start), key=lambda s: s.now.start, default=None)
    after = min((other for other in tour if other.now.start > start), key=lambda s: s.now.start, default=None)
    free, origin = (before.now.start + before.minutes, before.place) if before else (shift.leaves, shift.place)
    due, target = (after.now.start, after.place) if after else (shift.returns, shift.place)
    return free + way(origin, stop.place)[0] <= start and start + stop.minutes + way(stop.place, target)[0] <= due


def days(seconds: float) -> list[dict]:
    """Optimise three such days."""
    rows = []
    for seed in (1, 2, 3):
        problem = day(seed)
        plan = tours.optimise(problem, seconds)
        after = problem.now | {change.key: change.after for change in plan.changes}
        rows.append(
            {
                "seconds": plan.seconds,
                "minutes": [plan.before[0], plan.after[0]],
                "km": [plan.before[1] / 1000, plan.after[1] / 1000],
                "changes": len(plan.changes),
                "faults": checker.faults(problem, after),
            }
        )
        print(rows[-1], file=sys.stderr)
    return rows


def main(arguments: list[str]) -> None:
    """Print the figures."""
    seconds = float(arguments[0]) if arguments else 30.0
    figures = {"days": days(4.5), "instances": instances(seconds, arguments[1:] or list(BEST))}
    print("BENCH", json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
