"""Arrivals of a day that has begun."""

import doctest
from datetime import datetime, timedelta

from day_flow import Stop, arrivals, expected_arrivals, news
from hypothesis import given
from hypothesis import strategies as st

MINUTE = timedelta(minutes=1)


def at(hour, minute=0):
    return datetime(2026, 11, 23, hour, minute)


def drive(origin, destination):
    """Twenty minutes between different places."""
    return 0 if origin == destination else 20


def day(**changes):
    """Three visits of an hour, at 8, 10 and 14 h, in three towns."""
    values = {1: {}, 2: {}, 3: {}}
    for key, change in changes.items():
        values[int(key[1:])] = change
    return [
        Stop(1, at(8), 60, "Annecy", **values[1]),
        Stop(2, at(10), 60, "Thônes", **values[2]),
        Stop(3, at(14), 60, "Faverges", **values[3]),
    ]


def test_doctests():
    assert doctest.testmod(arrivals).failed == 0


def test_before_the_day_everybody_is_on_time():
    assert expected_arrivals(day(), at(7), drive) == {1: at(8), 2: at(10), 3: at(14)}


def test_a_long_visit_delays_the_next_one_only():
    late = day(v1={"state": "on_site", "since": at(8)})
    assert expected_arrivals(late, at(10), drive) == {2: at(10, 20), 3: at(14)}


def test_a_delay_goes_through_a_full_day():
    late = day(v1={"state": "on_site", "since": at(8)})
    assert expected_arrivals(late, at(13, 10), drive) == {2: at(13, 30), 3: at(14, 50)}


def test_on_the_way():
    """From where he was, at the time he set off; later when that time has passed."""
    way = day(v1={"state": "done", "since": at(9, 55)}, v2={"state": "en_route", "since": at(9, 58)})
    assert expected_arrivals(way, at(10), drive)[2] == at(10, 18)
    assert expected_arrivals(way, at(10, 40), drive)[2] == at(10, 40)


def test_announced():
    """« Half an hour late » is believed, and no one is told to come earlier than agreed."""
    assert expected_arrivals(day(v2={"late": 30}), at(9), drive)[2] == at(10, 30)
    ahead = day(v1={"state": "done", "since": at(8, 20)})
    assert expected_arrivals(ahead, at(8, 20), drive)[2] == at(10)


def test_a_morning_without_a_word():
    assert expected_arrivals(day(), at(8, 40), drive)[1] == at(8, 40)


def test_a_forgotten_report():
    """He is at the second visit and said nothing of the first: its client is told nothing wrong."""
    late = day(v2={"state": "on_site", "since": at(10, 45)})
    assert expected_arrivals(late, at(10, 45), drive) == {3: at(14)}


def test_unknown_place_costs_no_drive():
    stops = [Stop(1, at(8), 60, None, "on_site", at(8)), Stop(2, at(9), 60, "Thônes")]
    assert expected_arrivals(stops, at(8, 30), drive)[2] == at(9)


def test_news_once():
    """A change is told once; coming back to the agreed time is a change too."""
    agreed = {1: at(8)}
    assert news(agreed, {}, {1: at(8, 14)}, 15) == {}
    assert news(agreed, {}, {1: at(8, 30)}, 15) == {1: at(8, 30)}
    assert news(agreed, {1: at(8, 30)}, {1: at(8, 40)}, 15) == {}
    assert news(agreed, {1: at(8, 30)}, {1: at(8)}, 15) == {1: at(8)}


@st.composite
def days(draw):
    """A day in progress: some done, at most one on site, at most one on the way, the others to come."""
    count = draw(st.integers(1, 7))
    done = draw(st.integers(0, count))
    moment, stops = at(6), []
    for rank in range(count):
        moment += draw(st.integers(0, 180)) * MINUTE
        state = (
            "done"
            if rank < done
            else draw(st.sampled_from(("planned", "en_route", "on_site")))
            if rank == done
            else "planned"
        )
        since = moment + draw(st.integers(-30, 200)) * MINUTE if state != "planned" else None
        place = draw(st.sampled_from(("Annecy", "Thônes", "Faverges", None)))
        stops.append(
            Stop(rank, moment, draw(st.integers(5, 240)), place, state, since, draw(st.sampled_from((0, 0, 30))))
        )
    return stops, at(6) + draw(st.integers(0, 900)) * MINUTE


@given(days())
def test_properties(case):
    """Nobody earlier than agreed nor before the one before him is over; an hour later nobody comes earlier."""
    stops, now = case
    found = expected_arrivals(stops, now, drive)
    reached = max((stop.start for stop in stops if stop.state != "planned"), default=at(0))
    open_ = [stop for stop in stops if stop.state == "en_route" or (stop.state == "planned" and stop.start >= reached)]
    assert set(found) == {stop.id for stop in open_}
    for stop in open_:
        assert found[stop.id] >= stop.start + stop.late * MINUTE
    ordered = sorted(open_, key=lambda stop: (stop.start, stop.id))
    for before, after in zip(ordered, ordered[1:], strict=False):
        assert found[after.id] >= found[before.id] + before.minutes * MINUTE
    later = expected_arrivals(stops, now + 60 * MINUTE, drive)
    assert all(later[id_] >= found[id_] for id_ in found)
    assert news({stop.id: stop.start for stop in stops}, found, found, 1) == {}
