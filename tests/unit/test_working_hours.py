"""Hours of the week on real days, and the algebra of intervals under them."""

import doctest
from datetime import date, datetime, timedelta

import pytz
from hypothesis import given
from hypothesis import strategies as st
from slotting import intervals
from slotting.grid import local_starts
from slotting.hours import DAY, Attendance, local_days, week_of, working
from slotting.intervals import ceil_minute, floor_minute, intersect, measure, merge, subtract, to_datetime

spans = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=12)


def minutes(ones):
    """The set of minutes that intervals hold."""
    return {minute for start, stop in ones for minute in range(start, stop)}


def test_examples_of_the_text():
    """What the module says of itself is true."""
    assert doctest.testmod(intervals).failed == 0


@given(spans, spans)
def test_intervals_are_sets_of_minutes(ones, others):
    """Union, difference and intersection are those of sets, and the lists are sorted and disjoint."""
    left, right = merge(ones), merge(others)
    assert minutes(left) == minutes(ones)
    assert minutes(subtract(left, right)) == minutes(ones) - minutes(others)
    assert minutes(intersect(left, right)) == minutes(ones) & minutes(others)
    assert measure(left) == len(minutes(ones))
    for made in (left, subtract(left, right), intersect(left, right)):
        assert made == merge(made)


@given(st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1)))
def test_minutes_hold_their_moment(moment):
    """The floor is not after, the ceiling not before, and whole minutes are themselves."""
    low, high = floor_minute(moment), ceil_minute(moment)
    assert to_datetime(low) <= moment <= to_datetime(high)
    assert 0 <= high - low <= 1


def hours(first, last, *attendances):
    """Naive UTC hours of an unrolled week in Paris."""
    days = local_days(first, last, "Europe/Paris")
    return [(to_datetime(start), to_datetime(stop)) for start, stop in working(attendances, days, "Europe/Paris")]


def test_eight_o_clock_stays_eight_o_clock():
    """In winter 8:00 is 7:00 UTC, in summer 6:00."""
    eight = Attendance(6, 8 * 60, 9 * 60)
    assert hours(date(2027, 3, 21), date(2027, 3, 28), eight) == [
        (datetime(2027, 3, 21, 7), datetime(2027, 3, 21, 8)),
        (datetime(2027, 3, 28, 6), datetime(2027, 3, 28, 7)),
    ]


def test_the_nights_in_which_the_clock_changes():
    """A night of work from midnight to six lasts five hours in March and seven in October."""
    night = Attendance(6, 0, 6 * 60)
    for day, length in ((date(2027, 3, 28), 5), (date(2027, 10, 31), 7), (date(2027, 3, 21), 6)):
        ((start, stop),) = hours(day, day, night)
        assert stop - start == timedelta(hours=length)


def test_round_times_are_those_of_the_wall_clock():
    """On the days on which the clock changes too, and for steps that do not divide the hour."""
    paris = pytz.timezone("Europe/Paris")
    for day in (date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 29)):
        ((start, stop),) = working(
            [Attendance(day.weekday(), 0, DAY)], local_days(day, day, "Europe/Paris"), "Europe/Paris"
        )
        for step in (15, 45, 60, 90, 120):
            clocks = {}
            for minute in range(start, stop - 29):
                local = pytz.utc.localize(to_datetime(minute)).astimezone(paris)
                clocks[minute] = (local.hour * 60 + local.minute) % step == 0
            assert local_starts([(start, stop)], 30, step, "Europe/Paris") == [
                m for m, is_round in clocks.items() if is_round
            ]


def test_a_whole_day_ends_at_midnight():
    """24:00 is the next day's 0:00, and two such days touch."""
    always = [Attendance(weekday, 0, DAY) for weekday in range(7)]
    assert len(hours(date(2027, 3, 22), date(2027, 4, 2), *always)) == 1


def test_every_second_week():
    """Weeks alternate, over New Year too."""
    odd = Attendance(0, 480, 540, week=1)
    found = [start.date() for start, _stop in hours(date(2026, 12, 1), date(2027, 1, 31), odd)]
    assert all(week_of(day) == 1 for day in found)
    assert {(later - sooner).days for sooner, later in zip(found, found[1:], strict=False)} == {14}
