"""Where two texts differ: pieces that stand on one side only are marked."""

import re
from difflib import SequenceMatcher

from ..errors import BadData
from ..projection import DEFAULT

# A text and whether it differs from the other side.
Piece = tuple[str, bool]
_LONGEST = 2_000  # letters that are compared; beyond, a difference is told whole


def differences(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Cut two texts where they differ, word by word, and inside a word that was replaced letter by letter.

    :return: pieces of the first and of the second text; joined, each list is its text

    >>> differences("12 rue du Lac", "12 rue du Lac Bleu")
    ([('12 rue du Lac', False)], [('12 rue du Lac', False), (' Bleu', True)])
    >>> differences("Favre", "Fabre")
    ([('Fa', False), ('v', True), ('re', False)], [('Fa', False), ('b', True), ('re', False)])
    """
    if one == other or len(one) + len(other) > _LONGEST:
        return _whole(one, one != other), _whole(other, one != other)
    first, second = [], []
    words, others = _words(one), _words(other)
    for kind, a, b, c, d in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        left, right = "".join(words[a:b]), "".join(others[c:d])
        if kind == "replace" and _are_near(left, right):
            _letters(left, right, first, second)
        else:
            first += _whole(left, kind != "equal")
            second += _whole(right, kind != "equal")
    return _joined(first), _joined(second)


def _whole(text: str, differs: bool) -> list[Piece]:
    return [(text, differs)] if text else []


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _are_near(one: str, other: str) -> bool:
    """Letters are compared where a word was typed wrong; two other words are shown whole, not as confetti."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.6


def _letters(one: str, other: str, first: list[Piece], second: list[Piece]) -> None:
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        first += _whole(one[a:b], kind != "equal")
        second += _whole(other[c:d], kind != "equal")


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Put neighbours of one kind together."""
    joined: list[Piece] = []
    for text, differs in pieces:
        if joined and joined[-1][1] == differs:
            joined[-1] = (joined[-1][0] + text, differs)
        else:
            joined.append((text, differs))
    return joined


def as_compared(entity: str, name: str, text: str) -> str:
    """Bring a value to what is compared: what SAGE can hold of it, in any case.

    :return: str; a value that SAGE cannot read at all is compared as it stands

    >>> as_compared("client", "phone", "+33450123456") == as_compared("client", "phone", "04.50.12.34.56")
    True
    """
    try:
        return DEFAULT.project(entity, {name: text})[name].casefold()
    except BadData:
        return text.strip().casefold()
