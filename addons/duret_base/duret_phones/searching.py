"""What is stored to be searched, and what a typed text looks for in it."""

import re

from .parsing import e164

_ONLY_NUMBER = re.compile(r"[\d\s.()/+_\-\u2010-\u2015\u00a0\u202f]+")
MIN_DIGITS = 3


def search_key(number, complete):
    """Give the text under which a number is found.

    :param str number: number as typed
    :param complete: its E.164 form, or None
    :return: str: the E.164 form, else the bare digits, else ""
    """
    return complete or re.sub(r"\D", "", number or "")


def like_patterns(text, region="FR"):
    """Say which stored keys a typed text looks for.

    A complete number looks for itself; a beginning (« 04 50 12 ») for the numbers that
    begin so; an end (« 34 56 ») for those that hold these digits.

    :param text: str typed by a person
    :param str region: ISO country of numbers written without a country code
    :return: tuple of SQL LIKE patterns to try against :func:`search_key`; empty when the
        text is not a number or has fewer than three digits
    """
    text = (text or "").strip() if isinstance(text, str) else ""
    digits = re.sub(r"\D", "", text)
    if not _ONLY_NUMBER.fullmatch(text) or len(digits) < MIN_DIGITS:
        return ()
    complete = e164(text, region)
    if complete:
        return (complete,)
    digits = re.sub(r"\D", "", re.sub(r"\(\s*0\s*\)", "", text))
    if text.startswith("+"):
        return (f"+{digits}%",)
    if digits.startswith("00"):
        return (f"+{digits[2:]}%", f"%{digits}%")
    if digits.startswith("0"):
        code = "41" if region == "CH" else "33"
        return (f"+{code}{digits[1:]}%", f"%{digits}%")
    return (f"%{digits}%",)
