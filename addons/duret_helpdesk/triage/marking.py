"""Showing a message with the words that decided."""

import re

from .text import fold

SHOWN_LIMIT = 4_000  # characters
_WORDS = re.compile(r"[^\W\d_]+")


def pieces(text: str, marks: set[str]) -> list[list]:
    """A text cut in pieces: [piece, True when it is one of the marked words].

    :param marks: words in compared form (`text.fold`)

    >>> pieces("Plus de Courant !", {"courant"})
    [['Plus de ', False], ['Courant', True], [' !', False]]
    """
    found: list[list] = []
    at = 0
    for match in _WORDS.finditer(text) if marks else ():
        if fold(match.group()) in marks:
            if match.start() > at:
                found.append([text[at : match.start()], False])
            found.append([match.group(), True])
            at = match.end()
    if at < len(text):
        found.append([text[at:], False])
    return found


def readable(text: str) -> str:
    """Text of a message for the screen: no runs of empty lines, at most `SHOWN_LIMIT` characters.

    >>> readable("Bonjour\\n\\n\\n  \\nMerci\\n")
    'Bonjour\\n\\nMerci'
    """
    text = re.sub(r"[ \t\xa0]+\n", "\n", text.replace("\r", ""))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return text if len(text) <= SHOWN_LIMIT else f"{text[:SHOWN_LIMIT]}…"
