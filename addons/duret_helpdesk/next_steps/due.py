"""Days on which something is to be done. Instants are naive UTC datetimes, days are local."""

from datetime import datetime, time, timedelta

import pytz

LAST_MINUTE = time(23, 59)


def due_day(next_opening, now, days, zone):
    """Give the working day on which an action planned now is due.

    :param next_opening: function, naive UTC datetime → first open instant from there on (itself when open), or a
        false value when the company never opens again
    :param datetime now: naive UTC
    :param int days: working days to let pass; 0 means today, or the next working day when today's work is over
    :param str zone: time zone of the company
    :return: date; without any opening, as many calendar days later

    >>> week = lambda moment: moment  # always open
    >>> due_day(week, datetime(2026, 3, 6, 10), 2, "Europe/Paris")
    datetime.date(2026, 3, 8)
    """
    opening = next_opening(now)
    for _ in range(days):
        if not opening:
            break
        opening = next_opening(_midnight_after(opening, zone))
    if not opening:
        return _local(now, zone).date() + timedelta(days=days)
    return _local(opening, zone).date()


def end_of_day(day, windows, zone):
    """Give the instant at which an action due on a day becomes late.

    :param date day: local day
    :param windows: list of (start, stop) naive UTC datetimes during which the company works on that day
    :param str zone: time zone of the company
    :return: naive UTC datetime: closing time, or the last minute of a day without work
    """
    if windows:
        return max(stop for _start, stop in windows)
    return _utc(datetime.combine(day, LAST_MINUTE), zone)


def _midnight_after(moment, zone):
    """Naive UTC instant of the local midnight that follows."""
    day = _local(moment, zone).date() + timedelta(days=1)
    return _utc(datetime.combine(day, time.min), zone)


def _local(moment, zone):
    return pytz.utc.localize(moment).astimezone(pytz.timezone(zone))


def _utc(local, zone):
    timezone = pytz.timezone(zone)
    return timezone.normalize(timezone.localize(local)).astimezone(pytz.utc).replace(tzinfo=None)
