"""A promised call is kept by the first later call in which the person was spoken to.

Who called whom does not matter: a client who rings before being called back has been spoken to. An attempt that
nobody answered keeps no promise. Instants are naive UTC datetimes.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Promise:
    """A call to make.

    :ivar asked: when it was promised
    :ivar people: ids of the contact and of its firm
    :ivar numbers: E.164 numbers that reach the contact
    """

    asked: datetime
    people: frozenset = field(default_factory=frozenset)
    numbers: frozenset = field(default_factory=frozenset)


@dataclass(frozen=True)
class Call:
    """A call of the journal.

    :ivar at: when it took place, as written by a person or the telephone, whole seconds
    :ivar saved: when it came into the journal
    :ivar answered: whether the two spoke to each other
    :ivar people: ids of the contact and of its firm
    :ivar number: E.164 number of the other side, or ""
    """

    at: datetime
    saved: datetime
    answered: bool
    people: frozenset = field(default_factory=frozenset)
    number: str = ""


def keeps(call, promise):
    """Tell whether a call keeps a promise.

    The call in which the promise was made is saved together with it, with the very same time: it does not count.
    Nor does a call that took place earlier and was written down later.

    :return: bool
    """
    if not call.answered or call.saved == promise.asked or call.at < promise.asked.replace(microsecond=0):
        return False
    return bool(call.people & promise.people) or bool(call.number and call.number in promise.numbers)


def call_that_keeps(promise, calls):
    """Give the first call, in the order of time, that keeps a promise.

    :return: index in ``calls``, or None
    """
    found = [rank for rank, call in enumerate(calls) if keeps(call, promise)]
    return min(found, key=lambda rank: (calls[rank].at, rank), default=None)
