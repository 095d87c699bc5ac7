"""What a report may hold, and the one text that stands for it.

The content of a report is a flat map path -> value. A value is a text, a whole number, a yes or no, or a flat object of
these. There are no fractions among them: a number with decimals is a text such as "0.35", because two machines do not
write fractions alike and one differing character changes the digest of what a client signed.
"""

import hashlib
import json
import re
import unicodedata

from .judgement import NUMBER
from .phone_clock import MOMENT, parse_moment

MOST_TEXT = 20_000
MOST_SHORT = 500
MOST_MINUTES = 7 * 24 * 60
MOST_PATHS = 1_000
MOST_PHOTO_BYTES = 8 * 1024 * 1024
WHOLE = 2**53 - 1  # beyond this, JavaScript no longer counts one by one

TEXTS = ("work_done", "reserves", "safety_notes", "client_remarks", "follow_up_note")
MOMENTS = ("arrived_at", "left_at")
REASONS = ("arrived_reason", "left_reason")
ANSWERS = ("yes", "no", "na")
PHOTO_KINDS = ("before", "after", "other")

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
CODE = re.compile(r"[a-z0-9_]{1,64}")
DATABASE_ID = re.compile(r"[1-9][0-9]{0,8}")
SHA256 = re.compile(r"[0-9a-f]{64}")
# Control characters that no text needs, and halves of characters: neither has a place in UTF-8 that people read.
USELESS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class BadContent(ValueError):
    """Something that no report may hold.

    :ivar code: `bad_value`, `too_long` or `bad_shape`
    :ivar path: where
    """

    def __init__(self, code, path):
        super().__init__(f"{code}: {path}")
        self.code = code
        self.path = path


def clean(value):
    """Return a value with its texts written in one way: NFC, lines ended by a line feed, no control characters.

    :param value: text, number, bool, None, list or dict of these
    :return: the same shape; cleaning twice changes nothing more

    >>> clean({"a": "cafe\\u0301\\r\\nx\\x00"})
    {'a': 'café\\nx'}
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", USELESS.sub("", value.replace("\r\n", "\n")))
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def canonical(document):
    """Return the one text of a document: what is signed is this text in UTF-8.

    Keys sorted, no space, no ASCII escapes, texts cleaned; absent values of `content` are left out.

    :param dict document: JSON values without fractions
    :return: str
    :raises BadContent: when it holds a fraction or another thing that JSON writes in more than one way

    >>> canonical({"b": [1, True], "a": "é", "content": {"work_done": None, "follow_up": False}})
    '{"a":"é","b":[1,true],"content":{"follow_up":false}}'
    """
    _refuse_fractions(document, "")
    content = document.get("content")
    if isinstance(content, dict):
        # Before anything is cleaned, as on the telephone: an absent value never takes the place of one that is there.
        document = document | {"content": {path: value for path, value in content.items() if value is not None}}
    return json.dumps(clean(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text):
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_fractions(value, path):
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise BadContent("bad_shape", path)
            _refuse_fractions(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_fractions(item, path)
    elif isinstance(value, int):
        if abs(value) > WHOLE:
            raise BadContent("bad_value", path)
    elif value is not None and not isinstance(value, str):
        raise BadContent("bad_value", path)


# -- shape of the content -------------------------------------------------------------------------------------------
def check_content(content):
    """Check a whole content and return it clean, without its absent values.

    :param dict content: path -> value
    :return: dict
    :raises BadContent: at the first thing that no report may hold
    """
    if not isinstance(content, dict):
        raise BadContent("bad_shape", "content")
    if len(content) > MOST_PATHS:
        raise BadContent("too_long", "content")
    checked = {path: check_change(path, value) for path, value in content.items()}
    return {path: value for path, value in checked.items() if value is not None}


def check_change(path, value):
    """Check one value of a content and return it clean.

    :param str path: such as "work_done" or "checks/earth"
    :param value: as received; None means absent
    :raises BadContent: when the path is none of a report's or the value is none of this path's
    """
    if not isinstance(path, str) or len(path) > 120:
        raise BadContent("bad_shape", str(path)[:120])
    family, _slash, key = path.partition("/")
    check = SINGLE.get(path) or (_family(family, key, path) if key else None)
    if check is None:
        raise BadContent("bad_shape", path)
    if value is None:
        return None
    if not check(value, path):
        raise BadContent("bad_value", path)
    return clean(value)


def _family(family, key, path):
    if family not in FAMILIES:
        return None
    pattern, check = FAMILIES[family]
    if not pattern.fullmatch(key):
        raise BadContent("bad_shape", path)
    return check


def _text(value, path, most=MOST_TEXT):
    if isinstance(value, str) and len(value) > most:
        raise BadContent("too_long", path)
    return isinstance(value, str)


def _short(value, path):
    return _text(value, path, MOST_SHORT)


def _bool(value, path):
    return isinstance(value, bool)


def _true(value, path):
    return value is True


def _moment(value, path):
    return isinstance(value, str) and bool(MOMENT.fullmatch(value)) and parse_moment(value) is not None


def _minutes(value, path):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_MINUTES


def _number(value, path):
    return isinstance(value, str) and bool(NUMBER.fullmatch(value))


def _number_or_nothing(value, path):
    return value == "" or _number(value, path)


def _id(value, path):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31


def _size(value, path):
    if isinstance(value, int) and value > MOST_PHOTO_BYTES:
        raise BadContent("too_long", path)
    return _id(value, path)


def _like(pattern):
    return lambda value, path: isinstance(value, str) and bool(pattern.fullmatch(value))


def _like_or_nothing(pattern):
    return lambda value, path: value == "" or (isinstance(value, str) and bool(pattern.fullmatch(value)))


def _one_of(*values):
    return lambda value, path: isinstance(value, str) and value in values


def _object(**checks):
    def check(value, path):
        if not isinstance(value, dict) or value.keys() != checks.keys():
            return False
        return all(check(value[key], path) for key, check in checks.items())

    return check


SINGLE = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(REASONS, _short),
    **dict.fromkeys(MOMENTS, _moment),
    "follow_up": _bool,
}
FAMILIES = {
    "equipment": (DATABASE_ID, _true),
    "checks": (CODE, _object(answer=_one_of(*ANSWERS), note=_short)),
    "measures": (UUID, _object(kind=_like(CODE), value=_number_or_nothing, place=_short, note=_short)),
    "hours": (CODE, _minutes),
    "products": (UUID, _object(product=_id, name=_short, quantity=_number, unit=_short)),
    "photos": (
        UUID,
        _object(
            sha256=_like(SHA256),
            size=_size,
            kind=_one_of(*PHOTO_KINDS),
            pair=_like_or_nothing(UUID),
            caption=_short,
            taken_at=_moment,
            place=_like_or_nothing(SHA256),
        ),
    ),
}


def essential(path, value):
    """Return a value as the server can hold it: an empty text, or no follow-up, says the same as nothing.

    >>> essential("work_done", ""), essential("follow_up", False), essential("follow_up", True)
    (None, None, True)
    """
    return None if path in SINGLE and value in ("", False) else value


def same_content(one, other):
    """Tell whether two contents say the same, apart from what says nothing.

    >>> same_content({"follow_up": False, "reserves": ""}, {})
    True
    """
    return _essentials(one) == _essentials(other)


def _essentials(content):
    said = {path: essential(path, value) for path, value in content.items()}
    return {path: value for path, value in said.items() if value is not None}
