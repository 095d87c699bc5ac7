"""Texts as an older program keeps them: one code page, no double blanks, a fixed number of characters."""

import re
import unicodedata

# Written with one of these, a text reads the same: spaces of all kinds, marks of order and width nobody sees.
_BLANKS = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# ASCII without controls, leading, trailing or double blanks: most cells
_PLAIN = re.compile(r"(?:[!-~]+(?: [!-~]+)*)?")
# No decomposition of Unicode says these
_WRITTEN = {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2015": "\u2014", "\u2212": "-", "\u02bc": "\u2019"}
_UNKNOWN = "?"


def tidy(text: str, code_page: str = "cp1252") -> str:
    """Bring a text to what a code page holds, blanks collapsed.

    Letters the page has not lose their accents, other characters become « ? », as Windows writes them.

    :param text: any text
    :param code_page: name of a Python codec of one byte a character
    :return: str in NFC; `tidy` of it is itself

    >>> tidy(" Ştefan\\u00a0 Électricité\\n"), tidy("Lac ☀")
    ('Stefan Électricité', 'Lac ?')
    """
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    try:
        text.encode(code_page)
    except UnicodeEncodeError:
        text = "".join(_fit(character, code_page) for character in text)
    return _BLANKS.sub(" ", text).strip(" ")


def _fit(character: str, code_page: str) -> str:
    """One character of the code page, or several that stand for it."""
    if _holds(code_page, character):
        return character
    plain = unicodedata.normalize("NFKD", _WRITTEN.get(character, character))
    kept = "".join(part for part in plain if not unicodedata.combining(part))
    if not kept:
        return ""
    kept = unicodedata.normalize("NFC", kept)
    return kept if _holds(code_page, kept) and not _UNSEEN.search(kept) else _UNKNOWN


def _holds(code_page: str, text: str) -> bool:
    try:
        text.encode(code_page)
    except UnicodeEncodeError:
        return False
    return True


def cut(text: str, length: int | None) -> str:
    """Keep the first characters, without a blank at the end."""
    return text if length is None or len(text) <= length else text[:length].rstrip(" ")


def wrap(text: str, length: int) -> tuple[str, str]:
    """Cut a text between two words into a line of at most `length` characters and the rest.

    >>> wrap("12 bis avenue du Général de Gaulle, bâtiment C", 35)
    ('12 bis avenue du Général de Gaulle,', 'bâtiment C')
    """
    if len(text) <= length:
        return text, ""
    at = text.rfind(" ", 0, length + 1)
    if at <= 0:
        return text[:length], text[length:].lstrip(" ")
    return text[:at], text[at + 1 :]


def bare(text: str) -> str:
    """Letters and figures only, in capitals: numbers of VAT, APE codes.

    >>> bare("fr 32-123.456 789")
    'FR32123456789'
    """
    return re.sub(r"[\W_]", "", text).upper()
