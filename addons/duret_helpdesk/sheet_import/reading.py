"""From the bytes of a file to rows with headers."""

from dataclasses import dataclass, field

from . import csv_file, workbook
from .columns import recognised
from .faults import SheetError

MAX_BYTES = 25 * 1024 * 1024  # a workbook of 100,000 clients has about 12 MB
MAX_ROWS = 100_000
MAX_COLUMNS = 100
_HEADER_WITHIN = 20  # rows with a title, a date, a logo above the headers
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}


@dataclass(frozen=True)
class Row:
    """One row with something in it: its number in the file (from 1) and its cells."""

    number: int
    cells: tuple


@dataclass
class Table:
    """Headers, rows, and notes on what was particular: (code, number) with the codes merged, uncalculated, errors,
    other_sheets, windows_text."""

    headers: list[str]
    rows: list[Row]
    notes: list[tuple[str, int]] = field(default_factory=list)


def read_table(content: bytes) -> Table:
    """Read a spreadsheet; what it is shows in its bytes, not in its name.

    :param content: bytes of the file
    :raise SheetError: it cannot be read, and why
    """
    if not content.strip():
        raise SheetError("empty")
    if len(content) > MAX_BYTES:
        raise SheetError("too_big")
    if content.startswith(_OLE):
        raise SheetError("password" if "EncryptedPackage".encode("utf-16-le") in content else "old_format")
    reader = workbook if content.startswith(b"PK\x03\x04") else csv_file
    notes: list[tuple[str, int]] = []
    rows = _filled_rows(reader.rows(content, notes), notes)
    return _with_headers(rows, notes)


def _filled_rows(found, notes: list[tuple[str, int]]) -> list[Row]:
    """Rows with something in them; a million empty ones cost time but no memory."""
    rows, errors = [], 0
    for number, cells in found:
        kept = []
        for cell in cells[:MAX_COLUMNS]:
            if isinstance(cell, str):
                cell = cell.strip() or None
                if cell in _EXCEL_ERRORS:
                    errors, cell = errors + 1, None
            kept.append(cell)
        if any(cell is not None for cell in kept):
            rows.append(Row(number, tuple(kept)))
        if len(rows) > MAX_ROWS:
            raise SheetError("too_many_rows")
    if errors:
        notes.append(("errors", errors))
    return rows


def _with_headers(rows: list[Row], notes: list[tuple[str, int]]) -> Table:
    """The row of headers is the one, among the first, where most names are known; else the first with two cells."""
    first = rows[:_HEADER_WITHIN]
    ranked = [(recognised(row.cells), -rank) for rank, row in enumerate(first)]
    best, rank = max(ranked, default=(0, 0))
    if best < 2:
        rank = -next((rank for rank, row in enumerate(first) if _texts(row) >= 2), 0)
    header, rest = rows[-rank : -rank + 1], rows[-rank + 1 :]
    if not header or not rest:
        raise SheetError("no_rows")
    headers = ["" if cell is None else str(cell) for cell in header[0].cells]
    return Table(headers, rest, notes)


def _texts(row: Row) -> int:
    return sum(isinstance(cell, str) for cell in row.cells)
