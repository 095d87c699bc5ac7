"""How long the secret link of a closed document keeps working."""

from datetime import datetime, timedelta

MAX_DAYS = 90  # upper bound of the setting (G6d)


def lifetime_days(raw: object) -> int:
    """The setting as a number of days between 0 and 90; 90 when it cannot be read."""
    try:
        return max(0, min(MAX_DAYS, int(str(raw))))
    except ValueError:
        return MAX_DAYS


def is_expired(closed_on: datetime | None, now: datetime, days: int) -> bool:
    """True when the document was closed more than `days` days before `now`; an open one never expires."""
    return bool(closed_on) and now - closed_on > timedelta(days=days)
