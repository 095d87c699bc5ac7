"""Periods, tolerances and durations as people write them."""

import re

from .words import folded

_PERIODS = {
    "annuel": 12,
    "annuelle": 12,
    "an": 12,
    "par an": 12,
    "tous les ans": 12,
    "chaque annee": 12,
    "semestriel": 6,
    "semestrielle": 6,
    "semestre": 6,
    "trimestriel": 3,
    "trimestrielle": 3,
    "trimestre": 3,
    "quadrimestriel": 4,
    "mensuel": 1,
    "mensuelle": 1,
    "tous les mois": 1,
    "triennal": 36,
    "quinquennal": 60,
}
_ABSENT = {"", "rien", "neant"}
_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6}
_MOST_MONTHS, _MOST_WEEKS, _MOST_MINUTES = 120, 26, 16 * 60


def read_months(text: str) -> tuple[int | None, str]:
    """Months between two visits.

    « bisannuel » is left as a doubt: some mean twice a year, others every second year.

    :return: (months or None, doubt): "" when the cell is empty or clear, else "period"

    >>> read_months("2x/an"), read_months("tous les 2 ans"), read_months("18 mois"), read_months("bisannuel")
    ((6, ''), (24, ''), (18, ''), (None, 'period'))
    """
    plain = _digits(folded(text.replace("½", " 6 mois ") if text else ""))
    if plain in _ABSENT and "?" not in (text or ""):
        return None, ""
    months = _PERIODS.get(plain) or _counted(plain)
    if months and 1 <= months <= _MOST_MONTHS and "?" not in text:
        return months, ""
    return None, "period"


def _counted(plain: str) -> int | None:
    match = re.fullmatch(r"(?:tous les |ts les )?(\d{1,3})(?: ?(mois|m|ans?|a))?", plain)
    if match:
        return int(match[1]) * (12 if (match[2] or "m").startswith("a") else 1)
    match = re.fullmatch(r"(\d{1,2}) ?(?:x|fois|visites?|passages?|v)? ?(?:par |l |)(an|annee|semestre)", plain)
    if match and int(match[1]) and 12 % int(match[1]) == 0:
        return (6 if match[2] == "semestre" else 12) // int(match[1])
    return None


def read_weeks(text: str) -> tuple[int | None, str]:
    """Weeks of tolerance on each side.

    >>> read_weeks("± 3 sem"), read_weeks("1 mois"), read_weeks("15 j"), read_weeks("souple")
    ((3, ''), (4, ''), (2, ''), (None, 'tolerance'))
    """
    plain = _digits(folded(text))
    if plain in _ABSENT and "?" not in (text or ""):
        return None, ""
    match = re.fullmatch(r"(\d{1,3}) ?(s|sem|semaines?|j|jrs?|jours?|m|mois)?", plain)
    if match:
        unit = (match[2] or "s")[0]
        count = int(match[1])
        weeks = {"s": count, "j": round(count / 7), "m": count * 4}[unit]
        if weeks <= _MOST_WEEKS:
            return weeks, ""
    return None, "tolerance"


def read_minutes(text: str) -> tuple[int | None, str]:
    """Length of a visit in minutes; a bare number below 10 is hours.

    >>> read_minutes("1h30"), read_minutes("45 min"), read_minutes("2"), read_minutes("0,5 h")
    ((90, ''), (45, ''), (120, ''), (30, ''))
    """
    plain = " ".join((text or "").lower().replace(",", ".").split())
    if not plain:
        return None, ""
    match = re.fullmatch(r"(\d{1,2}) ?h ?(\d{2})?(?: ?min)?", plain) or re.fullmatch(
        r"(\d{1,2}):(\d{2})(?::00)?", plain
    )
    if match:
        minutes = int(match[1]) * 60 + int(match[2] or 0)
    else:
        match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?(h|heures?|mn|min|minutes?)?", plain)
        if not match:
            return None, "minutes"
        amount, unit = float(match[1]), (match[2] or "")[:1]
        minutes = round(amount * 60) if unit == "h" or (not unit and amount < 10) else round(amount)
    return (minutes, "") if 5 <= minutes <= _MOST_MINUTES else (None, "minutes")


def _digits(plain: str) -> str:
    return " ".join(str(_WORDS.get(word, word)) for word in plain.split())
