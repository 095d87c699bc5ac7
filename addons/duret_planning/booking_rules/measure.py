"""How long a booking took, and when one that was begun counts as abandoned."""

from datetime import datetime, timedelta

IDLE_MINUTES = 60


def seconds_taken(started: datetime, confirmed: datetime) -> int:
    """Whole seconds from the first page to the confirmation; never negative, clocks being what they are."""
    return max(0, round((confirmed - started).total_seconds()))


def is_abandoned(last_seen: datetime, now: datetime) -> bool:
    """True when nothing was done for an hour: the slot is free again long since."""
    return now - last_seen >= timedelta(minutes=IDLE_MINUTES)
