"""Cleaning of what strangers write, without losing what they meant."""

import re
import unicodedata
from urllib.parse import urlsplit

MAX_TEXT = 20_000  # characters of a comment: six pages of print
MAX_LINE = 500  # characters of a one-line answer
MAX_ADDRESS = 2_000  # characters of a web address
# Left-to-right and right-to-left orders that would turn the text around them: Arabic and Hebrew need none of them.
_ORDERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
_KEPT = {"\n", "\t"}


def _is_kept(char: str) -> bool:
    # Cc: control characters, Cs: halves of characters, which no database stores. Cf stays: emoji are joined by it.
    return char in _KEPT or unicodedata.category(char) not in ("Cc", "Cs")


def cleaned(text: object, most: int = MAX_TEXT, one_line: bool = False) -> tuple[str, bool]:
    """What somebody wrote, as it can be stored and shown, and whether its end was cut.

    Control characters, halves of surrogate pairs and orders of direction are removed; emoji, accents and every
    script stay as they are.

    :param text: as received; anything but a text counts as nothing
    :param most: characters kept
    :param one_line: True when line ends become spaces
    >>> cleaned("  Très\\x00 bien\\r\\nmerci ")
    ('Très bien\\nmerci', False)
    >>> cleaned("abcdef", most=3)
    ('abc', True)
    """
    if not isinstance(text, str):
        return "", False
    text = _ORDERS.sub("", _LINE_ENDS.sub("\n", text))
    text = "".join(char for char in text if _is_kept(char))
    text = " ".join(text.split()) if one_line else text.strip()
    return text[:most].rstrip(), len(text) > most


def is_web_address(text: object) -> bool:
    """True for an address that a browser opens as a page: http or https, a host, no secret, no blank.

    >>> is_web_address("https://avis.example/duret"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    if not isinstance(text, str) or not 0 < len(text) <= MAX_ADDRESS or text != "".join(text.split()):
        return False
    if not all(_is_kept(char) for char in text) or _ORDERS.search(text) or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc
