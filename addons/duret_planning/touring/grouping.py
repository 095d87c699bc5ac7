"""Savings of Clarke and Wright (1964): begin with one tour a stop, join the two tours whose joining saves most.

The same stops give the same tours, whatever their order in the list: a tie goes to the smaller keys.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

Travel = Callable[[Hashable, Hashable], float]


@dataclass(frozen=True)
class Stop:
    """One visit.

    :ivar key: sortable name of the stop, unique
    :ivar place: what the travel function knows
    :ivar minutes: length of the visit
    """

    key: Hashable
    place: Hashable
    minutes: float


@dataclass(frozen=True)
class Tour:
    """Stops of one day in driving order.

    :ivar travel: minutes on the road, from the depot and back to it
    :ivar work: minutes at the clients
    :ivar fits: False for a single stop that is longer than a day by itself
    """

    stops: tuple[Stop, ...]
    travel: float
    work: float
    fits: bool = True

    @property
    def minutes(self) -> float:
        """Length of the day."""
        return self.travel + self.work


def group_stops(
    stops: Iterable[Stop], depot: Hashable, travel: Travel, capacity: float, most: int | None = None
) -> list[Tour]:
    """Make tours.

    :param stops: visits to group
    :param depot: place where every tour begins and ends
    :param travel: minutes from one place to another; asked once for each pair
    :param capacity: minutes in a day, road and work together
    :param most: stops in a tour at most, no limit by default
    :return: tours, the longest first; each stop is in exactly one
    """
    stops = sorted(stops, key=lambda stop: stop.key)
    out = {stop.key: travel(depot, stop.place) for stop in stops}
    back = {stop.key: travel(stop.place, depot) for stop in stops}
    roads = {
        (one.key, other.key): travel(one.place, other.place) for one in stops for other in stops if one is not other
    }
    routes = {stop.key: [stop] for stop in stops}

    def measured(route):
        legs = sum(roads[one.key, other.key] for one, other in zip(route, route[1:], strict=False))
        road = out[route[0].key] + legs + back[route[-1].key]
        return road, sum(stop.minutes for stop in route)

    def allowed(route):
        return (most is None or len(route) <= most) and sum(measured(route)) <= capacity

    for first, second in _by_savings(stops, out, back, roads):
        one, other = routes[first], routes[second]
        if one is other or one[-1].key != first or other[0].key != second or not allowed(one + other):
            continue
        joined = one + other
        routes.update({stop.key: joined for stop in joined})
    tours = []
    for route in {id(route): route for route in routes.values()}.values():
        road, work = measured(route)
        tours.append(Tour(tuple(route), road, work, fits=road + work <= capacity))
    return sorted(tours, key=lambda tour: (-tour.minutes, tour.stops[0].key))


def _by_savings(stops, out, back, roads):
    """Ordered pairs (last of a tour, first of the next) that save driving, the most first."""
    savings = []
    for one in stops:
        for other in stops:
            saved = 0 if one is other else back[one.key] + out[other.key] - roads[one.key, other.key]
            if saved > 0:
                savings.append((-saved, one.key, other.key))
    return [(first, second) for _saved, first, second in sorted(savings)]
