"""Dates and hours as they are written in French letters."""

from datetime import date, datetime, timedelta

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
NBSP = "\N{NO-BREAK SPACE}"


def long_date(day: date, year: bool = True) -> str:
    """A date; the first of a month is « 1er ».

    >>> long_date(date(2026, 12, 1)).replace(NBSP, " ")
    '1er décembre 2026'
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def hour(moment: datetime) -> str:
    """An hour of the day: « 8 h », « 14 h 30 »."""
    return f"{moment.hour}{NBSP}h" + (f"{NBSP}{moment.minute:02d}" if moment.minute else "")


def appointment(moment: datetime) -> str:
    """A moment with its day of the week.

    :param moment: local time

    >>> appointment(datetime(2026, 11, 24, 14, 30)).replace(NBSP, " ")
    'mardi 24 novembre 2026 à 14 h 30'
    """
    return f"{DAYS[moment.weekday()]} {long_date(moment)} à {hour(moment)}"


def opening(moment: datetime, now: datetime) -> str:
    """A coming moment, said from now.

    :param moment: local time
    :param now: local time

    >>> now = datetime(2026, 11, 20, 19)
    >>> opening(datetime(2026, 11, 23, 8), now).replace(NBSP, " ")
    'lundi 23 novembre à 8 h'
    >>> opening(datetime(2026, 11, 21, 8), now).replace(NBSP, " ")
    'demain à 8 h'
    """
    day = moment.date()
    if day == now.date():
        return f"aujourd’hui à {hour(moment)}"
    if day == now.date() + timedelta(days=1):
        return f"demain à {hour(moment)}"
    return f"{DAYS[day.weekday()]} {long_date(day, year=day.year != now.year)} à {hour(moment)}"
