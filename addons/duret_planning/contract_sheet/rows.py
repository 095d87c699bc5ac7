"""A row becomes a contract, or a doubt."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .dates import Reading, month_of, read_date
from .equipment import split_equipment
from .quantities import read_minutes, read_months, read_weeks
from .states import state_of
from .words import folded, phones_in

_TOTAL = re.compile(r"^(?:sous )?tota(?:l|ux)\b|^nb (?:de )?contrats?\b|^nombre\b|^\d+ contrats?\b")
_TITLE = re.compile(r"^(?:secteur|zone|tournee|mois|annee|contrats?|entretiens?|page|feuille)\b")
# Taken whole or not at all: « hélène@… » cut into « ne@… » would write to somebody else.
_EMAIL = re.compile(
    r"(?<![\w.%+-])[A-Za-z0-9_][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}(?![\w@-]|\.\w)"
)
_MOST_AHEAD = 11  # years
_MONTH_DAYS = 30.44


@dataclass
class Found:
    """A contract as a row says it; None or empty for what is not said. Months, weeks and minutes are numbers."""

    number: str = ""
    client: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""
    phones: list[str] = field(default_factory=list)
    email: str = ""
    equipment: list[tuple[str, int]] = field(default_factory=list)
    months: int | None = None
    weeks: int | None = None
    minutes: int | None = None
    last: date | None = None
    next: date | None = None
    technician: str = ""
    state: str = ""
    note: str = ""


@dataclass
class Entry:
    """One row, understood.

    :ivar doubts: (code, words): reasons for which a person must look at the row before it becomes a contract
    :ivar notes: (code, words): what was understood in a way worth telling
    """

    found: Found
    doubts: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def row_kind(cells: Sequence[str], headers: Sequence[str]) -> str:
    """What sort of row this is: empty, header (repeated), total, title (one text over a merged row, or « Secteur… »)
    or contract. A lonely name is a contract with doubts: it may be somebody."""
    said = [text for text in cells if text]
    if not said:
        return "empty"
    if len(said) > 1 and sum(folded(text) == folded(head) for text, head in zip(cells, headers, strict=False)) >= max(
        2, len(said) - 1
    ):
        return "header"
    if any(_TOTAL.match(folded(text)) for text in said):
        return "total"
    return "title" if len(set(said)) == 1 and (len(said) > 1 or _TITLE.match(folded(said[0]))) else "contract"


def understand(
    cells: Mapping[str, str], colour: str, today: date, read_phones: Callable[[str], Sequence[str]]
) -> Entry:
    """Understand one row.

    :param cells: {field of columns.FIELDS: text}
    :param colour: meaning of the row's colour (colours.MEANINGS), "unexplained", or ""
    :param today: local day
    :param read_phones: gives the E.164 numbers in a text that holds only numbers
    """
    found = Found(**{name: " ".join(cells.get(name, "").split()) for name in ("number", "client", "street", "city")})
    found.zip = cells.get("zip", "").replace(" ", "")
    found.technician, found.note = " ".join(cells.get("technician", "").split()), cells.get("note", "").strip()
    entry = Entry(found)
    _contact(entry, cells, read_phones)
    _rhythm(entry, cells)
    _dates(entry, cells, today)
    _state(entry, cells, colour)
    _complete(entry, cells)
    return entry


def _contact(entry, cells, read_phones):
    found, said = entry.found, cells.get("phone", "")
    numbers = list(read_phones(said)) if said else []
    if said and not numbers and folded(said):
        entry.notes.append(("phone", said))
    extra = [number for text in phones_in(found.note) for number in read_phones(text)]
    if set(extra) - set(numbers):
        entry.notes.append(("phone_in_note", ", ".join(phones_in(found.note))))
    found.phones = list(dict.fromkeys([*numbers, *extra]))
    emails = _EMAIL.findall(cells.get("email", ""))
    found.email = emails[0].lower() if emails else ""
    if cells.get("email") and not emails:
        entry.notes.append(("email", cells["email"]))


def _rhythm(entry, cells):
    readers = (("months", "period", read_months), ("weeks", "tolerance", read_weeks))
    for name, column, reader in (*readers, ("minutes", "minutes", read_minutes)):
        value, doubt = reader(cells.get(column, ""))
        setattr(entry.found, name, value)
        if doubt:
            entry.doubts.append((doubt, cells[column]))


def _dates(entry, cells, today):
    found = entry.found
    found.last = _day(entry, "last", cells.get("last", ""))
    found.next = _day(entry, "next", cells.get("next", ""))
    if not found.next and cells.get("month") and not cells.get("next"):
        found.next = _by_month(entry, cells["month"], today)
    if found.last and found.last > today:
        entry.doubts.append(("last_in_future", cells["last"]))
    if found.last and found.next and found.next <= found.last:
        entry.doubts.append(("next_before_last", cells.get("next") or cells.get("month", "")))
    if found.next and found.next.year - today.year > _MOST_AHEAD:
        entry.doubts.append(("next_far", cells.get("next", "")))
    no_doubt = not any(code.startswith(("last", "next")) for code, _words in entry.doubts)
    if not found.last and not found.next and no_doubt:
        entry.doubts.append(("no_date", ""))


def _day(entry, name, said) -> date | None:
    reading: Reading = read_date(said)
    if reading.doubt:
        entry.doubts.append((f"{name}_{reading.doubt}", said))
    elif reading.day and not reading.exact:
        entry.notes.append((f"{name}_month", said))
    return reading.day if not reading.doubt else None


def _by_month(entry, said, today) -> date | None:
    """The middle of the month that is named, nearest to one period after the last visit, or else nearest to now."""
    month = month_of(said)
    if not month:
        entry.doubts.append(("month", said))
        return None
    last, months = entry.found.last, entry.found.months or 12
    wished = last + timedelta(days=months * _MONTH_DAYS) if last else today + timedelta(days=_MONTH_DAYS * 5)
    days = [date(wished.year + shift, month, 15) for shift in (-1, 0, 1)]
    entry.notes.append(("next_month", said))
    return min((day for day in days if not last or day > last), key=lambda day: abs(day - wished))


def _state(entry, cells, colour):
    said = cells.get("state", "")
    state = state_of(said)
    if said and not state:
        entry.doubts.append(("state", said))
    if colour in ("ended", "suspended"):
        if state and state != colour:
            entry.doubts.append(("colour_against_state", said))
        state = colour
    if colour in ("call", "unexplained"):
        entry.notes.append((f"colour_{colour}", ""))
    entry.found.state = state


def _complete(entry, cells):
    """What a contract cannot do without, and what only deserves a word."""
    found = entry.found
    if not folded(found.client):
        entry.doubts.append(("no_client", found.client))
    elif "?" in found.client:
        entry.doubts.append(("client_unsure", found.client))
    if not found.city and not found.zip and not found.number:
        entry.doubts.append(("no_town", found.street))
    elif found.zip and not re.fullmatch(r"\d{5}", found.zip):
        entry.doubts.append(("zip", found.zip))
    found.equipment = split_equipment(cells.get("equipment", ""))
    if not found.equipment and not found.number:
        entry.doubts.append(("no_equipment", cells.get("equipment", "")))
    if len(found.equipment) > 1:
        entry.notes.append(("equipments", str(sum(count for _name, count in found.equipment))))
    if found.months is None and not cells.get("period"):
        entry.notes.append(("period_default", ""))


def contract_key(found: Found) -> str:
    """What makes two rows the same contract: the client, the place and the appliances, however written.

    :return: 64 hexadecimal digits (SHA-256)
    """
    return _digest([*_client(found), sorted((folded(name), count) for name, count in found.equipment)])


def client_key(found: Found) -> str:
    """What makes two rows the same client at the same place.

    :return: 64 hexadecimal digits (SHA-256)
    """
    return _digest(_client(found))


def _client(found):
    return [sorted(folded(found.client).split()), found.zip or folded(found.city), sorted(folded(found.street).split())]


def _digest(parts):
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
