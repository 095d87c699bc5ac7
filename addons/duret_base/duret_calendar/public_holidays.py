"""The eleven public holidays of France (Code du travail, L3133-1), computed.

Those of Alsace-Moselle (Good Friday, 26 December) do not apply in Haute-Savoie. The names
are the legal ones, in French, because they are stored with the days.
"""

from datetime import date, datetime, time, timedelta

import pytz

_FIXED = (
    (1, 1, "Jour de l'an"),
    (5, 1, "Fête du Travail"),
    (5, 8, "Victoire 1945"),
    (7, 14, "Fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "Armistice 1918"),
    (12, 25, "Noël"),
)
_AFTER_EASTER = ((1, "Lundi de Pâques"), (39, "Ascension"), (50, "Lundi de Pentecôte"))


def easter(year):
    """Give Easter Sunday (Meeus, Jones and Butcher's form of the Gregorian computus).

    :param int year: from 1583 on
    :return: date

    >>> easter(2026), easter(2000)
    (datetime.date(2026, 4, 5), datetime.date(2000, 4, 23))
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, odd = divmod(century, 4)
    drift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - drift + 15) % 30
    quarter, last = divmod(rest, 4)
    weekday = (32 + 2 * odd + 2 * quarter - epact - last) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def french_holidays(year):
    """Give the public holidays of one year.

    :param int year: calendar year
    :return: dict {date: French name}, in order; two names are joined when Ascension falls
        on 1 or 8 May
    """
    sunday = easter(year)
    days = [(date(year, month, day), name) for month, day, name in _FIXED]
    days += [(sunday + timedelta(days=after), name) for after, name in _AFTER_EASTER]
    holidays = {}
    for day, name in sorted(days, key=lambda item: item[0]):
        holidays[day] = f"{holidays[day]}, {name}" if day in holidays else name
    return holidays


def day_bounds(day, tz):
    """Give the first and last second of a local day, in UTC (23 to 25 hours apart).

    :param date day: local day
    :param str tz: name of the time zone
    :return: (naive UTC datetime, naive UTC datetime)
    """
    zone = pytz.timezone(tz)
    first, following = (
        zone.localize(datetime.combine(start, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
        for start in (day, day + timedelta(days=1))
    )
    return first, following - timedelta(seconds=1)
