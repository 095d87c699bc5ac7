"""Reading what a stranger sends: identifiers, dates, list keys, and errors that quote them.

An argument that cannot be understood is the sender's mistake, so it must end in 302, 400 or 404.
A mistake of ours must stay a 500 that somebody reads: therefore `blamed_on_client` only speaks
when the error itself names, word for word, something that the client sent.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

MAX_ID = 2**31 - 1  # PostgreSQL integer, the type of every record id
LIST_KEYS = ("sortby", "filterby", "groupby", "search_in")
DATE_KEYS = ("date_begin", "date_end")
_DATE_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_ID = re.compile(r"[0-9]{1,10}")
_MISSING = re.compile(r"(\w+)\(\) (?:missing \d+ required|takes \d+|got an unexpected keyword)")
# Beginnings of the errors with which Odoo and Python refuse a value without saying that it came from outside.
_REFUSED_VALUE = (
    "Use 0/1/yes/no",
    "Question id is needed",
    "Page id is needed",
    "chr() arg not in range",
    "unknown color specifier",
    "height and width must be",
    "color specifier is too long",
)
_NOTHING_FOUND = re.compile(r"Expected singleton: [\w.]+\(\)")
_UNREAD_NUMBER = re.compile(r"(?:invalid literal for int\(\)|could not convert string to float).*?: ['\"](.{0,100})")
# JSON routes: the kind of value that each name stands for (0 and None are Odoo's ways of saying "none").
_MAPPINGS = {"context", "kwargs", "post_data", "update_data"}
_LISTS = {"partner_ids", "attachment_ids", "emails", "partner_emails", "args"}
_SIZES = ("width", "height", "size", "max_width", "max_height")
MAX_SIZE = 4096  # pixels; a picture of 2147483647 would fill the worker's memory
_TYPE_NAMES = re.compile(r"\b(dict|list|int|float|bool|str|NoneType)\b")
_DEPTH = 4
_MOST_VALUES = 500


def record_id(raw: object) -> int | None:
    """The record id written in `raw` (text or number), or None when it is not one (1 to 2,147,483,647)."""
    if isinstance(raw, bool) or raw is None:
        return None
    text = str(raw).strip()
    if not (text.isascii() and _ID.fullmatch(text)):
        return None
    number = int(text)
    return number if 0 < number <= MAX_ID else None


def is_date(raw: object) -> bool:
    """True for an ISO date or date and time between the years 1900 and 2199, as the portal's lists use."""
    for layout in _DATE_FORMATS:
        try:
            return 1900 <= datetime.strptime(str(raw), layout).year <= 2199
        except ValueError:
            continue
    return False


def has_unreadable_text(values: object) -> bool:
    """True when one of the texts holds a NUL, which PostgreSQL cannot store or compare."""
    return any(isinstance(value, str) and "\x00" in value for value in values)


def is_out_of_range(number: object) -> bool:
    """True for an integer that no record id can be."""
    return isinstance(number, int) and not isinstance(number, bool) and abs(number) > MAX_ID


def is_oversized(params: Mapping) -> bool:
    """True when a picture is asked for in a size that nobody can look at: beyond 4,096 pixels, or negative."""
    numbers = [record_like(params[name]) for name in _SIZES if name in params]
    return any(isinstance(number, int) and not 0 <= number <= MAX_SIZE for number in numbers)


def bad_dates(params: Mapping) -> list[str]:
    """Names of the list's date arguments that are present and are not dates."""
    return [key for key in DATE_KEYS if params.get(key) and not is_date(params[key])]


def bad_types(params: Mapping, outsider: bool = False) -> list[str]:
    """Names of the arguments of a JSON call whose value is not of the kind that the name stands for.

    :param params: arguments of the call
    :param outsider: True for a client or a visitor, whose pages send nothing unusual
    """
    return [name for name, value in params.items() if value and not _fits(name, value, outsider)]


def _fits(name: str, value: object, outsider: bool) -> bool:
    if name in _MAPPINGS:
        return isinstance(value, Mapping)
    if name in _LISTS:
        return isinstance(value, list)
    if name == "fetch_params":
        return isinstance(value, Mapping | list)
    if name == "model" or name.endswith("_model"):
        return isinstance(value, str)
    if name in ("thread_id", "message_id", "res_id", "channel_id", "attachment_id"):
        return record_id(value) is not None
    return not outsider or _fits_strictly(name, value)


