"""Grouping visits into tours."""

import random

from hypothesis import given
from hypothesis import strategies as st
from touring import Stop, group_stops

DEPOT = (0.0, 0.0)
coordinates = st.tuples(st.integers(-60, 60), st.integers(-60, 60))


def travel(one, other):
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


stop_lists = st.lists(st.tuples(coordinates, st.integers(10, 120)), max_size=14).map(
    lambda rows: [Stop(rank, place, minutes) for rank, (place, minutes) in enumerate(rows)]
)


class TestTours:
    @given(stop_lists, st.integers(120, 600), st.sampled_from([None, 1, 3, 8]))
    def test_every_stop_is_in_one_tour_that_fits(self, stops, capacity, most):
        tours = group_stops(stops, DEPOT, travel, capacity, most)
        assert sorted(stop.key for tour in tours for stop in tour.stops) == [stop.key for stop in stops]
        for tour in tours:
            places = [DEPOT, *(stop.place for stop in tour.stops), DEPOT]
            road = sum(travel(*pair) for pair in zip(places, places[1:], strict=False))
            assert tour.travel == road
            assert tour.work == sum(stop.minutes for stop in tour.stops)
            assert most is None or len(tour.stops) <= most
            assert tour.fits == (tour.minutes <= capacity)
            assert tour.fits or len(tour.stops) == 1, "only a stop too long by itself may exceed the day"

    @given(stop_lists, st.randoms(use_true_random=False))
    def test_the_order_of_the_list_changes_nothing(self, stops, mixer):
        mixed = list(stops)
        mixer.shuffle(mixed)
        assert group_stops(mixed, DEPOT, travel, 420) == group_stops(stops, DEPOT, travel, 420)

    @given(stop_lists, st.integers(120, 600))
    def test_never_longer_than_going_to_each_stop_alone(self, stops, capacity):
        alone = sum(2 * travel(DEPOT, stop.place) for stop in stops)
        assert sum(tour.travel for tour in group_stops(stops, DEPOT, travel, capacity)) <= alone

    def test_two_valleys_are_two_tours(self):
        east = [Stop(f"e{rank}", (50, rank), 45) for rank in range(4)]
        west = [Stop(f"w{rank}", (-50, rank), 45) for rank in range(4)]
        tours = group_stops([*east, *west], DEPOT, travel, 300)
        assert sorted({stop.key[0] for stop in tour.stops} for tour in tours) == [{"e"}, {"w"}]

    def test_one_way_streets(self):
        """Travel need not be the same in both directions."""

        def uphill(one, other):
            return travel(one, other) * (2 if other > one else 1)

        stops = [Stop("a", (10, 0), 10), Stop("b", (20, 0), 10)]
        (tour,) = group_stops(stops, DEPOT, uphill, 400)
        assert tour.travel == 60
        assert group_stops([], DEPOT, uphill, 400) == []

    def test_two_hundred_visits_cost_little(self):
        mixer = random.Random(7)
        asked = []
        stops = [Stop(rank, (mixer.randint(-60, 60), mixer.randint(-60, 60)), 45) for rank in range(200)]

        def counting(one, other):
            asked.append((one, other))
            return travel(one, other)

        tours = group_stops(stops, DEPOT, counting, 420)
        assert len(asked) == 200 * 199 + 400, "each pair once"
        assert sum(tour.travel for tour in tours) < 0.4 * sum(2 * travel(DEPOT, stop.place) for stop in stops)
