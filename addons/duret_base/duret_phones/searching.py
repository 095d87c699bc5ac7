"""What is stored to be searched, and what a typed text looks for in it."""

import re

from .parsing import e164

_ONLY_NUMBER = re.compile(r"[\d\s.()/+_\-\u2010-\u2015\u00a0\u202f]+")
MIN_DIGITS = 3
NEIGHBOURS = ("FR", "CH")
COMPLETE_DIGITS = 8  # fewer are no complete number
BARE_DIGITS = 11  # of a French or Swiss number with its country code and no « + »


def search_key(number, complete):
    """Give the text under which a number is found.

    :param str number: number as typed
    :param complete: its E.164 form, or None
    :return: str: the E.164 form, else the bare digits, else ""
    """
    return complete or re.sub(r"\D", "", number or "")


def like_patterns(text, region="FR"):
    """Say which stored keys a typed text looks for.

    A complete number looks for itself, whatever words stand around it; a beginning (« 04 50 12 ») for the numbers that
    begin so; an end (« 34 56 ») for those that hold these digits.

    :param text: str typed by a person
    :param str region: ISO country of numbers written without a country code
    :return: tuple of SQL LIKE patterns to try against :func:`search_key`; empty when the
        text is not a number or has fewer than three digits
    """
    text = (text or "").strip() if isinstance(text, str) else ""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= COMPLETE_DIGITS:
        # The neighbours too: « 079 123 45 67 » may be a Swiss number as the Swiss write it.
        complete = dict.fromkeys(e164(text, country) for country in (region, *NEIGHBOURS))
        complete.pop(None, None)
        if complete:
            return tuple(complete)
    if not _ONLY_NUMBER.fullmatch(text) or len(digits) < MIN_DIGITS:
        return ()
    digits = re.sub(r"\D", "", re.sub(r"\(\s*0\s*\)", "", text))
    code = "41" if region == "CH" else "33"
    if text.lstrip("( ").startswith("+"):
        return _international(digits, code)
    if digits.startswith("00"):
        return (*_international(digits[2:], code), f"%{digits}%")
    if digits.startswith("0"):
        return (f"+{code}{digits[1:]}%", f"%{digits}%", f"{code}{digits[1:]}%")
    if digits.startswith(code) and len(digits) == BARE_DIGITS:
        return (*_international(digits, code), f"%{digits}%")
    return (f"%{digits}%",)


def _international(digits, code):
    """Patterns for digits after « + » or « 00 ».

    A number that the plan of numbers does not know is stored as typed, mostly the national way.
    """
    national = f"0{digits.removeprefix(code).lstrip('0')}"
    known = digits.startswith(code) and len(national) > MIN_DIGITS
    return (f"+{digits}%", f"{digits}%", f"{national}%") if known else (f"+{digits}%",)
