"""Working days and working minutes, across weekends, holidays and changes of the clocks."""

from datetime import date, datetime, timedelta

import pytest
from duret_calendar import OpeningHours
from hypothesis import given
from hypothesis import strategies as st
from next_steps import due_day, end_of_day, last_full_day_start, worked_minutes

WEEK = tuple((day, start, stop) for day in range(5) for start, stop in ((8, 12), (13.5, 17.5)))
PARIS = "Europe/Paris"
HOURS = OpeningHours(WEEK, (), PARIS)
# Easter Monday 2026, all day in Annecy.
EASTER = OpeningHours(WEEK, ((datetime(2026, 4, 5, 22), datetime(2026, 4, 6, 21, 59, 59)),), PARIS)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))


@pytest.mark.parametrize(
    ("hours", "now", "days", "expected"),
    [
        (HOURS, datetime(2026, 3, 2, 9), 0, date(2026, 3, 2)),
        (HOURS, datetime(2026, 3, 2, 9), 2, date(2026, 3, 4)),
        (HOURS, datetime(2026, 3, 6, 9), 1, date(2026, 3, 9)),  # over the weekend
        (HOURS, datetime(2026, 3, 6, 17), 0, date(2026, 3, 9)),  # Friday evening: today is over
        (EASTER, datetime(2026, 4, 3, 9), 1, date(2026, 4, 7)),  # over Easter
        (HOURS, datetime(2026, 3, 27, 23, 30), 0, date(2026, 3, 30)),  # over the change to summer time
        (OpeningHours((), (), PARIS), datetime(2026, 3, 2, 9), 3, date(2026, 3, 5)),  # never open
    ],
)
def test_due_day(hours, now, days, expected):
    assert due_day(hours.next_opening, now, days, PARIS) == expected


@given(MOMENTS, st.integers(0, 20))
def test_due_days_are_working_days_and_never_go_back(now, days):
    day = due_day(HOURS.next_opening, now, days, PARIS)
    assert HOURS.windows(day)
    assert due_day(HOURS.next_opening, now, days + 1, PARIS) > day
    assert due_day(HOURS.next_opening, now + timedelta(hours=5), days, PARIS) >= day


@given(MOMENTS)
def test_something_due_today_is_not_late_before_closing_time(now):
    day = due_day(HOURS.next_opening, now, 0, PARIS)
    assert end_of_day(day, HOURS.windows(day), PARIS) > now


def test_end_of_a_day_without_work():
    assert end_of_day(date(2026, 7, 5), [], PARIS) == datetime(2026, 7, 5, 21, 59)
    assert end_of_day(date(2026, 1, 4), [], PARIS) == datetime(2026, 1, 4, 22, 59)


@pytest.mark.parametrize(
    ("hours", "start", "stop", "minutes"),
    [
        (HOURS, datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 9, 30), 90),
        (HOURS, datetime(2026, 3, 2, 10), datetime(2026, 3, 2, 13), 90),  # lunch does not count
        (HOURS, datetime(2026, 3, 6, 16), datetime(2026, 3, 9, 8), 90),  # nor does the weekend
        (HOURS, datetime(2026, 3, 27, 16), datetime(2026, 3, 30, 7), 90),  # over the change to summer time
        (EASTER, datetime(2026, 4, 6), datetime(2026, 4, 7), 0),
        (EASTER, datetime(2026, 4, 3, 14, 30), datetime(2026, 4, 7, 7), 120),
        (HOURS, datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 8), 0),
    ],
)
def test_worked_minutes(hours, start, stop, minutes):
    assert worked_minutes(hours, start, stop) == minutes


@given(MOMENTS, st.integers(0, 20_000), st.integers(0, 20_000))
def test_minutes_add_up(start, first, second):
    middle = start.replace(second=0, microsecond=0) + timedelta(minutes=first)
    start, stop = start.replace(second=0, microsecond=0), middle + timedelta(minutes=second)
    assert worked_minutes(EASTER, start, middle) + worked_minutes(EASTER, middle, stop) == worked_minutes(
        EASTER, start, stop
    )


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (HOURS, datetime(2026, 3, 3, 1, 30), datetime(2026, 3, 2, 7)),  # in the night: yesterday
        (HOURS, datetime(2026, 3, 9, 1, 30), datetime(2026, 3, 6, 7)),  # after a weekend: Friday
        (HOURS, datetime(2026, 3, 3, 12), datetime(2026, 3, 2, 7)),  # today is not over
        (EASTER, datetime(2026, 4, 7, 1, 30), datetime(2026, 4, 3, 6)),
        (OpeningHours((), (), PARIS), datetime(2026, 3, 31), datetime(2026, 3, 1)),
    ],
)
def test_the_last_day_that_is_over(hours, now, expected):
    assert last_full_day_start(hours, now) == expected
