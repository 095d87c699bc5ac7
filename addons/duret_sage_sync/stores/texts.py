"""Texts of SAGE as PostgreSQL can hold them, and back: nothing is lost on the way.

A database keeps every character but U+0000 and halves of surrogate pairs, and a bad export may hold both. They are
written as U+E000 and four hexadecimal figures; U+E000 itself too, so that reading is certain.
"""

import json
import re
from collections.abc import Iterable

from ..sage.records import Line, Record

_ESCAPE = "\ue000"
_STRANGE = re.compile("[\x00\ud800-\udfff\ue000]")
_WRITTEN = re.compile("\ue000([0-9a-f]{4})")


def kept(text: str) -> str:
    """Give a text as the database holds it.

    >>> told(kept("a\\x00b"))
    'a\\x00b'
    """
    return _STRANGE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", text)


def told(text: str | None) -> str:
    """Give back what :func:`kept` wrote; "" for an empty column."""
    if not text:
        return ""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text) if _ESCAPE in text else text


def dump(value: object) -> str:
    """Write plain values as JSON that a jsonb column takes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "\\u0000" in text or _STRANGE.search(text):
        text = json.dumps(_each(value, kept), ensure_ascii=False, separators=(",", ":"))
    return text


def load(text: str | None):
    """Read what :func:`dump` wrote; None for an empty column."""
    if text is None:
        return None
    value = json.loads(text)
    return _each(value, told) if _ESCAPE in text else value


def _each(value, change):
    """Apply a change to every text of plain values, names of fields too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(name): _each(one, change) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each(one, change) for one in value]
    return value


def plain_lines(lines: Iterable[Line] | None) -> list | None:
    """Give lines as plain values, None when there are none to keep."""
    return None if lines is None else [[line.key, dict(line.values)] for line in lines]


def read_lines(value: list | None) -> tuple[Line, ...] | None:
    """Give back what :func:`plain_lines` wrote."""
    return None if value is None else tuple(Line(key, values) for key, values in value)


def plain_record(record: Record) -> dict:
    """Give a record as plain values."""
    return {
        "entity": record.entity,
        "key": record.key,
        "stamp": record.stamp,
        "values": dict(record.values),
        "lines": plain_lines(record.lines),
        "mark": record.mark,
        "number": record.number,
    }


def read_record(value: dict) -> Record:
    """Give back what :func:`plain_record` wrote."""
    return Record(**{**value, "lines": read_lines(value["lines"])})
