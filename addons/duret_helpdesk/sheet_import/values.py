"""What a cell means: the same thing typed as text, as a number, as a date."""

import re
from datetime import date, datetime, timedelta

from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_rule

from .columns import folded

_MONTHS = "janv fevr mars avri mai juin juil aout sept octo nove dece".split()
_FIRST_DAY = datetime(1899, 12, 30)  # day 0 of Excel's serial numbers, its error of 1900 included
_DATE = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{2,4})(?:[ T,à]+(\d{1,2})[:hH](\d{0,2})(?::\d{2}(?:\.\d+)?)?)?")
_BEFORE = re.compile(r"(?:le\s+)?(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,?\s+)?", re.IGNORECASE)
_WORDS = re.compile(r"(?:[a-z]+\.? )?(\d{1,2})(?:er)? ([a-z]{3,9})\.? (\d{4})(?: (?:a )?(\d{1,2}) ?[:h] ?(\d{0,2}))?")
# Taken whole or not at all: « hélène@… » cut into « ne@… » would write to somebody else.
_EMAIL = re.compile(
    r"(?<![\w.%+-])[A-Za-z0-9_][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}(?![\w@-]|\.\w)"
)
_SPACES = re.compile(r"[ \t\xa0\u202f]+")


def text_of(cell: object) -> str:
    """The cell as text: whole numbers without decimals or exponent, dates the French way.

    >>> text_of(73282932000074.0), text_of(datetime(2026, 3, 25)), text_of(None)
    ('73282932000074', '25/03/2026', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y" if (cell.hour, cell.minute) == (0, 0) else "%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return _SPACES.sub(" ", str(cell).replace("\x00", "").replace("\r\n", "\n")).strip()


def date_of(cell: object) -> datetime | None:
    """The moment in a cell: a date, Excel's number of days, or a text in one of the usual French writings.

    :return: naive local datetime between 1990 and 2100, or None
    """
    found = _date_of(cell)
    return found if found and 1990 <= found.year <= 2100 else None


def _date_of(cell: object) -> datetime | None:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None, microsecond=0)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _FIRST_DAY + timedelta(days=cell) if 30_000 <= cell < 80_000 else None
    text = text_of(cell)
    if re.fullmatch(r"\d{5}", text):
        return _date_of(int(text))
    return _written_date(text)


def _written_date(text: str) -> datetime | None:
    text = text[_BEFORE.match(text).end() :]
    match = _DATE.fullmatch(text)
    if match:
        first, second, third, hour, minute = match.groups()
        year, month, day = (first, second, third) if len(first) == 4 else (third, second, first)
        return _made(_century(year), month, day, hour, minute)
    match = _WORDS.fullmatch(folded(text).replace("  ", " "))
    if not match:
        return None
    day, word, year, hour, minute = match.groups()
    month = next((rank for rank, name in enumerate(_MONTHS, 1) if word.startswith(name) or name.startswith(word)), None)
    return _made(year, month, day, hour, minute) if month else None


def _century(year: str) -> str:
    """A year of two digits is of the last ten years of the century or of this one: nobody kept a file before."""
    return year if len(year) == 4 else f"{19 if year >= '90' else 20}{year:0>2}"


def _made(year, month, day, hour, minute) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))
    except ValueError:
        return None


def siret_of(cell: object) -> str | None:
    """The 14 digits of a SIRET whose check digit is right, or None (INSEE's rule, by python-stdnum).

    >>> siret_of("732 829 320 00074"), siret_of("73282932000075")
    ('73282932000074', None)
    """
    try:
        return siret_rule.validate(text_of(cell))
    except ValidationError:
        return None


def emails_of(cell: object) -> list[str]:
    """Every address in the cell, in lower case, once each."""
    found = (match.lower() for match in _EMAIL.findall(text_of(cell)))
    return list(dict.fromkeys(found))


def zip_of(cell: object, swiss: bool = False) -> str:
    """The postal code; a number has lost its first zero (01210 Ferney), unless it is a Swiss one (1201 Genève).

    :param cell: value of the cell
    :param swiss: True when something else says Switzerland

    >>> zip_of(1210), zip_of(1201, swiss=True), zip_of("1201"), zip_of("74 000")
    ('01210', '1201', '1201', '74000')
    """
    text = text_of(cell).replace(" ", "")
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return text.zfill(5) if is_number and text.isdigit() and len(text) == 4 and not swiss else text


def phone_text(cell: object) -> str:
    """The cell as a telephone number; a number of nine digits has lost its first zero.

    >>> phone_text(450123456), phone_text("04 50 12 34 56"), phone_text(33450123456)
    ('0450123456', '04 50 12 34 56', '+33450123456')
    """
    text = text_of(cell)
    if isinstance(cell, int | float) and text.isdigit():
        if len(text) == 9:
            return f"0{text}"
        if len(text) == 11 and text.startswith(("33", "41")):
            return f"+{text}"
    return text
