"""Until when a client may move or cancel a visit by himself."""

from datetime import datetime, timedelta


def last_change(start: datetime, notice_hours: float) -> datetime:
    """The last instant at which the client may still change the visit.

    :param start: beginning of the visit
    :param notice_hours: the company's setting; 0 = until the visit begins
    """
    return start - timedelta(hours=max(0.0, notice_hours))


def may_change(start: datetime | None, now: datetime, notice_hours: float) -> bool:
    """True while the client may move or cancel the visit by himself.

    A visit without a time may always be cancelled: nobody has set out for it.

    :param start: beginning of the visit, or None when no time is set
    """
    return start is None or now <= last_change(start, notice_hours)
