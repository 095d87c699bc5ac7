"""Days as people write them: a date, Excel's number of days, a month, « début avril 2025 », « ? »."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from .words import folded

_MONTHS = "janv fevr mars avri mai juin juil aout sept octo nove dece".split()
_ENGLISH = {"jan": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "avr": 4, "may": 5, "jun": 6, "jul": 7, "jui": 0}
_ENGLISH |= {"aug": 8, "aou": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
_DAY_ZERO = date(1899, 12, 30)  # day 0 of Excel's serial numbers, its error of 1900 included
_NOTHING = {"", "neant", "aucune", "aucun", "jamais", "rien", "x"}
_UNKNOWN = {"?", "??", "???", "inconnu", "inconnue", "a voir", "a verifier", "nsp", "je ne sais pas"}
_NOISE = re.compile(r"^(?:(?:fait|faite|ok|vu|le|vers|courant|env|environ|prevu|prevue|rdv|visite|passe|en|du|au) )+")
_PART = {"debut": 5, "deb": 5, "mi": 15, "milieu": 15, "fin": 25}
_NUMERIC = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})(?: 00 00(?: 00)?)?")
_IN_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]{3,9}) (\d{2}|\d{4})")
_MONTH_ONLY = re.compile(r"(?:(debut|deb|mi|milieu|fin) )?(?:([a-z]{3,9})|(\d{1,2})) (\d{2}|\d{4})")
_FIRST_YEAR, _LAST_YEAR = 1995, 2099


@dataclass(frozen=True)
class Reading:
    """What a cell says of a day.

    :ivar day: the day, or None
    :ivar exact: False when only the month was written: the day is then the 5th, the 15th or the 25th
    :ivar doubt: "" or a code: unknown (a question mark), unsure (a date followed by a question mark), no_year,
        impossible (31 February), unreadable
    """

    day: date | None = None
    exact: bool = True
    doubt: str = ""


def read_date(text: str) -> Reading:
    """Read a cell.

    >>> read_date("12/03/25").day, read_date("45728").day, read_date("1er mars 2025").day
    (datetime.date(2025, 3, 12), datetime.date(2025, 3, 12), datetime.date(2025, 3, 1))
    >>> read_date("mi-mars 2025"), read_date("?")
    (Reading(day=datetime.date(2025, 3, 15), exact=False, doubt=''), Reading(day=None, exact=True, doubt='unknown'))
    """
    said = " ".join(str(text or "").split())
    if said.lower() in _UNKNOWN or (said and not said.strip("?. ")):
        return Reading(doubt="unknown")
    plain = folded(said)
    if plain in _UNKNOWN:
        return Reading(doubt="unknown")
    if plain in _NOTHING:
        return Reading()
    found = _read(_NOISE.sub("", plain))
    if found.day and "?" in said:
        return Reading(found.day, found.exact, "unsure")
    return found


def _read(plain: str) -> Reading:
    if re.fullmatch(r"\d{5}", plain):
        return _in_range(_DAY_ZERO + timedelta(days=int(plain)))
    match = _ISO.fullmatch(plain)
    if match:
        return _made(*match.groups())
    match = _NUMERIC.fullmatch(plain)
    if match:
        return _made(match[3], match[2], match[1])
    match = _IN_WORDS.fullmatch(plain)
    if match and month_of(match[2]):
        return _made(match[3], month_of(match[2]), match[1])
    return _month(plain)


def _month(plain: str) -> Reading:
    match = _MONTH_ONLY.fullmatch(plain)
    if match and match[3] and len(match[4]) == 2:
        return Reading(doubt="no_year")  # 12/03 is the 12th of March, of who knows which year
    if match and (match[3] or month_of(match[2])):
        day = _PART.get(match[1], 15)
        reading = _made(match[4], match[3] or month_of(match[2]), day)
        return Reading(reading.day, False, reading.doubt)
    if re.fullmatch(r"\d{1,2} \d{1,2}", plain) or month_of(plain.split(" ")[-1]):
        return Reading(doubt="no_year")
    return Reading(doubt="unreadable")


def month_of(word: str) -> int:
    """Number of a month by its name, whole or shortened, or 0.

    >>> month_of("sept"), month_of("Août"), month_of("févr."), month_of("jui")
    (9, 8, 2, 0)
    """
    plain = folded(word)
    if len(plain) < 3:
        return 0
    if plain in _ENGLISH:
        return _ENGLISH[plain]
    return next((rank for rank, name in enumerate(_MONTHS, 1) if plain.startswith(name) or name.startswith(plain)), 0)


def _made(year, month, day) -> Reading:
    year, month, day = int(year), int(month), int(day)
    year += 2000 if year < 100 else 0
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return Reading(doubt="impossible")
    return _in_range(date(year, month, day))


def _in_range(day: date) -> Reading:
    return Reading(day) if _FIRST_YEAR <= day.year <= _LAST_YEAR else Reading(doubt="unreadable")
