"""Which time is worth proposing, and until when a client may take it."""

from datetime import datetime, timedelta

# Nobody is asked to be at home in less than two hours: the technician prepares his van, the client his cellar.
NOTICE = timedelta(hours=2)
# A client who has less time to answer than that would be sent a time he cannot take.
ANSWER = timedelta(minutes=15)
# Less than half an hour is no visit.
SHORTEST = timedelta(minutes=30)

Times = tuple[datetime, datetime]


def left_over(old: Times, new: Times | None = None) -> list[Times]:
    """Parts of a visit's old time that its new time gives back.

    :param old: beginning and end before the change
    :param new: beginning and end after it; None when the technician has nothing of it any more
    :return: at most two parts, in order, each of half an hour at least
    """
    start, stop = old
    if new is None:
        parts = [old]
    else:
        parts = [(start, min(stop, new[0])), (max(start, new[1]), stop)]
    return [(first, last) for first, last in parts if last - first >= SHORTEST]


def expiry(now: datetime, start: datetime, minutes: int) -> datetime | None:
    """Until when a client may take a time that is proposed now.

    :param start: beginning of the time proposed
    :param minutes: how long he has, as the company sets it
    :return: never later than two hours before the start; None when it is too late to ask anybody
    """
    until = min(now + timedelta(minutes=minutes), start - NOTICE)
    return until if until - now >= ANSWER else None
