"""From an instant to what a person says, and what is offered in one click."""

from datetime import timedelta

import pytz

from .reading import PARIS
from .vocabulary import WEEKDAYS

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_OFFERED_TODAY = ((12, "12h", 1), (16, "16h", 1), (17, "17h", 0.5))  # hour, words, hours of notice
_ONE_HOUR = 1
_LAST_HOUR = 17.5


def say_deadline(instant, now, zone=PARIS):
    """Say an instant in French; ``read_deadline`` reads it back.

    :param instant: naive UTC datetime
    :param now: naive UTC datetime
    :param str zone: zone of the clock that people read
    :return: str
    """
    local, today = _local(instant, zone), _local(now, zone).date()
    hour = f"{local.hour} h" + (f" {local.minute:02d}" if local.minute else "")
    return f"{_say_day(local.date(), today)} à {hour}"


def _say_day(day, today):
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("aujourd'hui", "demain")[ahead]
    number = "1er" if day.day == 1 else str(day.day)
    year = f" {day.year}" if day.year != today.year else ""
    return f"{WEEKDAYS[day.weekday()]} {number} {_MONTHS[day.month - 1]}{year}"


def suggestions(now, is_open_day, zone=PARIS):
    """Give the deadlines offered in one click: those that still make sense at this time of this day.

    :param now: naive UTC datetime
    :param is_open_day: function (date) → bool, days when the company answers
    :param str zone: zone of the clock that people read
    :return: list of str that ``read_deadline`` understands
    """
    local = _local(now, zone)
    hour = local.hour + local.minute / 60
    offered = []
    if is_open_day(local.date()):
        if hour + _ONE_HOUR <= _LAST_HOUR:
            offered.append("dans 1h")
        offered += [words for at, words, notice in _OFFERED_TODAY if hour + notice <= at]
    opened = [day for ahead in range(1, 15) if is_open_day(day := local.date() + timedelta(days=ahead))]
    for day in opened[:1]:
        name = "demain" if day == local.date() + timedelta(days=1) else WEEKDAYS[day.weekday()]
        offered += [f"{name} 9h", f"{name} 14h"]
    monday = next((day for day in opened[1:] if day.weekday() == 0), None)
    if monday and monday - local.date() < timedelta(days=8):
        offered.append("lundi 9h")
    return offered


def _local(instant, zone):
    return pytz.utc.localize(instant).astimezone(pytz.timezone(zone)).replace(tzinfo=None)
