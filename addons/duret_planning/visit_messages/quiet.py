"""Hours at which nobody is disturbed, on the clock of Annecy."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

# A client needs this long to read a change and to act on it.
NOTICE = timedelta(hours=2)


@dataclass(frozen=True)
class QuietHours:
    """The night: from an hour of the evening to an hour of the morning.

    :ivar evening: hour (0-24, decimals) from which nothing is sent
    :ivar morning: hour from which messages are sent again, earlier on the clock than `evening`
    """

    evening: float = 20.0
    morning: float = 8.0
    tz: str = "Europe/Paris"

    def __post_init__(self):
        if not 0 <= self.morning < self.evening <= 24:
            raise ValueError("the morning must come before the evening")

    def is_quiet(self, moment):
        """Tell whether nobody is disturbed at this instant (naive UTC)."""
        return not self._opening(self._day(moment)) <= moment < self._closing(self._day(moment))

    def next_allowed(self, moment):
        """First instant from this one on at which a message may leave (naive UTC, the instant itself by day)."""
        if not self.is_quiet(moment):
            return moment
        day = self._day(moment)
        opening = self._opening(day)
        return opening if moment < opening else self._opening(day + timedelta(days=1))

    def last_allowed(self, moment):
        """Last minute up to this instant at which a message may leave (naive UTC)."""
        if not self.is_quiet(moment):
            return moment
        day = self._day(moment)
        if moment < self._opening(day):
            day -= timedelta(days=1)
        return self._closing(day) - timedelta(minutes=1)

    def _day(self, moment):
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.tz)).date()

    def _opening(self, day):
        return self._utc(day, self.morning)

    def _closing(self, day):
        return self._utc(day, self.evening)

    def _utc(self, day, hour):
        minutes = round(hour * 60)
        day, minutes = day + timedelta(days=minutes // 1440), minutes % 1440
        local = datetime.combine(day, time(minutes // 60, minutes % 60), ZoneInfo(self.tz))
        return local.astimezone(UTC).replace(tzinfo=None)


def moment_to_send(now, starts, quiet, answers_client=False):
    """When a message about a change leaves.

    :param datetime now: naive UTC
    :param starts: starts the message is about, old and new (naive UTC)
    :param quiet: QuietHours
    :param bool answers_client: the client acts at this very moment, nobody is woken up
    :return: naive UTC. A message that would come too late for the visit leaves at once, even at night.
    """
    allowed = quiet.next_allowed(now)
    urgent = any(now <= start < allowed + NOTICE for start in starts)
    return now if answers_client or urgent else allowed


def reminder_moment(start, hours, quiet):
    """When a client is reminded of a visit.

    :param datetime start: naive UTC
    :param float hours: how long before, as set
    :param quiet: QuietHours
    :return: naive UTC, never at night and always before the visit: later in the morning when that leaves time to
        act on it, else the evening before
    """
    wanted = start - timedelta(hours=hours)
    later = quiet.next_allowed(wanted)
    return later if later <= start - NOTICE else quiet.last_allowed(min(wanted, start))
