"""Text messages in the alphabet of telephones (GSM 03.38): one letter outside of it halves what a message holds."""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = frozenset("^{}\\[~]|€")  # written with an escape: two places
_SAME = {
    "’": "'",
    "‘": "'",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "œ": "oe",
    "Œ": "OE",
}
SINGLE, JOINED = 160, 153  # letters of a message alone, and of each part of a longer one


def to_gsm(text):
    """Write a text with the letters of the alphabet only, keeping those that French shares with it.

    >>> to_gsm("Thônes, à 9 h… « ça »")
    'Thones, à 9 h... "ca"'
    """
    spaced = text.replace("«\u00a0", "«").replace("\u00a0»", "»").replace("« ", "«").replace(" »", "»")
    return "".join(map(_letter, unicodedata.normalize("NFC", spaced)))


def _letter(sign):
    if sign in _BASIC or sign in _DOUBLE:
        return sign
    if sign in _SAME:
        return _SAME[sign]
    if sign.isspace():
        return " "
    plain = "".join(char for char in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(char))
    return "".join(char if char in _BASIC or char in _DOUBLE else "?" for char in plain)


def parts(text):
    """Number of text messages that a text costs, once written by :func:`to_gsm`.

    >>> parts("a" * 160), parts("a" * 161)
    (1, 2)
    """
    places = sum(2 if sign in _DOUBLE else 1 for sign in text)
    return 1 if places <= SINGLE else -(-places // JOINED)
