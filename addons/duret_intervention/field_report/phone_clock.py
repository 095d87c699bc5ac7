"""Moments that a phone tells, and what they are worth when its clock is wrong."""

import re
from datetime import datetime, timedelta

MOMENT = re.compile(
    r"20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)
FRACTION = re.compile(r"\.[0-9]{1,6}(?=Z$)")
# A request travels for some seconds: less than this says nothing about the clock.
TRAVEL = 120


def parse_moment(text):
    """Return a moment in UTC.

    :param text: such as "2026-11-21T08:05:00Z", fractions of a second allowed
    :return: naive UTC, whole seconds; None when it is no moment

    >>> parse_moment("2026-11-21T08:05:00.250Z")
    datetime.datetime(2026, 11, 21, 8, 5)
    >>> parse_moment("2026-02-31T08:05:00Z") is None
    True
    """
    if not isinstance(text, str):
        return None
    whole = FRACTION.sub("", text)
    if not MOMENT.fullmatch(whole):
        return None
    try:
        return datetime.fromisoformat(whole[:-1])
    except ValueError:  # the 31st of February
        return None


def write_moment(moment):
    """Return a naive UTC moment as phones and documents write it: "2026-11-21T08:05:00Z"."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def order_of(text):
    """Return a text by which moments of one phone sort, to the millisecond; "" when it is no moment.

    >>> order_of("2026-11-21T08:05:00Z") < order_of("2026-11-21T08:05:00.250Z") < order_of("2026-11-21T08:05:00.3Z")
    True
    """
    whole = parse_moment(text)
    fraction = FRACTION.search(text) if whole else None
    return f"{write_moment(whole)[:-1]}.{(fraction[0] if fraction else '.0')[1:].ljust(6, '0')}" if whole else ""


def skew_seconds(phone_now, server_now):
    """Return what has to be added to the moments of a phone.

    :param phone_now: naive UTC by the phone, when it sent; None when it did not say
    :param server_now: naive UTC, when the server received
    :return: whole seconds; 0 when the difference may be the way of the request

    >>> skew_seconds(datetime(2026, 11, 21, 10), datetime(2026, 11, 21, 8, 0, 4))
    -7196
    """
    if phone_now is None:
        return 0
    seconds = round((server_now - phone_now).total_seconds())
    return seconds if abs(seconds) >= TRAVEL else 0


def correct(moment, skew, now):
    """Return when something really happened.

    :param moment: naive UTC by the phone
    :param skew: seconds, see :func:`skew_seconds`
    :param now: naive UTC by the server
    :return: naive UTC, never in the future

    >>> correct(datetime(2026, 11, 21, 10), -7200, datetime(2026, 11, 21, 9))
    datetime.datetime(2026, 11, 21, 8, 0)
    """
    try:
        return min(moment + timedelta(seconds=skew), now)
    except OverflowError:
        return now
