"""Texts brought to what tells them apart."""

import re
import unicodedata

_PHONE = re.compile(r"(?<![\d.,])(?:(?:\+|00)\d{2}[ .\-]?(?:\(0\))?[ .\-]?\d|0\d)(?:[ .\-]?\d\d){4}(?![\d])")


def folded(text: object) -> str:
    """Lower case, without accents, marks and double spaces.

    >>> folded(" Dernière  visite (réelle) ")
    'derniere visite reelle'
    """
    plain = unicodedata.normalize("NFKD", str(text or "").replace("°", " "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.lower()).split())


def phones_in(text: str) -> list[str]:
    """Telephone numbers standing in a sentence, as written.

    >>> phones_in("code 4521B, voir gardien 06 12 34 56 78 (le matin)")
    ['06 12 34 56 78']
    """
    return _PHONE.findall(text or "")
