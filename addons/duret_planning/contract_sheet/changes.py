"""What a person changed in a file that was written from our data: cell by cell, against what was written."""

from collections.abc import Mapping

from .dates import read_date
from .equipment import join_equipment, split_equipment
from .quantities import read_minutes, read_months, read_weeks
from .states import state_of
from .words import folded

# Columns by which a contract is known: they are shown in the file, and changed on the client's sheet only.
IDENTITY = ("client", "street", "zip", "city", "phone", "email")
EDITABLE = ("equipment", "period", "tolerance", "last", "next", "minutes", "technician", "state", "note")


def canonical(cells: Mapping[str, str]) -> dict[str, str]:
    """The same cells in the one writing that can be compared: « 1 an » and « 12 » are the same period.

    A cell that cannot be understood stays as it is, so that it differs.
    """
    return {field: _canonical(field, " ".join((text or "").split())) for field, text in cells.items()}


def _canonical(field: str, text: str) -> str:
    if field in ("last", "next"):
        reading = read_date(text)
        return f"{reading.day:%d/%m/%Y}" if reading.day and not reading.doubt else text
    readers = {"period": read_months, "tolerance": read_weeks, "minutes": read_minutes}
    if field in readers:
        number, doubt = readers[field](text)
        unit = " min" if field == "minutes" else ""  # a bare small number would be hours
        return text if doubt or number is None else f"{number}{unit}"
    if field == "equipment":
        return join_equipment(split_equipment(text))
    if field == "state":
        return state_of(text) or text
    return folded(text) if field in IDENTITY else text


def changed_cells(
    written: Mapping[str, str] | None, read: Mapping[str, str], now: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Compare three states of one contract.

    :param written: cells as they were exported; None when the file does not say
    :param read: cells as they stand in the file now; a column that was removed is missing
    :param now: cells as an export would write them today
    :return: (cells to write, fields changed on both sides in different ways: a person decides)
    """
    changes, conflicts = {}, []
    for field, value in read.items():
        if field not in now or value == now[field]:
            continue
        before = now[field] if written is None else written.get(field, now[field])
        if value == before:
            continue  # untouched in the file; what changed meanwhile stays
        if before != now[field]:
            conflicts.append(field)
        else:
            changes[field] = value
    return changes, conflicts
