"""From a cell as people fill it to telephone numbers.

A cell holds one number in any writing, several of them, a number with some words around it
(« 06 12 34 56 78 (Paul, le soir) »), a short number (112, 3631), or nothing that can be
called (« anonyme »). Digits next to each other are cut into numbers only when every digit
finds its place: a number with one digit too many is kept as typed, never shortened.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType, shortnumberinfo

MOBILE, LANDLINE, OFFICE, OTHER = "mobile", "fixe", "bureau", "autre"

_KINDS = {PhoneNumberType.MOBILE: MOBILE, PhoneNumberType.FIXED_LINE: LANDLINE}
# Characters that people put inside one number (no-break spaces and typographic dashes too)
_RUN = re.compile(r"\(?(?:\+\s*)?\d[\d\s.()/+_\-\u2010-\u2015\u00a0\u202f]*")
_GROUP = re.compile(r"(?:\+\s*)?\d+")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_INTERNATIONAL = re.compile(r"(?:\+|\b00)\s*(?:\d\s*){1,3}$")
_OFFICE_WORDS = re.compile(r"\b(?:bureau|bur|pro|professionnel|travail|standard)\b", re.I)
_EDGES = " \t\n\r,;:|&/-–—.\u00a0"
_MAX_DIGITS = 15  # of an E.164 number (ITU-T E.164)
_MAX_GROUPS = 64  # longer runs of digits are no telephone numbers
_BARE_PREFIXES = (("33", 11), ("41", 11))  # country code typed without « + »


@dataclass(frozen=True)
class Number:
    """One number found in a cell.

    :ivar raw: the number as typed
    :ivar e164: ``+33450123456``, or None (short number, or not a number at all)
    :ivar kind: ``mobile``, ``fixe``, ``bureau`` or ``autre``
    :ivar note: words that stood next to it
    """

    raw: str
    e164: str | None
    kind: str = OTHER
    note: str = ""

    @property
    def callable(self):
        """True when the number can be dialled: complete, or a known short number."""
        return bool(self.e164) or is_short(self.raw)


def e164(text, region="FR"):
    """Give the first complete number of a text.

    :param text: str or None, any writing
    :param str region: ISO country of numbers written without a country code
    :return: str in E.164 form, or None when there is none (masked, short, wrong)
    """
    return next((number.e164 for number in parse_cell(text, region) if number.e164), None)


def is_short(text):
    """Tell whether a text is a French short number (112, 15, 3631, 118 218).

    :param str text: number as typed
    :return: bool
    """
    digits = re.sub(r"[\s.\-]", "", text or "")
    # a leading zero is that of an unfinished number: no short number begins with it
    if not digits.isdecimal() or len(digits) > 6 or digits.startswith("0"):
        return False
    number = phonenumbers.PhoneNumber(country_code=33, national_number=int(digits))
    return shortnumberinfo.is_valid_short_number_for_region(number, "FR")


def parse_cell(text, region="FR"):
    """Find the telephone numbers of a cell, in the order they are written.

    :param text: str or None, the whole cell
    :param str region: ISO country of numbers written without a country code
    :return: list of :class:`Number`, each E.164 number once; a text without any complete
        number comes back as one Number with ``e164`` None, so that nothing typed is lost;
        an empty text gives an empty list
    """
    text = (text or "").replace("\x00", "").strip()
    if not text:
        return []
    found, words, position = [], [], 0
    for run in _RUN.finditer(text):
        for raw, number, start, end in _numbers_of_run(run, region or "FR"):
            words.append(text[position:start])
            found.append((raw, number))
            position = end
    words.append(text[position:])
    if not found:
        return [Number(text, None, OTHER)]
    return _with_notes(found, words)


def _with_notes(found, words):
    """Attach to each number the words after it; those before the first go to the first."""
    notes = [_clean_words(part) for part in words]
    notes[1] = " ".join(filter(None, (notes[0], notes[1])))
    numbers = {}
    for (raw, number), note in zip(found, notes[1:], strict=True):
        kind = OFFICE if _OFFICE_WORDS.search(note) else _kind(number)
        numbers.setdefault(number, Number(raw, number, kind, note))
    return list(numbers.values())


def _clean_words(text):
    text = text.strip(_EDGES).strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return "" if text in ("(", ")", "ou", "et", "+") else text


@lru_cache(maxsize=4096)
def _kind(number):
    return _KINDS.get(phonenumbers.number_type(phonenumbers.parse(number, None)), OTHER)


def _numbers_of_run(run, region):
    """Cut one run of digits into complete numbers.

    :return: list of (raw, e164, start, end) with positions in the whole text; empty when
        the digits cannot all be placed
    """
    text = _drop_trunk_zero(run.group())
    groups = list(_GROUP.finditer(text))
    if len(groups) > _MAX_GROUPS:
        return []
    cuts = _cut([group.group() for group in groups], region)
    if cuts is None:
        cuts = _cut_before_slash(text, groups, region)
    result, first = [], 0
    for size, number in cuts:
        start, end = groups[first].start(), groups[first + size - 1].end()
        result.append((text[start:end].strip(), number, run.start() + start, run.start() + end))
        first += size
    return result


def _drop_trunk_zero(text):
    """Blank the « (0) » of « +33 (0)6… », keeping every other character in its place."""

    def blank(match):
        inside = match.group()
        if _INTERNATIONAL.search(text[: match.start()]):
            return " " * len(inside)
        return inside.replace("(", " ").replace(")", " ")

    return _TRUNK_ZERO.sub(blank, text)


def _cut(groups, region):
    """Share groups of digits out into complete numbers, the longest first.

    :param groups: list of str, digits possibly after a « + »
    :return: list of (number of groups, e164), or None when some digits are left over
    """
    dead_ends = set()

    def walk(first):
        if first == len(groups):
            return []
        if first in dead_ends:
            return None
        for last in range(_reach(groups, first), first, -1):
            alone = first == 0 and last == len(groups)
            number = _complete("".join(groups[first:last]), region, alone)
            rest = walk(last) if number else None
            if rest is not None:
                return [(last - first, number), *rest]
        dead_ends.add(first)
        return None

    return walk(0)


def _reach(groups, first):
    """Index after the last group that may belong to a number starting at ``first``."""
    digits, last = 0, first
    while last < len(groups) and digits <= _MAX_DIGITS + 2:
        if last > first and groups[last].startswith("+"):
            break
        digits += len(groups[last])
        last += 1
    return last


def _cut_before_slash(text, groups, region):
    """Read « 06 12 34 56 78 / 79 »: the complete number, the rest being left as words."""
    for last in range(len(groups) - 1, 0, -1):
        between = text[groups[last - 1].end() : groups[last].start()]
        if "/" not in between and "(" not in between:
            continue
        cuts = _cut([group.group() for group in groups[:last]], region)
        if cuts:
            return cuts
    return []


@lru_cache(maxsize=8192)
def _complete(candidate, region, alone):
    """Read one candidate.

    :param str candidate: digits, possibly after « + »
    :param bool alone: whether these are all the digits of the run; a number without its
        leading zero (lost by a spreadsheet) or without « + » is only accepted then
    :return: str in E.164 form, or None when it is not a complete, existing number
    """
    digits = re.sub(r"\D", "", candidate)
    if not 8 <= len(digits) <= _MAX_DIGITS + 2:
        return None
    if candidate.startswith("+"):
        candidate = f"+{digits}"
    elif digits.startswith("00"):
        candidate = f"+{digits[2:]}"
    elif any(digits.startswith(code) and len(digits) == size for code, size in _BARE_PREFIXES):
        candidate = f"+{digits}"
    elif digits.startswith("0") or (alone and len(digits) == 9):
        candidate = digits
    else:
        return None
    return _valid(candidate, region)


def _valid(candidate, region):
    try:
        number = phonenumbers.parse(candidate, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
