"""Whether the company answers at a given instant, and when it answers next.

Windows are local wall-clock hours turned into UTC day by day, so that 8 o'clock stays
8 o'clock on both sides of a change to summer or winter time.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytz

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
HORIZON = 366  # days looked at before saying that the company does not open again


@dataclass(frozen=True)
class OpeningHours:
    """Weekly hours and closed periods.

    :ivar weekly: tuple of (weekday 0 = Monday, from hour, to hour), hours as decimals
    :ivar closed: tuple of (start, stop), naive UTC datetimes, both included
    :ivar tz: name of the time zone of the hours
    """

    weekly: tuple
    closed: tuple = ()
    tz: str = "Europe/Paris"

    def is_open(self, moment):
        """Tell whether the company is open.

        :param datetime moment: naive UTC
        :return: bool; the first instant of a window is open, its last is not
        """
        return self.next_opening(moment) == moment

    def next_opening(self, moment):
        """Give the first open instant from a moment on.

        :param datetime moment: naive UTC
        :return: naive UTC datetime (the moment itself when open), or None when there is
            none within :data:`HORIZON` days
        """
        first = pytz.utc.localize(moment).astimezone(pytz.timezone(self.tz)).date()
        for offset in range(HORIZON + 1):
            for start, stop in self.windows(first + timedelta(days=offset)):
                opening = self._first_free(max(start, moment), stop)
                if opening is not None:
                    return opening
        return None

    def windows(self, day):
        """Give the opening windows of one local day, closed periods not yet removed.

        :param date day: local day
        :return: list of (start, stop), naive UTC datetimes, in order
        """
        hours = sorted((start, stop) for weekday, start, stop in self.weekly if weekday == day.weekday())
        return [(self._utc(day, start), self._utc(day, stop)) for start, stop in hours]

    def _first_free(self, start, stop):
        """First instant of [start, stop) outside the closed periods, or None."""
        for closed_from, closed_to in sorted(self.closed):
            if closed_from <= start <= closed_to:
                start = closed_to + timedelta(seconds=1)
        return start if start < stop else None

    def _utc(self, day, hour):
        days, seconds = divmod(round(hour * 3600), 86400)
        clock = (datetime.combine(day, time.min) + timedelta(seconds=seconds)).time()
        local = datetime.combine(day + timedelta(days=days), clock)
        zone = pytz.timezone(self.tz)
        # an hour skipped in March is read as if the change had not yet happened
        return zone.normalize(zone.localize(local)).astimezone(pytz.utc).replace(tzinfo=None)


def describe(weekly):
    """Write weekly hours in French, for clients.

    :param weekly: as in :class:`OpeningHours`
    :return: str, days with the same hours being grouped

    >>> describe([(d, f, t) for d in range(5) for f, t in ((8, 12), (13.5, 17.5))])
    'du lundi au vendredi : 8 h – 12 h et 13 h 30 – 17 h 30'
    """
    groups = []
    for weekday in range(7):
        hours = tuple(sorted((start, stop) for day, start, stop in weekly if day == weekday))
        if hours and groups and groups[-1][1] == hours and groups[-1][0][-1] == weekday - 1:
            groups[-1][0].append(weekday)
        elif hours:
            groups.append(([weekday], hours))
    return " ; ".join(f"{_days(days)} : {_hours(hours)}" for days, hours in groups)


def _days(days):
    if len(days) == 1:
        return f"le {_DAYS[days[0]]}"
    return f"du {_DAYS[days[0]]} au {_DAYS[days[-1]]}"


def _hours(hours):
    return " et ".join(f"{_clock(start)} – {_clock(stop)}" for start, stop in hours)


def _clock(hour):
    minutes = round(hour * 60)
    return f"{minutes // 60} h" + (f" {minutes % 60:02d}" if minutes % 60 else "")
