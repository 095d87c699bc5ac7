"""Opening hours through the year, on the days when the clocks change too."""

from datetime import date, datetime, timedelta

import pytest
import pytz
from duret_calendar import OpeningHours, day_bounds, describe, french_holidays
from hypothesis import given
from hypothesis import strategies as st

WEEK = tuple((day, start, stop) for day in range(5) for start, stop in ((8, 12), (13.5, 17.5)))
CLOSED = tuple(day_bounds(day, "Europe/Paris") for year in (2026, 2027) for day in french_holidays(year))
DURET = OpeningHours(WEEK, CLOSED)
PARIS = pytz.timezone("Europe/Paris")


def utc(*local):
    """Naive UTC instant of a wall clock in Paris."""
    return PARIS.localize(datetime(*local)).astimezone(pytz.utc).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        (utc(2026, 11, 23, 7, 59, 59), False),
        (utc(2026, 11, 23, 8), True),
        (utc(2026, 11, 23, 11, 59, 59), True),
        (utc(2026, 11, 23, 12), False),
        (utc(2026, 11, 23, 13, 30), True),
        (utc(2026, 11, 23, 17, 30), False),
        (utc(2026, 11, 22, 10), False),
        (utc(2026, 11, 11, 10), False),
        (utc(2026, 3, 30, 8), True),
        (utc(2026, 3, 30, 7, 59), False),
        (utc(2026, 10, 26, 8), True),
        (utc(2026, 10, 26, 7, 59), False),
    ],
)
def test_is_open(moment, opened):
    assert DURET.is_open(moment) is opened


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (utc(2026, 11, 23, 10, 15), utc(2026, 11, 23, 10, 15)),
        (utc(2026, 11, 23, 12, 10), utc(2026, 11, 23, 13, 30)),
        (utc(2026, 11, 20, 18), utc(2026, 11, 23, 8)),
        (utc(2026, 12, 24, 18), utc(2026, 12, 28, 8)),
        (utc(2027, 3, 26, 18), utc(2027, 3, 30, 8)),
        (utc(2026, 3, 27, 18), utc(2026, 3, 30, 8)),
        (utc(2026, 10, 23, 18), utc(2026, 10, 26, 8)),
        (datetime(2026, 10, 25, 0, 30), utc(2026, 10, 26, 8)),
    ],
)
def test_next_opening(moment, opening):
    assert DURET.next_opening(moment) == opening


def test_eight_o_clock_in_utc_differs_in_summer():
    assert DURET.windows(date(2026, 3, 27))[0][0].hour == 7
    assert DURET.windows(date(2026, 3, 30))[0][0].hour == 6


def test_never_open():
    assert OpeningHours(()).next_opening(datetime(2026, 1, 1)) is None
    shut = OpeningHours(WEEK, ((datetime(2020, 1, 1), datetime(2040, 1, 1)),))
    assert shut.next_opening(datetime(2026, 1, 1)) is None


def test_a_morning_off_opens_at_noon_and_a_half():
    hours = OpeningHours(WEEK, ((utc(2026, 11, 23, 8), utc(2026, 11, 23, 13, 59, 59)),))
    assert hours.next_opening(utc(2026, 11, 23, 8)) == utc(2026, 11, 23, 14)


def test_window_until_midnight_and_overnight_duty():
    night = OpeningHours(((5, 18, 24),))
    assert night.is_open(utc(2026, 11, 21, 23, 59))
    assert not night.is_open(utc(2026, 11, 22, 0, 0))


def test_window_in_the_skipped_hour_is_no_error():
    odd = OpeningHours(((6, 2.5, 4),))
    assert odd.next_opening(utc(2026, 3, 28, 20)) == datetime(2026, 3, 29, 1, 30)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 20)).map(lambda moment: moment.replace(microsecond=0))


@given(moments)
def test_next_opening_is_open_and_not_before(moment):
    opening = DURET.next_opening(moment)
    assert opening >= moment
    assert DURET.is_open(opening)


@given(moments, st.floats(0, 1))
def test_nothing_is_open_in_between(moment, part):
    opening = DURET.next_opening(moment)
    between = moment + (opening - moment) * part
    assert between >= opening or not DURET.is_open(between)


@given(moments)
def test_open_means_wall_clock_hours(moment):
    local = pytz.utc.localize(moment).astimezone(PARIS)
    hour = local.hour + local.minute / 60 + local.second / 3600
    expected = (
        local.weekday() < 5
        and (8 <= hour < 12 or 13.5 <= hour < 17.5)
        and local.date() not in french_holidays(local.year)
    )
    assert DURET.is_open(moment) is expected


def test_describe():
    assert describe(WEEK) == "du lundi au vendredi : 8 h – 12 h et 13 h 30 – 17 h 30"
    assert describe([*WEEK[:8], (4, 8, 12), (5, 9, 12.25)]) == (
        "du lundi au jeudi : 8 h – 12 h et 13 h 30 – 17 h 30 ; le vendredi : 8 h – 12 h ; le samedi : 9 h – 12 h 15"
    )
    assert describe([]) == ""


def test_horizon_covers_a_year():
    assert OpeningHours(((0, 8, 9),), ((datetime(2026, 1, 1), datetime(2026, 12, 20)),)).next_opening(
        datetime(2026, 1, 2)
    ) == utc(2026, 12, 21, 8)
    assert timedelta(days=366) >= utc(2026, 12, 21, 8) - datetime(2026, 1, 2)
