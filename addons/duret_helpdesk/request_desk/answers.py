"""Reading the answers of a form whose questions are data."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

MAX_LINE = 200  # characters of a one-line answer
MAX_TEXT = 10_000  # characters of a long answer: a page of print has 3,000
MAX_TITLE = 120  # characters of the subject made of the answers
YES, NO = "yes", "no"
# Invisible characters that a paste brings along; tabs and line ends stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Question:
    """One question of a form.

    `kind` is one of line, text, date, choice, yesno, phone, files; `choices` are the texts offered; `in_title` says
    that the answer belongs in the subject of the request.
    """

    key: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()
    in_title: bool = False


@dataclass(frozen=True)
class Answer:
    """What was answered, cleaned; empty when nothing was."""

    question: Question
    value: str


def read_answers(questions: Iterable[Question], raw: Mapping[str, object]) -> tuple[list[Answer], dict[str, str]]:
    """Read what a browser sent for these questions; whatever else it sent is ignored.

    :param questions: questions of the form, in order (those of kind files are read elsewhere)
    :param raw: names and values as received
    :return: (answers that were given, {key: code of the fault}); codes: required, too_long, not_offered, not_a_date
    """
    answers, faults = [], {}
    for question in questions:
        if question.kind == "files":
            continue
        value = _clean(raw.get(question.key), one_line=question.kind != "text")
        fault = _fault(question, value)
        if fault:
            faults[question.key] = fault
        elif value:
            answers.append(Answer(question, value))
    return answers, faults


def title_of(subject: str, answers: Iterable[Answer]) -> str:
    """Subject of the request: what it is about, then the answers that tell it from others of its kind.

    :param subject: name of the type of request
    >>> title_of("Panne", [Answer(Question("a", "line", in_title=True), "cuisine")])
    'Panne – cuisine'
    """
    parts = [answer.value for answer in answers if answer.question.in_title and answer.question.kind != "yesno"]
    title = " – ".join([subject, *parts])
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1].rstrip() + "…"


def _clean(value: object, one_line: bool) -> str:
    text = _CONTROL.sub("", value) if isinstance(value, str) else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return " ".join(text.split()) if one_line else text.strip()


def _fault(question: Question, value: str) -> str | None:
    if not value:
        return "required" if question.required else None
    if len(value) > (MAX_TEXT if question.kind == "text" else MAX_LINE):
        return "too_long"
    if question.kind == "yesno" and value not in (YES, NO):
        return "not_offered"
    if question.kind == "choice" and value not in question.choices:
        return "not_offered"
    if question.kind == "date" and not _is_date(value):
        return "not_a_date"
    return None


def _is_date(value: str) -> bool:
    try:
        return 1990 <= date.fromisoformat(value).year <= 2100
    except ValueError:
        return False
