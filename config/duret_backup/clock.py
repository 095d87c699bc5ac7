"""When the daily backup runs (pure rules on the wall clock)."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from . import BackupError


def parse_time(text: str) -> tuple[int, int]:
    """Hour and minute of a wall-clock time; raises BackupError for anything else than 00:00 to 23:59.

    >>> parse_time("02:30")
    (2, 30)
    """
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    hour, minute = (int(match[1]), int(match[2])) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise BackupError(f"Heure de sauvegarde incorrecte : « {text} » (attendu : hh:mm, par exemple 02:30).")
    return hour, minute


def next_run(now: datetime, at: str, zone: tzinfo) -> datetime:
    """The next moment (UTC) after `now` at which the wall clock of `zone` shows `at`.

    On the night when 02:30 does not exist (spring), the backup runs at the same UTC moment as 02:30 winter
    time; on the night when it exists twice (autumn), it runs at the first one.

    >>> next_run(datetime(2026, 11, 21, 12, tzinfo=UTC), "02:30", UTC).isoformat()
    '2026-11-22T02:30:00+00:00'
    """
    hour, minute = parse_time(at)
    day = now.astimezone(zone).replace(tzinfo=None).date() - timedelta(days=1)
    while True:
        wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        moment = wall.astimezone(UTC)
        if moment > now:
            return moment
        day += timedelta(days=1)
