"""How what a phone sends meets what the server has, field by field.

A phone works for days without the office. Each change it sends says what the field held before (`base`) and holds now
(`value`). The rules, in this order:

1. the field holds the value already: nothing to do;
2. the same phone has told something later about this field: the change is old news, kept in the journal only (requests
   overtake one another);
3. the field still holds what the phone started from, or what it holds came from this phone, or nobody has ever told
   anything about it (what the phone started from is on its way): the change applies;
4. somebody else has changed the field meanwhile: his value stays and the phone's is kept beside it, until somebody
   chooses. No value is ever lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SAME, APPLIED, OLD, CONFLICT = "same", "applied", "old", "conflict"


@dataclass(frozen=True, slots=True)
class Change:
    """One field as a phone changed it; None is an absent value."""

    path: str
    base: object
    value: object


@dataclass(frozen=True, slots=True)
class Mark:
    """Who told the present value of a field, and when by his own clock (text that sorts by time)."""

    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of changes.

    :ivar content: path -> value afterwards
    :ivar marks: path -> :class:`Mark` afterwards
    :ivar verdicts: (change, verdict, value on the server before), in the order of the changes
    """

    content: dict
    marks: dict
    verdicts: list = field(default_factory=list)

    def of(self, verdict):
        """Return the changes that met this verdict."""
        return [change for change, found, _before in self.verdicts if found == verdict]


def merge(
    content: Mapping[str, object], marks: Mapping[str, Mark], changes: Iterable[Change], author: str, at: str
) -> Outcome:
    """Put changes of one author onto a content.

    :param content: path -> value of the server, without absent values
    :param marks: path -> :class:`Mark`; a path that nobody marked was never told by anybody
    :param changes: in the order in which they were made
    :param author: who changes, such as "phone <uuid>"
    :param at: when, by his clock; texts of one author sort by time
    :return: :class:`Outcome`; the arguments are left as they are

    >>> merge({"work_done": "by the office"}, {}, [Change("work_done", None, "by me")], "phone", "1").verdicts[0][1]
    'conflict'
    """
    outcome = Outcome(dict(content), dict(marks))
    for change in changes:
        before = outcome.content.get(change.path)
        verdict = _verdict(change, before, outcome.marks.get(change.path), author, at)
        outcome.verdicts.append((change, verdict, before))
        if verdict in (OLD, CONFLICT):
            continue
        if verdict == APPLIED:
            outcome.content[change.path] = change.value
            if change.value is None:
                del outcome.content[change.path]
        if verdict == APPLIED or _is_own(outcome.marks.get(change.path), author):
            outcome.marks[change.path] = Mark(author, at)
    return outcome


def _verdict(change, before, mark, author, at):
    own = _is_own(mark, author)
    if own and at < mark.at:
        return SAME if alike(before, change.value) else OLD
    if alike(before, change.value):
        return SAME
    untouched = mark is None and before is None
    if own or untouched or alike(before, change.base):
        return APPLIED
    return CONFLICT


def _is_own(mark, author):
    return mark is not None and mark.author == author


def alike(one, other):
    """Tell whether two values are the same, without taking 1 for true.

    >>> alike(True, 1), alike({"a": 1}, {"a": 1}), alike(None, "")
    (False, True, False)
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other
