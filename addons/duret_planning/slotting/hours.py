"""Working hours of a weekly calendar, unrolled over real days.

Hours are those of the wall clock: eight o'clock stays eight o'clock on both sides of a change of the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import pytz

from .intervals import Interval, floor_minute, merge

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Attendance:
    """One stretch of work of every week, or of every second one.

    :ivar weekday: 0 = Monday
    :ivar start: minutes since midnight
    :ivar stop: minutes since midnight, 1440 at most
    :ivar week: 0 or 1 in a calendar of two weeks, None otherwise
    """

    weekday: int
    start: int
    stop: int
    week: int | None = None


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A day and its midnights in UTC minutes; `regular` when the clock does not change in it."""

    day: date
    midnight: int
    regular: bool


def local_days(first: date, last: date, tz: str) -> list[LocalDay]:
    """Return the days from first to last, both included."""
    zone = pytz.timezone(tz)
    days = []
    midnight = midnight_of(zone, first)
    while first <= last:
        next_day = first + timedelta(days=1)
        following = midnight_of(zone, next_day)
        days.append(LocalDay(first, midnight, following - midnight == DAY))
        first, midnight = next_day, following
    return days


@lru_cache(maxsize=2000)  # some years of days, the same for whoever asks
def midnight_of(zone, day: date) -> int:
    """Return the UTC minute at which a day begins in a zone."""
    return wall_clock(zone, day, 0)


def wall_clock(zone, day: date, minutes: int) -> int:
    """Return the UTC minute at which the clock of a zone shows a time of a day (that before the skip in March)."""
    more, minutes = divmod(minutes, DAY)
    local = datetime(day.year, day.month, day.day) + timedelta(days=more, minutes=minutes)
    return floor_minute(zone.normalize(zone.localize(local)).astimezone(pytz.utc).replace(tzinfo=None))


def week_of(day: date) -> int:
    """Return which of the two weeks a day belongs to: weeks are counted from 1 January of year 1, as Odoo does."""
    return (day.toordinal() - 1) // 7 % 2


def working(attendances: Iterable[Attendance], days: list[LocalDay], tz: str) -> list[Interval]:
    """Return the hours worked on these days, merged, in UTC minutes."""
    zone = pytz.timezone(tz)
    by_weekday: dict[int, list[Attendance]] = {}
    for attendance in attendances:
        by_weekday.setdefault(attendance.weekday, []).append(attendance)
    hours = []
    for one in days:
        for attendance in by_weekday.get(one.day.weekday(), ()):
            if attendance.week is not None and attendance.week != week_of(one.day):
                continue
            if one.regular:
                hours.append((one.midnight + attendance.start, one.midnight + attendance.stop))
            else:
                start, stop = (wall_clock(zone, one.day, minutes) for minutes in (attendance.start, attendance.stop))
                hours.append((start, stop))
    return merge(hours)
