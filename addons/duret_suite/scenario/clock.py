"""Working time of the demo company: days without Sundays and holidays, hours at Annecy turned into naive UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

ANNECY = ZoneInfo("Europe/Paris")


class Clock:
    """Days and hours around one present moment.

    :param now: the present, naive UTC or aware
    """

    def __init__(self, now: datetime):
        self.now = now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
        self.now = self.now.replace(microsecond=0)
        self.today = self.local(self.now).date()
        years = range(self.today.year - 1, self.today.year + 2)
        self._closed = holidays.country_holidays("FR", years=years)

    @staticmethod
    def local(moment: datetime) -> datetime:
        """Return the time read on a clock at Annecy for a naive UTC moment."""
        return moment.replace(tzinfo=UTC).astimezone(ANNECY)

    @staticmethod
    def utc(day: date, hour: float) -> datetime:
        """Return the naive UTC moment of an hour (8.5 is half past eight) at Annecy on that day."""
        whole = datetime.combine(day, time()) + timedelta(minutes=round(hour * 60))
        return whole.replace(tzinfo=ANNECY).astimezone(UTC).replace(tzinfo=None)

    def works(self, day: date) -> bool:
        """Say whether the company works that day."""
        return day.weekday() < 5 and day not in self._closed

    def awake(self, moment: datetime) -> datetime:
        """Return the moment to the second, moved to seven in the morning when it falls in the night."""
        local = self.local(moment)
        if local.hour >= 23:
            local += timedelta(days=1)
        if local.hour >= 23 or local.hour < 7:
            return self.utc(local.date(), 7 + local.minute / 60)
        return moment.replace(microsecond=0)

    def shift(self, day: date, working_days: int) -> date:
        """Return the working day that lies ``working_days`` after (or before, when negative) ``day``."""
        step = timedelta(days=1 if working_days >= 0 else -1)
        left = abs(working_days)
        while left or not self.works(day):
            day += step
            if left and self.works(day):
                left -= 1
        return day

    def working_days(self, before: int, after: int) -> list[date]:
        """Return all working days from ``before`` calendar days ago to ``after`` calendar days ahead, in order."""
        days = (self.today + timedelta(days=offset) for offset in range(-before, after + 1))
        return [day for day in days if self.works(day)]
