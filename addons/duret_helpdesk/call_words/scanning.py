"""From words to the parts of a deadline: a length, a day, an hour, a part of the day."""

import re
from dataclasses import dataclass

from .vocabulary import MAX_LENGTH, MONTHS, NUMBERS, PARTS, WEEKDAYS, fold

_NUMBER = r"\d{1,3}|" + "|".join(NUMBERS)
_MINUTE = r"minutes?|mins?|mn"
_IN = r"(?:dans|d ici|sous)"
_MONTH = "|".join(month if len(month) < 5 else rf"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_WEEKDAY = "|".join(rf"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS)
_PART_NAMES = {
    "fin de la journee": "fin de journee",
    "fin de la matinee": "fin de matinee",
    "fin d aprem": "fin d apres-midi",
    "apres midi": "apres-midi",
    "aprem": "apres-midi",
    "matinee": "matin",
    "soiree": "soir",
}
_PART = "|".join(sorted({*PARTS, *_PART_NAMES}, key=len, reverse=True))
# Read in this order at each place of the text; each name at most once.
_RULES = [
    (name, re.compile(rf"(?:{pattern})(?![\w])", re.ASCII))
    for name, pattern in (
        ("soon", rf"{_IN} une demi[ -]heure"),
        ("minutes", rf"(?:{_IN} )?(?P<n>{_NUMBER}) ?(?:{_MINUTE})"),
        ("hours", rf"{_IN} (?P<n>{_NUMBER}) ?h(?:eures?)?(?: ?(?P<m>[0-5]\d|et demie))?"),
        ("days", rf"{_IN} (?P<n>{_NUMBER}) ?(?:jours?|j)"),
        ("weeks", rf"{_IN} (?P<n>{_NUMBER}) ?semaines?"),
        ("next_week", r"(?:la )?semaine prochaine"),
        ("after_tomorrow", r"apres[ -]demain"),
        ("tomorrow", r"demain"),
        ("today", r"aujourd ?hui|ce jour|dans la journee"),
        ("part", rf"(?P<today>ce |cet |cette )?(?:en |l )?(?P<part>{_PART})"),
        ("weekday", rf"(?P<day>{_WEEKDAY})\.?(?: prochain)?"),
        ("date", rf"(?:le )?(?P<d>\d{{1,2}}|1er) ?(?P<month>{_MONTH})\.?(?: (?P<y>\d{{4}}))?"),
        ("date", r"(?:le )?(?P<d>\d{1,2})[/.](?P<mo>\d{1,2})(?:[/.](?P<y>\d{4}|\d{2}))?"),
        ("date", r"le (?P<d>\d{1,2}|1er)"),
        ("clock", r"(?P<h>\d{1,2}) ?(?:h(?:eures?)?|:) ?(?P<m>\d{2})"),
        ("clock", r"(?P<h>\d{1,2}) ?h(?:eures?)?(?P<half> et demie)?"),
        ("clock", r"(?P<h>\d{1,2})"),
    )
]
_FILLER = re.compile(r"(?:[ ,;.!-]+|(?:avant|a|vers|pour|le|la|du|de|d|au plus tard|rappeler|svp|dans)(?![\w]))")


@dataclass
class Spoken:
    """What was found in a text; None for what was not said.

    :ivar minutes: length from now, in minutes
    :ivar days: length from today, in days
    :ivar weekday: 0 = Monday
    :ivar date: (day, month or None, year or None)
    :ivar clock: (hour, minute)
    :ivar part: key of ``vocabulary.PARTS``
    """

    minutes: int | None = None
    days: int | None = None
    weekday: int | None = None
    date: tuple | None = None
    clock: tuple | None = None
    part: str | None = None

    @property
    def has_day(self):
        """True when the text names a day, today included."""
        return self.days is not None or self.weekday is not None or self.date is not None


def scan(text):
    """Read every word of a text.

    :param str text: as typed
    :return: Spoken, or None when a word is not understood, a part is said twice, or nothing is said
    """
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return None
    text = fold(text)
    spoken, position = Spoken(), 0
    while position < len(text):
        found = _next(text, position)
        if found:
            name, match = found
            if not _note(spoken, name, match.groupdict()):
                return None
            position = match.end()
            continue
        filler = _FILLER.match(text, position)
        if not filler:
            return None
        position = filler.end()
    return spoken if spoken != Spoken() else None


def _next(text, position):
    if position and text[position - 1].isalnum() and text[position].isalnum():
        return None
    return next(((name, match) for name, rule in _RULES if (match := rule.match(text, position))), None)


def _note(spoken, name, found):
    """Write one thing said; False when it was said already, or makes no sense."""
    values = _READERS[name](found)
    if values is None or any(getattr(spoken, field) is not None for field in values):
        return False
    for field, value in values.items():
        setattr(spoken, field, value)
    return True


def _count(word):
    return int(word) if word.isdecimal() else NUMBERS[word]


def _hours(found):
    extra = 30 if found["m"] == "et demie" else int(found["m"] or 0)
    return {"minutes": 60 * _count(found["n"]) + extra}


def _clock(found):
    hour, minute = int(found["h"]), int(found.get("m") or 0)
    if found.get("half"):
        minute = 30
    return {"clock": (hour, minute)} if hour < 24 and minute < 60 else None


def _date(found):
    day = 1 if found["d"] == "1er" else int(found["d"])
    month, year = found.get("mo"), found.get("y")
    if found.get("month"):
        month = next(rank for rank, name in enumerate(MONTHS, 1) if name.startswith(found["month"]))
    year = int(year) if year else None
    if year is not None and year < 100:
        year += 2000
    return {"date": (day, int(month) if month else None, year)}


def _part(found):
    name = _PART_NAMES.get(found["part"], found["part"])
    return {"part": name} | ({"days": 0} if found["today"] else {})


def _weekday(found):
    return {"weekday": next(rank for rank, name in enumerate(WEEKDAYS) if name.startswith(found["day"]))}


_READERS = {
    "soon": lambda found: {"minutes": 30},
    "minutes": lambda found: {"minutes": _count(found["n"])},
    "hours": _hours,
    "days": lambda found: {"days": _count(found["n"])},
    "weeks": lambda found: {"days": 7 * _count(found["n"])},
    "next_week": lambda found: {"weekday": 0},
    "after_tomorrow": lambda found: {"days": 2},
    "tomorrow": lambda found: {"days": 1},
    "today": lambda found: {"days": 0},
    "part": _part,
    "weekday": _weekday,
    "date": _date,
    "clock": _clock,
}
