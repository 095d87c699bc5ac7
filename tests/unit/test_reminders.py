"""Reminders to the minute: days, hours and delays on a person's clock (pure, no Odoo)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reminders import CHOICES, local_day, moved_to_day, postponed

PARIS = "Europe/Paris"
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def on_the_clock(moment):
    """Wall-clock time in Paris, by another library than the one under test."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(PARIS)).replace(tzinfo=None)


class TestDay:
    @given(moments)
    def test_the_day_is_that_of_the_clock_on_the_wall(self, moment):
        assert local_day(moment, PARIS) == on_the_clock(moment).date()

    def test_half_past_midnight_in_summer_is_the_next_day(self):
        assert local_day(datetime(2026, 7, 1, 22, 30), PARIS) == date(2026, 7, 2)

    @given(moments, days)
    def test_moving_keeps_the_hour(self, moment, day):
        moved = on_the_clock(moved_to_day(moment, day, PARIS))
        expected = datetime.combine(day, on_the_clock(moment).time())
        # only an hour that the change to summer time skips may differ, by that hour
        assert moved - expected in (timedelta(0), timedelta(hours=1))
        if not (day.month == 3 and expected.hour == 2):
            assert moved == expected

    @given(moments)
    def test_moving_to_its_own_day_changes_nothing(self, moment):
        moved = moved_to_day(moment, local_day(moment, PARIS), PARIS)
        # the hour that exists twice in October is read as one of the two
        assert abs(moved - moment) in (timedelta(0), timedelta(hours=1))
        assert on_the_clock(moved) == on_the_clock(moment)

    def test_two_in_the_afternoon_stays_so_over_the_change_of_time(self):
        saturday = datetime(2026, 3, 28, 13, 0)  # 14:00 in winter
        assert moved_to_day(saturday, date(2026, 3, 30), PARIS) == datetime(2026, 3, 30, 12, 0)


class TestPostponed:
    @given(st.sampled_from(CHOICES), moments)
    def test_always_later_and_whole_minutes(self, choice, now):
        later = postponed(choice, now, PARIS)
        assert later > now - timedelta(minutes=1)
        assert (later.second, later.microsecond) == (0, 0)

    @given(moments)
    def test_tomorrow_is_nine_in_the_morning_of_the_next_day(self, now):
        local = on_the_clock(postponed("tomorrow", now, PARIS))
        assert local == datetime.combine(on_the_clock(now).date() + timedelta(days=1), datetime.min.time()).replace(
            hour=9
        )

    def test_delays_count_from_now(self):
        now = datetime(2026, 11, 23, 13, 7, 42)
        assert postponed("15min", now, PARIS) == datetime(2026, 11, 23, 13, 22)
        assert postponed("1h", now, PARIS) == datetime(2026, 11, 23, 14, 7)

    def test_anything_else_is_refused(self):
        with pytest.raises(ValueError, match="never"):
            postponed("never", datetime(2026, 1, 1), PARIS)
