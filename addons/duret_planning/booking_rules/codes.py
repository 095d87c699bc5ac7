"""The code that proves who reads an e-mail address or a telephone: six digits, few tries, a short life.

A code of six digits, at most `MOST_TRIES` tries and at most `MOST_SENT` codes an hour for one address leave a
guesser 25 chances in 1,000,000 an hour.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum

CODE_DIGITS = 6
MOST_TRIES = 5
MOST_SENT = 5  # codes sent to one address or number within PERIOD
PERIOD = timedelta(hours=1)
PAUSE = timedelta(seconds=30)  # between two codes to the same address or number


class Verdict(Enum):
    """What a typed code is worth."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


def new_code() -> str:
    """Six digits from the system's source of secrets; leading zeros count."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def typed_digits(text: object) -> str:
    """The digits of what was typed or pasted: « 123 456 » is 123456; empty when it is not a code.

    >>> typed_digits(" 123 456 "), typed_digits("12345"), typed_digits("١٢٣٤٥٦"), typed_digits(None)
    ('123456', '', '', '')
    """
    kept = "".join(str(text or "").split()).replace("-", "").replace(".", "")
    return kept if len(kept) == CODE_DIGITS and kept.isascii() and kept.isdigit() else ""


def judge(matches: bool, tries: int, expires: datetime, now: datetime) -> Verdict:
    """Judge a try.

    :param matches: the typed code is the one that was sent
    :param tries: wrong tries before this one
    :param expires: end of the code's life
    """
    if tries >= MOST_TRIES:
        return Verdict.EXHAUSTED
    if now >= expires:
        return Verdict.EXPIRED
    return Verdict.RIGHT if matches else Verdict.WRONG


def seconds_before_next(sent: Iterable[datetime], now: datetime) -> int:
    """Seconds to wait before another code may be sent; 0 when it may be sent now.

    :param sent: when codes were sent to the same address or number
    """
    recent = sorted(moment for moment in sent if moment > now - PERIOD)
    if not recent:
        return 0
    free = recent[-1] + PAUSE
    if len(recent) >= MOST_SENT:
        free = max(free, recent[-MOST_SENT] + PERIOD)
    return max(0, round((free - now).total_seconds()))
