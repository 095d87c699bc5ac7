"""When people work: weekly hours in local time, closed periods in UTC.

Windows are wall-clock hours turned into UTC day by day. Eight o'clock stays eight o'clock across a change of
time, and a window that spans the change lasts what it lasts in real time: a night shift from 0 h to 6 h is five
hours long in March and seven in October.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache

import pytz

HORIZON = 3 * 366  # days looked at before saying that there is no working time left
DAY = timedelta(days=1)
EVERY_WEEK = ""
ODD_EVEN = ("A", "B")  # names of Odoo's week types 0 and 1 in a text


@dataclass(frozen=True)
class WorkCalendar:
    """Weekly hours, closed periods and their time zone.

    :ivar weekly: tuple of (week, weekday 0 = Monday, from minute, to minute); week is "" for every week, "A" or
        "B" for one week in two
    :ivar closed: tuple of (start, stop, name), naive UTC, stop excluded, in any order
    :ivar tz: name of the time zone of the weekly hours
    """

    weekly: tuple
    closed: tuple = ()
    tz: str = "Europe/Paris"
    _merged: tuple = field(init=False, repr=False, compare=False)
    _stops: tuple = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        merged = tuple(_union((start, stop) for start, stop, _name in self.closed))
        object.__setattr__(self, "_merged", merged)
        object.__setattr__(self, "_stops", tuple(stop for _start, stop in merged))

    # -- counting ---------------------------------------------------------------------------------------------

    def spans(self, start, stop):
        """Give the working intervals of a period.

        :param datetime start: naive UTC
        :param datetime stop: naive UTC, excluded
        :return: iterator of (start, stop), not empty, disjoint, in order
        """
        if stop <= start:
            return
        day = self._local_day(start)
        last = self._local_day(stop)
        while day <= last:
            for first, end in self.windows(day):
                yield from self._open_parts(max(first, start), min(end, stop))
            day += DAY

    def count(self, start, stop):
        """Count the working time of a period.

        :return: int, seconds
        """
        return sum(int((end - first).total_seconds()) for first, end in self.spans(start, stop))

    def add(self, start, seconds):
        """Give the first instant by which some working time has passed.

        It is the end of a window rather than the beginning of the next one, and the start itself for no time.

        :param datetime start: naive UTC
        :param int seconds: working time, not negative
        :return: naive UTC datetime, or None when there is not so much work within :data:`HORIZON` days
        """
        if seconds <= 0:
            return start
        left = timedelta(seconds=seconds)
        day = self._local_day(start)
        for _step in range(HORIZON):
            for first, end in self.windows(day):
                for opened, closed in self._open_parts(max(first, start), end):
                    if closed - opened >= left:
                        return opened + left
                    left -= closed - opened
            day += DAY
        return None

    def next_open(self, moment):
        """Give the first working instant from a moment on.

        :return: naive UTC datetime, the moment itself when people work; None without work within the horizon
        """
        day = self._local_day(moment)
        for _step in range(HORIZON):
            for first, end in self.windows(day):
                for opened, _closed in self._open_parts(max(first, moment), end):
                    return opened
            day += DAY
        return None

    def is_open(self, moment):
        """Tell whether people work; the first instant of a window counts, its last does not."""
        return any(
            True
            for first, end in self.windows(self._local_day(moment))
            for _part in self._open_parts(max(first, moment), min(end, moment + timedelta(seconds=1)))
        )

    def windows(self, day):
        """Give the working windows of one local day, closed periods not yet removed.

        :param date day: local day
        :return: tuple of (start, stop), naive UTC, disjoint, in order
        """
        return _windows(self.weekly, self.tz, day)

    def closure_names(self, start, stop):
        """Give the names of the closed periods that touch a period, in the order of time."""
        touching = sorted(row for row in self.closed if row[0] < stop and row[1] > start)
        return tuple(dict.fromkeys(name for _start, _stop, name in touching if name))

    def local(self, moment):
        """Give the wall-clock time of an instant (naive)."""
        return pytz.utc.localize(moment).astimezone(_zone(self.tz)).replace(tzinfo=None)

    def _local_day(self, moment):
        return self.local(moment).date()

    def _open_parts(self, start, stop):
        """Parts of [start, stop) outside the closed periods."""
        index = bisect_left(self._stops, start)
        while start < stop and index < len(self._merged):
            shut, reopened = self._merged[index]
            if shut >= stop:
                break
            if shut > start:
                yield start, shut
            start = max(start, reopened)
            index += 1
        if start < stop:
            yield start, stop

    # -- text -------------------------------------------------------------------------------------------------

    def text(self):
        """Write the weekly hours in one short line, to be kept with what was counted by them.

        >>> WorkCalendar(((("", 0, 480, 720)), ("", 1, 480, 720))).text()
        'Europe/Paris 01:08.00-12.00'
        """
        days = {}
        for week, weekday, start, stop in sorted(self.weekly):
            days.setdefault((week, weekday), []).append(f"{_clock(start)}-{_clock(stop)}")
        groups = {}
        for (week, weekday), hours in days.items():
            groups.setdefault((week, ",".join(hours)), []).append(str(weekday))
        return " ".join([self.tz] + [f"{week}{''.join(found)}:{hours}" for (week, hours), found in groups.items()])

    @classmethod
    def parse(cls, text, closed=()):
        """Read what `text` wrote.

        :param str text: see `text`
        :param closed: see the class
        :return: WorkCalendar
        :raise ValueError: not such a text
        """
        zone, *groups = text.split(" ")
        weekly = []
        for group in groups:
            days, _colon, hours = group.partition(":")
            week = days[0] if days[0] in ODD_EVEN else EVERY_WEEK
            for weekday in days.removeprefix(week):
                for window in hours.split(","):
                    start, _dash, stop = window.partition("-")
                    weekly.append((week, int(weekday), _minutes(start), _minutes(stop)))
        return cls(tuple(sorted(weekly)), tuple(closed), zone)


def _clock(minutes):
    return f"{minutes // 60:02d}.{minutes % 60:02d}"


def _minutes(text):
    hours, minutes = text.split(".")
    return int(hours) * 60 + int(minutes)


@lru_cache(maxsize=32)
def _zone(name):
    return pytz.timezone(name)


@lru_cache(maxsize=8192)
def _windows(weekly, tz, day):
    # The same parity as Odoo's resource.calendar.attendance: weeks counted from 1 January of year 1.
    week = ODD_EVEN[(day.toordinal() - 1) // 7 % 2]
    rows = [row for row in weekly if row[1] == day.weekday() and row[0] in (EVERY_WEEK, week)]
    return tuple(_union((_utc(tz, day, start), _utc(tz, day, stop)) for _week, _day, start, stop in rows))


def _utc(tz, day, minutes):
    days, minutes = divmod(minutes, 24 * 60)
    local = datetime.combine(day + timedelta(days=days), time(*divmod(minutes, 60)))
    zone = _zone(tz)
    # An hour skipped in March is read as if the change had not happened yet; one that comes twice in October is
    # the second: the same choice as Odoo's.
    return zone.normalize(zone.localize(local)).astimezone(pytz.utc).replace(tzinfo=None)


def _union(intervals):
    """Merge intervals that touch or overlap; empty ones are left out."""
    merged = []
    for start, stop in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged
