"""Cleaning a message: what its author wrote this time, without history, signature and markup.

Every function accepts any text and takes time in proportion to its length.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

SUBJECT_LIMIT = 300  # characters
BODY_LIMIT = 24_000  # characters of source, markup included
TEXT_LIMIT = 2_500  # characters kept: what a message asks for is said at its beginning

_INVISIBLE = re.compile(r"<(style|script|head|title)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_QUOTE_BLOCK = re.compile(
    r"<blockquote\b|<div[^>]{0,200}class=[\"']?(?:gmail_quote|moz-cite-prefix|yahoo_quoted)", re.I
)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/pre|/blockquote)\b[^>]*>", re.I)
_TAGS = re.compile(r"<[^<>]*>")
_PREFIX = re.compile(r"^\s*(?:(?:re|tr|fw|fwd|rép|ref|aw|wg|sv)\s*(?:\[\d+\])?\s*:\s*)+", re.I)
_TICKET = re.compile(r"\[[A-Z]{1,3}-?\d{3,}\]")
_HISTORY = re.compile(
    r"^\s*(?:-{2,}\s*(?:message|original|forwarded|transf).*|_{8,}.*|le .{4,80}\ba [ée]crit\s*:?.*|on .{4,80}\bwrote:.*"
    r"|am .{4,80}\bschrieb\b.*|(?:de|from|von)\s*:.{2,}|>+.*\ba [ée]crit\s*:?.*)$",
    re.I,
)
_SIGNATURE = re.compile(
    r"^\s*(?:--\s*|_{3,}|envoy[ée] (?:de|depuis|à partir de) mon\b.*|sent from my\b.*"
    r"|obtenez outlook.*|télécharge[zr] outlook.*"
    r"|ce (?:message|courriel|mail)\b.{0,80}\bconfiden.*|pensez (?:à l.environnement|avant d.imprimer).*)$",
    re.I,
)
_CLOSING = re.compile(
    r"^\s*(?:(?:bien |tr[èe]s |avec mes |meilleures |sinc[èe]res )?(?:cordialement|cdlt|cdt|salutations"
    r"|respectueusement)|bien [àa] vous|avec mes (?:remerciements|salutations)"
    r"|bonne (?:journ[ée]e|soir[ée]e|r[ée]ception))\b[^?]{0,40}$",
    re.I,
)
_FORWARD = re.compile(r"^\s*(?:tr|fw|fwd)\s*:", re.I)
_ACCENTS = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "«": " ", "»": " "})


@dataclass(frozen=True)
class Word:
    """A word as written and as compared: lower case, without accents, numbers by their shape."""

    shown: str
    form: str


def from_html(source: str) -> str:
    """Text of an HTML body, lines kept; what mail programs mark as quoted is dropped.

    >>> from_html("<p>Plus de <b>courant</b></p><blockquote>Bonjour</blockquote>")
    'Plus de courant\\n'
    """
    text = _INVISIBLE.sub(" ", source[:BODY_LIMIT])
    if (quote := _QUOTE_BLOCK.search(text)) and _TAGS.sub("", text[: quote.start()]).strip():
        text = text[: quote.start()]
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", text)))


def own_words(text: str, forwarded: bool = False) -> str:
    """What the author wrote: the history, the signature and legal notices are cut.

    :param forwarded: the message passes on another one: then the history is what it is about
    :return: at most `TEXT_LIMIT` characters

    >>> own_words("Le 12 ne va plus.\\n\\nLe 3 nov. 2026, Duret a écrit :\\n> Nous proposons le 12.")
    'Le 12 ne va plus.'
    """
    kept: list[str] = []
    size = 0
    for line in text.split("\n"):
        if _HISTORY.match(line[:200]) and not forwarded and kept:
            break
        if _SIGNATURE.match(line[:200]) and kept:
            break
        if line.lstrip().startswith(">") and not forwarded:
            continue
        if not line.strip():
            continue
        kept.append(line.strip())
        size += len(line) + 1
        if size > TEXT_LIMIT or (_CLOSING.match(line[:90]) and not forwarded and len(kept) > 1):
            break
    return "\n".join(kept)[:TEXT_LIMIT]


def fold(text: str) -> str:
    """Lower case without accents, one character for one where possible.

    >>> fold("Éclairage de l’ŒIL")
    "eclairage de l'oeil"
    """
    text = text.lower().translate(_ACCENTS)
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


# The order matters: the longest shape first.
_TOKEN = re.compile(
    r"(?P<mail>[^\s@<>]{1,64}@[^\s@<>]{1,80})|(?P<link>https?://\S{1,400})"
    r"|(?P<phone>(?:\+\d{2}|00\d{2}|0)[\s.]?\d(?:[\s.]?\d{2}){4})"
    r"|(?P<amount>\d[\d .]{0,14}(?:,\d+)?\s?(?:€|euros?\b|eur\b|chf\b))"
    r"|(?P<hour>\b\d{1,2}\s?(?:h|heures?)(?:\s?\d{2})?\b|\b\d{1,2}:\d{2}\b)"
    r"|(?P<date>\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b)"
    r"|(?P<ref>\b[a-z]{1,4}[-/ ]?\d{2}[-/]?\d{2,}\b)"
    r"|(?P<num>\d+)|(?P<word>[^\W\d_]+)|(?P<cry>!{2,})",
    re.I,
)


def words(text: str) -> list[Word]:
    """The words of a text; telephone numbers, amounts, hours, dates and references by their shape.

    >>> [word.form for word in words("Rappelez au 06 39 98 44 01 avant 16 h, facture FA26-0918 de 1 140 €")]
    ['rappelez', 'au', '_phone', 'avant', '_hour', 'facture', '_ref', 'de', '_amount']
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind, shown = match.lastgroup, match.group()
        found.append(Word(shown, fold(shown) if kind == "word" else f"_{kind}"))
    return found


@dataclass(frozen=True)
class Message:
    """A message ready to be read: the words of its subject and of its body, and what is known around it."""

    subject: tuple[Word, ...]
    body: tuple[Word, ...]
    signs: tuple[str, ...] = ()


KINDS_OF_FILES = {
    "photo": (".jpg", ".jpeg", ".png", ".heic", ".webp"),
    "pdf": (".pdf",),
    "plan": (".dwg", ".dxf", ".ifc", ".rvt"),
    "sheet": (".xls", ".xlsx", ".csv", ".ods"),
}


def signs_of(internal: bool = False, files=()) -> tuple[str, ...]:
    """What is known around a message, as signs: a colleague wrote it, kinds of attached files.

    >>> signs_of(internal=True, files=["Plan R+2.dwg"])
    ('internal', 'plan')
    """
    names = [name.lower() for name in files]
    found = [kind for kind, ends in KINDS_OF_FILES.items() if any(name.endswith(ends) for name in names)]
    return (("internal",) if internal else ()) + tuple(found)


def prepare(subject: str, body: str, is_html: bool = False, signs: tuple[str, ...] = ()) -> Message:
    """Clean a message.

    :param body: text, or HTML when `is_html`
    :param signs: see `signs_of`
    """
    subject = (subject or "")[:SUBJECT_LIMIT]
    forwarded = bool(_FORWARD.match(subject))
    subject = _TICKET.sub(" ", _PREFIX.sub("", subject))
    text = from_html(body or "") if is_html else (body or "")[:BODY_LIMIT]
    return Message(tuple(words(subject)), tuple(words(own_words(text, forwarded))), tuple(signs))
