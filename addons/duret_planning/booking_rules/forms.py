"""Reading what a visitor typed in the booking's forms: text made clean, faults told by code."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

MOST = {"name": 80, "street": 120, "city": 80, "zip": 10, "email": 254, "phone": 30, "note": 1000}
# Invisible characters that a paste brings along.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_LINK = re.compile(r"https?:|www\.|://", re.I)
_ZIP = re.compile(r"\d{5}")
# Odoo's own reading accepts « a@b », which no mail server of the world delivers to.
_EMAIL = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]{2,}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}")
MOBILE = re.compile(r"\+33[67]\d{8}|\+417[5-9]\d{7}")


def _line(raw: Mapping, name: str) -> str:
    value = raw.get(name)
    return " ".join(_INVISIBLE.sub("", value).split()) if isinstance(value, str) else ""


def _text(raw: Mapping, name: str) -> str:
    value = raw.get(name)
    return _INVISIBLE.sub("", value).replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def _too_long(values: Mapping[str, str]) -> dict[str, str]:
    return {name: "too_long" for name, value in values.items() if len(value) > MOST[name]}


def read_address(raw: Mapping) -> tuple[dict[str, str], dict[str, str]]:
    """The address of the visit.

    :param raw: names and values as received: street, zip, city
    :return: (values, {name: code}); codes: required, too_long, not_a_zip

    >>> read_address({"street": " 3  rue du Lac ", "zip": "74 000", "city": "Annecy"})
    ({'street': '3 rue du Lac', 'zip': '74000', 'city': 'Annecy'}, {})
    """
    values = {name: _line(raw, name) for name in ("street", "zip", "city")}
    values["zip"] = values["zip"].replace(" ", "")
    faults = {name: "required" for name, value in values.items() if not value}
    faults |= _too_long(values)
    if "zip" not in faults and not (_ZIP.fullmatch(values["zip"]) and values["zip"].isascii()):
        faults["zip"] = "not_a_zip"
    return values, faults


def read_contact(
    raw: Mapping, e164: Callable[[str], str | None], needs_code: bool = True
) -> tuple[dict[str, str], dict[str, str]]:
    """Who books: name, telephone, e-mail, and by which of the two the code is sent.

    The telephone is asked of everybody, since the technician calls it; the e-mail only of those who want the code or
    the confirmation there.

    :param raw: names and values as received: name, phone, email, note, code_by (sms or mail)
    :param e164: gives the international form of a number, or None when it is not complete
    :param needs_code: False for a client who is known already
    :return: (values with `phone` in E.164, {name: code}); codes: required, too_long, not_a_name, not_a_phone,
        not_an_email, not_a_mobile
    """
    values = {name: _line(raw, name) for name in ("name", "phone", "email")} | {"note": _text(raw, "note")}
    faults = {name: "required" for name in ("name", "phone") if not values[name]}
    faults |= _too_long(values)
    if "name" not in faults and (not _LETTER.search(values["name"]) or _LINK.search(values["name"])):
        faults["name"] = "not_a_name"
    number = e164(values["phone"]) if "phone" not in faults else None
    if "phone" not in faults and not number:
        faults["phone"] = "not_a_phone"
    values["phone"] = number or values["phone"]
    values["email"] = values["email"].lower()
    if "email" not in faults and values["email"] and not _EMAIL.fullmatch(values["email"]):
        faults["email"] = "not_an_email"
    values["code_by"] = "mail" if raw.get("code_by") == "mail" else "sms"
    return values, faults | (_code_fault(values, faults) if needs_code else {})


def _code_fault(values: Mapping[str, str], faults: Mapping[str, str]) -> dict[str, str]:
    """Where the code cannot be sent to."""
    if values["code_by"] == "mail":
        return {} if values["email"] or "email" in faults else {"email": "required"}
    if "phone" in faults or MOBILE.fullmatch(values["phone"]):
        return {}
    return {"phone": "not_a_mobile"}


def read_day(raw: object, first: date, last: date) -> date:
    """The day asked for, brought between the first and the last that are offered.

    >>> read_day("2020-01-01", date(2026, 11, 23), date(2026, 12, 20))
    datetime.date(2026, 11, 23)
    """
    try:
        day = date.fromisoformat(str(raw))
    except ValueError:
        return first
    return min(max(day, first), last)


def read_start(raw: object) -> datetime | None:
    """The beginning of a visit as the form carries it (UTC, whole minutes), or None when it is not one.

    >>> read_start("2026-11-23 07:30:00"), read_start("demain"), read_start("2026-11-23 07:30:59")
    (datetime.datetime(2026, 11, 23, 7, 30), None, None)
    """
    if not isinstance(raw, str) or not _MOMENT.fullmatch(raw) or not raw.isascii():
        return None
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return moment if moment.second == 0 else None
