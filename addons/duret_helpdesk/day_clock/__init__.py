"""Where a person's day begins and ends, on the clock of the server. No Odoo in here."""

from datetime import datetime, time, timedelta

import pytz

__all__ = ["day_bounds"]


def day_bounds(moment, zone):
    """Give the bounds of the local day that holds an instant.

    :param datetime moment: naive UTC
    :param str zone: time zone of the person
    :return: (first instant of the day, first instant of the next), naive UTC; 23 to 25 hours apart

    >>> day_bounds(datetime(2026, 7, 1, 22, 30), "Europe/Paris")
    (datetime.datetime(2026, 7, 1, 22, 0), datetime.datetime(2026, 7, 2, 22, 0))
    """
    day = pytz.utc.localize(moment).astimezone(pytz.timezone(zone)).date()
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def _midnight(day, zone):
    return pytz.timezone(zone).localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
