"""Instants are naive UTC datetimes; days and hours are those of the person's own clock."""

from datetime import datetime, time, timedelta

import pytz

CHOICES = ("15min", "1h", "tomorrow")
MORNING = time(9, 0)


def local_day(moment, zone):
    """Give the day of an instant on a person's calendar.

    :param datetime moment: naive UTC
    :param str zone: time zone, for example "Europe/Paris"
    :return: date

    >>> local_day(datetime(2026, 7, 1, 22, 30), "Europe/Paris")
    datetime.date(2026, 7, 2)
    """
    return pytz.utc.localize(moment).astimezone(pytz.timezone(zone)).date()


def moved_to_day(moment, day, zone):
    """Move an instant to another day, at the same hour of the person's clock.

    :param datetime moment: naive UTC
    :param date day: new local day
    :param str zone: time zone
    :return: naive UTC datetime; 14:00 stays 14:00 on both sides of a change of summer time
    """
    local = pytz.utc.localize(moment).astimezone(pytz.timezone(zone))
    return _utc(datetime.combine(day, local.time()), zone)


def postponed(choice, now, zone):
    """Give the new time of a reminder that a person puts off.

    :param str choice: one of :data:`CHOICES`: in 15 minutes, in an hour, tomorrow at nine
    :param datetime now: naive UTC; a reminder is put off from now on, not from when it was due
    :param str zone: time zone of the person
    :return: naive UTC datetime, whole minutes
    :raises ValueError: for another choice
    """
    minute = now.replace(second=0, microsecond=0)
    if choice == "15min":
        return minute + timedelta(minutes=15)
    if choice == "1h":
        return minute + timedelta(hours=1)
    if choice == "tomorrow":
        return _utc(datetime.combine(local_day(now, zone) + timedelta(days=1), MORNING), zone)
    raise ValueError(choice)


def _utc(local, zone):
    """Naive UTC instant of a wall-clock time.

    An hour that the change to summer time skips is read as if it had not happened yet: 02:30 becomes 03:30.
    """
    timezone = pytz.timezone(zone)
    return timezone.normalize(timezone.localize(local)).astimezone(pytz.utc).replace(tzinfo=None)
