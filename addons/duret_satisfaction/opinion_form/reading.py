"""Reading the answers to a questionnaire whose questions are data."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from .marks import read_mark
from .texts import MAX_LINE, MAX_TEXT, cleaned

KINDS = ("scale", "text", "line", "number", "date", "datetime", "one", "many")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,6})?", re.ASCII)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ID = re.compile(r"[0-9]{1,10}")
_YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Asked:
    """One question: how it is answered and what is allowed.

    `kind` is one of KINDS; `low` and `high` are the bounds of a scale, a number, a date or the length of a line, None
    when there are none; `choices` the ids offered; `shown_by` the choices of other questions which bring this one up,
    empty when it is always there; `is_mail` a line that must be an address; `has_remark` choices with a free text,
    which counts as an answer when `remark_counts`.
    """

    key: int
    kind: str
    required: bool = False
    low: object = None
    high: object = None
    choices: frozenset[int] = frozenset()
    shown_by: frozenset[int] = frozenset()
    is_mail: bool = False
    has_remark: bool = False
    remark_counts: bool = False


@dataclass(frozen=True)
class Given:
    """What was answered to one question; empty when nothing was. Choices are a tuple of ids."""

    value: object = None
    remark: str = ""

    def __bool__(self) -> bool:
        """True when something was answered; a mark of 0 is an answer."""
        return self.value not in (None, "", ()) or bool(self.remark)


@dataclass
class Reading:
    """Answers by question, faults by question (codes), and whether a text was too long and lost its end."""

    answers: dict[int, Given] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        """True when nothing at all was answered."""
        return not any(self.answers.values())


def read(asked: Iterable[Asked], raw: Mapping[int, object], complete: bool = True) -> Reading:
    """Read what was sent for these questions; whatever else was sent is ignored.

    A question that stays hidden because none of the choices that bring it up was made is emptied, and never asked for.

    :param asked: questions in the order in which they are shown
    :param raw: values by question: text or number; id of a choice; list of ids; {"choices": ids, "remark": text}
    :param complete: True when the whole questionnaire was sent: what is missing is emptied and may be required; False
        when only what is in `raw` counts
    :return: Reading; codes: required, not_a_mark, not_a_number, not_a_date, out_of_bounds, not_a_mail, not_offered
    """
    found, chosen = Reading(), set()
    for question in asked:
        if not complete and question.key not in raw:
            continue
        value = raw.get(question.key)
        if question.shown_by and complete and not question.shown_by & chosen:
            value = None
            given, fault, cut = Given(), None, False
        else:
            given, fault, cut = _read_one(question, value)
            fault = fault or ("required" if question.required and not _counts(question, given) else None)
        if question.kind in ("one", "many"):
            chosen |= set(given.value or ())
        found.cut |= cut
        if fault:
            found.faults[question.key] = fault
        else:
            found.answers[question.key] = given
    return found


def _counts(question: Asked, given: Given) -> bool:
    """True when a required question has what it asks for: a remark alone may not be enough."""
    if question.kind in ("one", "many") and not given.value:
        return bool(given.remark) and question.remark_counts
    return bool(given)


def _read_one(question: Asked, value: object) -> tuple[Given, str | None, bool]:
    """(answer, code of the fault, whether its end was cut)."""
    if question.kind == "text":
        text, cut = cleaned(value, MAX_TEXT)
        return Given(text), None, cut
    if question.kind in ("one", "many"):
        return _read_choices(question, value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return Given(), None, False
    if question.kind == "line":
        return _read_line(question, value)
    reader = {"scale": _read_scale, "number": _read_number, "date": _read_date, "datetime": _read_date}[question.kind]
    given, fault = reader(question, value)
    return given, fault, False


def _read_scale(question: Asked, value: object) -> tuple[Given, str | None]:
    mark = read_mark(value, question.low, question.high)
    return (Given(), "not_a_mark") if mark is None else (Given(mark), None)


def _read_line(question: Asked, value: object) -> tuple[Given, str | None, bool]:
    text, cut = cleaned(value, MAX_LINE, one_line=True)
    if not text:
        return Given(), None, False
    if question.is_mail and not _MAIL.fullmatch(text):
        return Given(text), "not_a_mail", False
    return Given(text), _out_of_bounds(question, len(text)), cut


def _read_number(question: Asked, value: object) -> tuple[Given, str | None]:
    number = readable_number(value)
    if number is None:
        return Given(), "not_a_number"
    return Given(number), _out_of_bounds(question, number)


def readable_number(value: object) -> float | None:
    """The number that a person typed, with a comma or a point and blanks between thousands; None for anything else.

    >>> readable_number("1 250,5"), readable_number("nan"), readable_number("")
    (1250.5, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    text = re.sub(r"\s", "", str(value)).replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else None


def _read_date(question: Asked, value: object) -> tuple[Given, str | None]:
    moment = readable_date(value, with_time=question.kind == "datetime")
    if moment is None:
        return Given(), "not_a_date"
    return Given(moment), _out_of_bounds(question, moment)


def readable_date(value: object, with_time: bool = False) -> date | datetime | None:
    """The day, or the day and hour, sent by a field of a form; None for anything else.

    >>> readable_date("2026-02-30"), readable_date("2026-03-01T08:30", with_time=True)
    (None, datetime.datetime(2026, 3, 1, 8, 30))
    """
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    if moment.tzinfo or moment.year not in _YEARS:
        return None
    return moment if with_time else moment.date()


def _out_of_bounds(question: Asked, value: object) -> str | None:
    too_low = question.low is not None and value < question.low
    too_high = question.high is not None and value > question.high
    return "out_of_bounds" if too_low or too_high else None


def _read_choices(question: Asked, value: object) -> tuple[Given, str | None, bool]:
    remark, cut = "", False
    if isinstance(value, Mapping):
        remark, cut = cleaned(value.get("remark"), MAX_LINE, one_line=True) if question.has_remark else ("", False)
        value = value.get("choices")
    raw = value if isinstance(value, list | tuple | set | frozenset) else [value]
    sent = [str(one).strip() for one in raw if one not in (None, "", False)]
    ids = [int(one) for one in dict.fromkeys(sent) if one.isascii() and _ID.fullmatch(one)]
    if len(ids) != len(set(sent)) or not question.choices.issuperset(ids):
        return Given((), remark), "not_offered", cut
    if question.kind == "one" and len(ids) > 1:
        return Given((), remark), "not_offered", cut
    return Given(tuple(ids), remark), None, cut
