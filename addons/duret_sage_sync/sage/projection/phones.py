"""Telephone numbers: E.164 on our side, the French writing in SAGE.

`duret_phones` of the suite reads whole cells of several numbers; this package also runs without the suite, on a folder,
and only needs two writings of one number.
"""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat

_FRANCE = 33
_LENGTH = 21  # CT_Telephone


_FRENCH = re.compile(r"(?:\+33|0) ?([1-9](?: ?\d\d){4})")


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    """The number a text is, None when it is none, more than one, or has an extension.

    The usual writings of a French number are read once for all: reading one takes longer than all else in a record.
    """
    usual = _FRENCH.fullmatch(text)
    return _read("+33" + usual[1].replace(" ", "") if usual else text)


@lru_cache(maxsize=65536)
def _read(text: str) -> phonenumbers.PhoneNumber | None:
    if not text or any(character.isalpha() for character in text):
        return None
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) and not number.extension else None


@lru_cache(maxsize=65536)
def to_e164(text: str) -> str:
    """Give a number as our side keeps it.

    :param text: one number in any writing; without country code it is French
    :return: E.164, or the text itself when it is no complete number: nothing typed is lost

    >>> to_e164("04 50 12 34 56"), to_e164("450123456"), to_e164("poste 12")
    ('+33450123456', '+33450123456', 'poste 12')
    """
    number = _parsed(text)
    return text if number is None else phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=65536)
def french(text: str) -> str:
    """Give a number as people type it into SAGE.

    :param text: one number in any writing
    :return: « 04 50 12 34 56 » in France, « +41 22 345 67 89 » elsewhere; the text itself when it is no number

    >>> french("+33450123456"), french("0041 22 345 67 89"), french("le soir")
    ('04 50 12 34 56', '+41 22 345 67 89', 'le soir')
    """
    number = _parsed(text)
    if number is None:
        return text
    style = PhoneNumberFormat.NATIONAL if number.country_code == _FRANCE else PhoneNumberFormat.INTERNATIONAL
    written = phonenumbers.format_number(number, style)
    # A few numbering plans do not read back what they write, and long numbers do not fit with blanks.
    if len(written) > _LENGTH or to_e164(written) != to_e164(text):
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return written
