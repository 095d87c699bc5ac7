"""A row becomes clean values, with what could not be understood."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .columns import folded
from .values import date_of, emails_of, phone_text, siret_of, text_of, zip_of

CLIENTS = ("name first_name company street street2 zip city country phone phone2 email siret ref note").split()
HISTORY = ("date subject body type name company phone email siret ref zip city").split()
KINDS = {"clients": CLIENTS, "history": HISTORY}
MAX_TEXT = {"note": 20_000, "body": 20_000}
MAX_LINE = 250
_SWISS = {"suisse", "ch", "schweiz", "switzerland"}


@dataclass
class Entry:
    """One row, understood.

    :ivar values: clean texts by field; dates as ISO; `phones` is a list of E.164 numbers
    :ivar faults: codes for which the row cannot be taken: no_name, no_client, no_date, bad_date,
        future_date, no_subject
    :ivar notes: (code, text) of what is left out or kept otherwise: siret, email, phone, more_emails
    """

    values: dict = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def clean_row(
    kind: str, cells: Mapping[str, object], read_phones: Callable[[str], list], now: datetime | None = None
) -> Entry:
    """Clean one row.

    :param kind: clients or history
    :param cells: raw cells by field
    :param read_phones: reads a text into objects with `e164` and `raw`, as duret_phones.parse_cell does
    :param now: naive local datetime; what a history tells of later days is refused; None refuses nothing
    """
    entry = Entry()
    for name in KINDS[kind]:
        if name not in ("phone", "phone2", "email", "siret", "zip", "date"):
            text = text_of(cells.get(name))[: MAX_TEXT.get(name, MAX_LINE)]
            entry.values[name] = text if name in MAX_TEXT else " ".join(text.split())
    _clean_phones(entry, cells, read_phones)
    _clean_identity(entry, cells)
    if kind == "clients":
        _finish_client(entry)
    else:
        _finish_history(entry, cells, now)
    entry.values = {name: value for name, value in entry.values.items() if value}
    return entry


def _clean_phones(entry: Entry, cells: Mapping[str, object], read_phones: Callable[[str], list]) -> None:
    found = []
    for name in ("phone", "phone2"):
        text = phone_text(cells.get(name))
        numbers = [number.e164 for number in read_phones(text) if number.e164] if text else []
        if text and not numbers:
            entry.notes.append(("phone", text))
        found += numbers
    entry.values["phones"] = list(dict.fromkeys(found))


def _clean_identity(entry: Entry, cells: Mapping[str, object]) -> None:
    emails = emails_of(cells.get("email"))
    entry.values["email"] = emails[0] if emails else ""
    if not emails and text_of(cells.get("email")):
        entry.notes.append(("email", text_of(cells.get("email"))))
    if len(emails) > 1:
        entry.notes.append(("more_emails", ", ".join(emails[1:])))
    siret = siret_of(cells.get("siret"))
    entry.values["siret"] = siret or ""
    if not siret and text_of(cells.get("siret")):
        entry.notes.append(("siret", text_of(cells.get("siret"))))
    swiss = folded(cells.get("country")) in _SWISS or any(one.startswith("+41") for one in entry.values["phones"])
    entry.values["zip"] = zip_of(cells.get("zip"), swiss)


def _finish_client(entry: Entry) -> None:
    values = entry.values
    person = " ".join(filter(None, [values.pop("name"), values.pop("first_name")]))
    company = values.pop("company")
    values["name"] = person or company
    values["company_name"] = company if person else ""
    values["is_company"] = bool(company and not person) or bool(values["siret"])
    if not values["name"]:
        entry.faults.append("no_name")


def _finish_history(entry: Entry, cells: Mapping[str, object], now: datetime | None) -> None:
    values = entry.values
    values["name"] = values["name"] or values.pop("company", "")
    moment = date_of(cells.get("date"))
    if moment:
        values["date"] = moment.isoformat(sep=" ")
        if now and moment.date() > now.date():
            entry.faults.append("future_date")
    else:
        entry.faults.append("bad_date" if text_of(cells.get("date")) else "no_date")
    values["subject"] = values["subject"] or values["body"].split("\n")[0][:120]
    if not values["subject"]:
        entry.faults.append("no_subject")
    if not any(values.get(name) for name in ("name", "phones", "email", "siret", "ref")):
        entry.faults.append("no_client")


def row_key(kind: str, entry: Entry) -> str:
    """What makes a row the same row in another file: its kind and its clean values.

    :return: 64 hexadecimal digits (SHA-256)
    """
    text = json.dumps([kind, entry.values], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
