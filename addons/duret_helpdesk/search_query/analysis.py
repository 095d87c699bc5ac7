"""From a text typed in one box to what has to be looked for."""

import re
import unicodedata
from dataclasses import dataclass

from .folding import fold

MAX_TEXT = 200  # characters looked at: nobody types more, and a pasted page is no question
MAX_WORDS = 8
MAX_WORD = 40
_NUMBER = re.compile(r"\[?\s*(?:t\s*-?\s*|#\s*|n\s*[°º]\s*(?:t\s*-\s*)?)(\d{1,9})\s*\]?", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[1-9]\d{0,8}|\d{5}")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_EMAIL_PART = re.compile(r"[^\s@<>]{2,}@[^\s@<>]*")
_REFERENCE = re.compile(r"(?=.*\d)[^\W_][\w./-]{2,29}|[^\W_]{3,30}")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class SearchQuery:
    """A typed text, understood.

    :ivar text: cleaned text: one line, no control character, at most :data:`MAX_TEXT` characters
    :ivar words: folded words (letters and digits only), each once, those of one letter left out
    :ivar ticket_numbers: numbers of tickets it may name, as they are stored
    :ivar email: complete address, lower case, or ""
    :ivar email_start: beginning of an address (« jeanne@ »), lower case, or ""
    :ivar references: writings under which a client's number or reference may be stored
    """

    text: str = ""
    words: tuple[str, ...] = ()
    ticket_numbers: tuple[str, ...] = ()
    email: str = ""
    email_start: str = ""
    references: tuple[str, ...] = ()

    def __bool__(self):
        """False when there is nothing to look for."""
        return bool(self.words or self.ticket_numbers or self.email_start)

    @property
    def full_text(self) -> str:
        """The words as an expression of PostgreSQL's full text search; the last one may be half typed.

        Words hold letters and digits only, so that no operator can come from what was typed.

        >>> analyse("Prise qui chau").full_text
        'prise & qui & chau:*'
        """
        return " & ".join(self.words) + ":*" if self.words else ""


def analyse(text: object) -> SearchQuery:
    """Understand what was typed.

    :param text: anything; what is not a text finds nothing
    :return: :class:`SearchQuery`

    >>> analyse(" t-42 ").ticket_numbers
    ('T-00042',)
    >>> analyse("jeanne@client.example").email
    'jeanne@client.example'
    """
    line = _clean(text)
    email = _EMAIL.search(line)
    start = _EMAIL_PART.search(line)
    return SearchQuery(
        text=line,
        words=_words(line),
        ticket_numbers=_ticket_numbers(line),
        email=email.group().strip(".,;:'\"()").lower() if email else "",
        email_start=start.group().lower() if start else "",
        references=_references(line),
    )


def _clean(text: object) -> str:
    if not isinstance(text, str):
        return ""
    # Twice the size before composing: accents written apart (« e » + « ´ ») become one character.
    text = unicodedata.normalize("NFC", text[: MAX_TEXT * 2])
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Cn", "Zl", "Zp") else char for char in text)
    return " ".join(kept.split())[:MAX_TEXT].strip()


def _words(line: str) -> tuple[str, ...]:
    words = (word[:MAX_WORD] for word in _WORD.findall(fold(line)))
    return tuple(dict.fromkeys(word for word in words if len(word) > 1))[:MAX_WORDS]


def _ticket_numbers(line: str) -> tuple[str, ...]:
    """« T-00042 », « t42 », « #42 », « n° 42 », « 42 », « 00042 »; not the beginning of a telephone number."""
    match = _NUMBER.fullmatch(line) or (_BARE_NUMBER.fullmatch(line) and re.fullmatch("(.*)", line))
    if not match or not match[1].isascii():
        return ()
    return (f"T-{int(match[1]):05d}",)


def _references(line: str) -> tuple[str, ...]:
    """A client's number is one run of letters, digits and « . / - », perhaps typed with spaces (SIRET)."""
    compact = line.replace(" ", "")
    if not _REFERENCE.fullmatch(compact) or (compact != line and not compact.isalnum()):
        return ()
    writings = (line, line.upper(), line.lower(), compact, compact.upper())
    return tuple(dict.fromkeys(writings))