def _fits_strictly(name: str, value: object) -> bool:
    if name.endswith("_id"):
        return record_id(value) is not None
    if name.endswith("token") or name in ("name", "login", "hash"):
        return isinstance(value, str)
    if name in ("limit", "offset"):
        return isinstance(value, int)
    if name == "message_statuses":
        return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)
    return True


def client_values(params: object, depth: int = 0) -> Iterator[object]:
    """The texts and numbers inside the arguments, at most 500, nested at most four deep."""
    stack, seen = [(params, depth)], 0
    while stack and seen < _MOST_VALUES:
        value, level = stack.pop()
        if isinstance(value, Mapping):
            inner = [*value.keys(), *value.values()]
        elif isinstance(value, list | tuple):
            inner = list(value)
        else:
            seen += 1
            yield value
            continue
        if level < _DEPTH:
            stack.extend((item, level + 1) for item in inner)


def _quotes_client(message: str, params: object) -> bool:
    texts = {repr(value) for value in client_values(params) if isinstance(value, str) and value}
    return any(text in message for text in texts)


def _names_client(message: str, params: object) -> bool:
    """For the errors of Odoo that name what was asked for without quotes."""
    if not message.startswith(("File not found", "Unsupported file", "External ID not found", "[Errno")):
        return False
    return any(value in message for value in client_values(params) if isinstance(value, str) and value)


def _is_refused_value(error: ValueError, params: object, outsider: bool) -> bool:
    message = str(error)
    if isinstance(error, json.JSONDecodeError) or "NUL" in message or message.startswith(_REFUSED_VALUE):
        return True
    if outsider and _NOTHING_FOUND.fullmatch(message):
        return True
    return any(test(message, params) for test in (_quotes_client, _names_client, _unread_number))


def _unread_number(message: str, params: object) -> bool:
    match = _UNREAD_NUMBER.search(message)
    quoted = match and match[1].rstrip("'\"")[:50]
    texts = [value for value in client_values(params) if isinstance(value, str)]
    return match is not None and any(text.startswith(quoted) or repr(text)[1:].startswith(quoted) for text in texts)


def _unknown_key(key: object, params: object) -> str | None:
    if key is None or key is False:
        return "no such record"  # the model of a message that does not exist
    texts = [value for value in client_values(params) if isinstance(value, str)]
    return "unknown key" if key in texts else None


def _wrong_kind(error: Exception, params: object, endpoint: str, outsider: bool) -> str | None:
    message = str(error)
    if "ValueError() takes no keyword arguments" in message:
        return "value refused"  # Odoo's rating pages mean to refuse the value and fail to say so
    if message.startswith(("comparing strings with non-ASCII", "unsupported operand types(s) or combination")):
        return "secret that cannot be compared"  # hmac.compare_digest, wherever a link's secret is checked
    match = _MISSING.search(message) if isinstance(error, TypeError) else None
    if match:
        return "missing or unknown argument" if match[1] == endpoint else None
    # A client's page always sends the right kinds; a mapping where a number belongs was typed by hand.
    named = set(_TYPE_NAMES.findall(message)) - {"str"}
    sent = {type(value).__name__ for value in _sent_values(params)}
    return "value of the wrong kind" if outsider and named & sent else None


def _sent_values(params: object) -> list:
    values = list(params.values()) if isinstance(params, Mapping) else []
    return [*values, *client_values(params)]


def blamed_on_client(error: BaseException, params: object, endpoint: str, outsider: bool = False) -> str | None:
    """Why this error is the client's mistake, in a few words for the log; None when it is ours.

    :param error: what the page raised
    :param params: the arguments of the request (mapping; lists and mappings inside are looked into)
    :param endpoint: name of the Python function that serves the page
    :param outsider: True for a client or a visitor, to whom a record may be invisible
    """
    if isinstance(error, UnicodeError):
        return "text that cannot be encoded"
    if isinstance(error, KeyError) and error.args:
        return _unknown_key(error.args[0], params)
    if isinstance(error, TypeError | AttributeError):
        return _wrong_kind(error, params, endpoint, outsider)
    if isinstance(error, OverflowError):
        large = any(is_out_of_range(record_like(value)) for value in client_values(params))
        return "number out of range" if large else None
    if isinstance(error, FileNotFoundError):
        return "no such file" if _names_client(str(error), params) else None
    if isinstance(error, ValueError):
        return "malformed value" if _is_refused_value(error, params, outsider) else None
    return None


def record_like(value: object) -> object:
    """The integer written in a text of at most 40 digits, else the value itself."""
    text = str(value)
    return int(text) if re.fullmatch(r"-?[0-9]{1,40}", text) else value
