"""Days on which clients may be contacted, and how delays are counted over them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CALENDAR_DAYS = "days"
WORKING_DAYS = "working_days"
LOOKAHEAD = 400  # days walked through before saying that nobody ever works
_UTC = ZoneInfo("UTC")


class ContactCalendar:
    """Contact hours of a company, seen as local days.

    :param opening: object with ``next_opening(moment)``, which gives the first instant (naive UTC) from ``moment``
        on at which a client may be contacted, or None; public holidays and closures are already out of it
    :param set working_weekdays: days counted by a delay in working days, 0 = Monday
    :param str tz: name of the time zone
    """

    def __init__(self, opening, working_weekdays, tz="Europe/Paris"):
        self._opening = opening
        self._weekdays = frozenset(working_weekdays)
        self._zone = ZoneInfo(tz)
        self._openings: dict[datetime, datetime | None] = {}
        self._working: dict[date, bool] = {}

    def local_day(self, moment):
        """Give the local day of an instant.

        :param datetime moment: naive UTC
        :return: date
        """
        return moment.replace(tzinfo=_UTC).astimezone(self._zone).date()

    def midnight(self, day):
        """Give the first instant of a local day, as naive UTC."""
        return datetime.combine(day, time.min, self._zone).astimezone(_UTC).replace(tzinfo=None)

    def end_of_day(self, moment):
        """Give the last second of the local day of an instant, as naive UTC."""
        return self.midnight(self.local_day(moment) + timedelta(days=1)) - timedelta(seconds=1)

    def first_contact(self, moment):
        """Give the first instant from a moment on at which a client may be contacted.

        :param datetime moment: naive UTC
        :return: naive UTC datetime, the moment itself when allowed; None when never
        """
        if moment not in self._openings:
            self._openings[moment] = self._opening.next_opening(moment)
        return self._openings[moment]

    def is_working(self, day):
        """Tell whether a day counts as a working day: a weekday of work that is not closed throughout."""
        if day not in self._working:
            first = self.first_contact(self.midnight(day)) if day.weekday() in self._weekdays else None
            self._working[day] = first is not None and self.local_day(first) == day
        return self._working[day]

    def add(self, day, delay, unit):
        """Count a delay from a day.

        :param date day: local day, itself not counted
        :param int delay: days, 0 or more
        :param str unit: CALENDAR_DAYS or WORKING_DAYS
        :return: date; without any working day in sight, calendar days are counted
        """
        if unit == CALENDAR_DAYS:
            return day + timedelta(days=delay)
        found, left = day, delay
        for _step in range(LOOKAHEAD):
            if not left:
                return found
            found += timedelta(days=1)
            left -= self.is_working(found)
        return day + timedelta(days=delay)
