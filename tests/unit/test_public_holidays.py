"""Public holidays against the years one can read in an almanac, and against a library."""

import doctest
from datetime import date, datetime, timedelta

import duret_calendar
import holidays
import pytest
from duret_calendar import day_bounds, easter, french_holidays
from duret_calendar import opening as opening_module
from duret_calendar import public_holidays as holidays_module
from hypothesis import given
from hypothesis import strategies as st

EASTER_MONDAYS = {
    2024: date(2024, 4, 1),
    2025: date(2025, 4, 21),
    2026: date(2026, 4, 6),
    2027: date(2027, 3, 29),
    2028: date(2028, 4, 17),
    2029: date(2029, 4, 2),
    2030: date(2030, 4, 22),
    2031: date(2031, 4, 14),
    2032: date(2032, 3, 29),
}
OF_2027 = {(1, 1), (3, 29), (5, 1), (5, 6), (5, 8), (5, 17), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


@pytest.mark.parametrize(("year", "monday"), EASTER_MONDAYS.items())
def test_easter_monday(year, monday):
    assert french_holidays(year)[monday] == "Lundi de Pâques"


def test_year_2027():
    assert {(day.month, day.day) for day in french_holidays(2027)} == OF_2027


@pytest.mark.parametrize("year", range(2024, 2033))
def test_golden_years(year):
    assert set(french_holidays(year)) == set(holidays.France(years=year))


@given(st.integers(1947, 2100).filter(lambda year: year not in (2005, 2006, 2007)))
def test_same_days_as_the_library(year):
    assert set(holidays.France(years=year)) - set(french_holidays(year)) == set()


@given(st.integers(1583, 9000))
def test_easter_is_a_sunday_of_spring(year):
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_two_holidays_on_one_day_are_both_named():
    assert french_holidays(2008)[date(2008, 5, 1)] == "Fête du Travail, Ascension"
    assert len(french_holidays(2008)) == 10


@given(st.dates(date(2000, 1, 1), date(2037, 12, 31)))
def test_days_follow_each_other_without_gap(day):
    start, stop = day_bounds(day, "Europe/Paris")
    following, _stop = day_bounds(day + timedelta(days=1), "Europe/Paris")
    assert following - stop == timedelta(seconds=1)
    assert stop - start in [timedelta(hours=hours, seconds=-1) for hours in (23, 24, 25)]


def test_bounds_of_a_winter_day():
    assert day_bounds(date(2026, 12, 25), "Europe/Paris") == (
        datetime(2026, 12, 24, 23),
        datetime(2026, 12, 25, 22, 59, 59),
    )


def test_examples_of_the_docstrings():
    for module in (duret_calendar, holidays_module, opening_module):
        result = doctest.testmod(module)
        assert result.attempted and not result.failed
