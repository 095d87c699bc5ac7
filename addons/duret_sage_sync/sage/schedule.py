"""When something is due that happens once a day at an hour of the wall clock, whatever the season."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def last_due(now: datetime, hour: int, minute: int) -> datetime:
    """Give the last moment at which the daily work was due.

    :param now: UTC without zone
    :param hour, minute: of the wall clock in Paris; an hour that a spring night leaves out falls one hour later
    :return: UTC without zone, not later than now

    >>> last_due(datetime(2026, 1, 10, 5, 0), 2, 0), last_due(datetime(2026, 7, 10, 5, 0), 2, 0)
    (datetime.datetime(2026, 1, 10, 1, 0), datetime.datetime(2026, 7, 10, 0, 0))
    >>> last_due(datetime(2026, 1, 10, 0, 30), 2, 0)
    datetime.datetime(2026, 1, 9, 1, 0)
    """
    day = now.replace(tzinfo=UTC).astimezone(PARIS).date()
    while True:
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)
        moment = local.astimezone(UTC).replace(tzinfo=None)
        if moment <= now:
            return moment
        day -= timedelta(days=1)
