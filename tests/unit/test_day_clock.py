"""Bounds of a person's day (pure, no Odoo)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from day_clock import day_bounds
from hypothesis import given
from hypothesis import strategies as st

PARIS = "Europe/Paris"
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))


def on_the_clock(moment):
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(PARIS)).replace(tzinfo=None)


@given(moments)
def test_the_day_holds_the_instant_and_ends_at_midnights(moment):
    start, end = day_bounds(moment, PARIS)
    assert start <= moment < end
    assert on_the_clock(start).date() == on_the_clock(moment).date()
    assert on_the_clock(start).time() == on_the_clock(end).time() == datetime.min.time()


@given(moments)
def test_days_follow_each_other(moment):
    _start, end = day_bounds(moment, PARIS)
    assert day_bounds(end, PARIS)[0] == end


@pytest.mark.parametrize(
    ("day", "hours"), [(datetime(2026, 3, 29, 12), 23), (datetime(2026, 10, 25, 12), 25), (datetime(2026, 7, 14), 24)]
)
def test_days_of_the_change_of_time(day, hours):
    start, end = day_bounds(day, PARIS)
    assert end - start == timedelta(hours=hours)
