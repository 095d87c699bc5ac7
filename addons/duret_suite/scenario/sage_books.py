"""The books of the accountant in the demo company: what her SAGE exports into a folder, and what it imports from there.

Only files pass between these books and the suite. Cells are texts as SAGE writes them (« 1234,50 », JJMMAA).
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

FROM_SAGE, TO_SAGE = "depuis_sage", "vers_sage"
CODE_PAGE = "cp1252"
PREFIXES = {"client": "C42", "contact": "", "document": "DE"}


@dataclass
class Sheet:
    """One record: {field: cell}, and one such dictionary for each line of a document."""

    cells: dict[str, str]
    lines: list[dict[str, str]] = field(default_factory=list)


class Books:
    """Clients, contacts and documents of one SAGE.

    :param folder: the exchange folder
    :param layouts: entity -> layout of its files, with `pattern`, `columns` and `line_columns` (column -> field)
    """

    def __init__(self, folder: Path, layouts: dict):
        self.folder, self.layouts = Path(folder), layouts
        self.sheets: dict[str, dict[str, Sheet]] = {entity: {} for entity in layouts}
        self.sequence = 0
        self._last = 0
        for name in (FROM_SAGE, TO_SAGE):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def add(self, entity: str, moment: datetime, cells: dict[str, str], lines=()) -> str:
        """Type a record; returns its technical key."""
        key = self._next()
        told = {"key": key, "stamp": stamp(moment), **cells}
        if "number" in self.layouts[entity].columns.values() and not told.get("number"):
            told["number"] = f"{PREFIXES[entity]}{int(key):05d}"
        made = [{**line, "key": line.get("key") or self._next()} for line in lines]
        self.sheets[entity][key] = Sheet(told, made)
        return key

    def change(self, entity: str, key: str, moment: datetime, **cells: str) -> None:
        """Correct a record."""
        self.sheets[entity][key].cells.update(cells, stamp=stamp(moment))

    def _next(self) -> str:
        self._last += 1
        return str(self._last)

    # --- files
    def export(self, spoilt: dict[str, str] | None = None) -> None:
        """Write everything, as the scheduled task of each night does.

        :param spoilt: entity -> a line that went wrong, at the end of its file
        """
        self.sequence += 1
        for entity, layout in self.layouts.items():
            path = self.folder / FROM_SAGE / layout.pattern.format(sequence=f"{self.sequence:06d}")
            text = self._text(layout, self.sheets[entity].values()) + (spoilt or {}).get(entity, "")
            path.write_bytes(text.encode(CODE_PAGE, "replace"))
            path.with_suffix(".ok").write_bytes(b"")

    def _text(self, layout, sheets) -> str:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        writer.writerow([*layout.columns, *layout.line_columns])
        for sheet in sheets:
            head = [sheet.cells.get(name, "") for name in layout.columns.values()]
            for line in sheet.lines or [{}]:
                writer.writerow(head + [line.get(name, "") for name in layout.line_columns.values()])
        return buffer.getvalue()

    def take(self, moment: datetime, refuses=()) -> int:
        """Import what waits; returns how many files were taken.

        :param refuses: names of clients that the accountant's import turns down without a word
        """
        paths = sorted((self.folder / TO_SAGE).glob("*.csv"))
        for path in paths:
            entity = next(name for name in self.layouts if path.name.startswith(f"{name.upper()}S_"))
            self._take(entity, path, moment, refuses)
            path.with_name(path.name + ".ok").unlink(missing_ok=True)
            path.unlink()
        return len(paths)

    def _take(self, entity, path, moment, refuses):
        layout = self.layouts[entity]
        rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(CODE_PAGE), newline=""), delimiter=";"))
        cells = _named(rows[0], layout.columns)
        lines = [line for line in (_named(row, layout.line_columns) for row in rows) if any(line.values())]
        if cells.get("name") in refuses and entity == "client":
            return
        key = cells.pop("key", "")
        if not key:
            self.add(entity, moment, cells, lines)
            return
        self.change(entity, key, moment, **cells)
        if lines:
            self.sheets[entity][key].lines = [{**line, "key": line["key"] or self._next()} for line in lines]


def _named(row: dict[str, str], columns: dict[str, str]) -> dict[str, str]:
    return {columns[name]: cell for name, cell in row.items() if name in columns}


def stamp(moment: datetime) -> str:
    """A moment as SAGE writes it: whole minutes.

    >>> stamp(datetime(2026, 11, 21, 14, 5, 59))
    '211126 14:05'
    """
    return moment.strftime("%d%m%y %H:%M")


def money(value) -> str:
    """An amount as SAGE writes it.

    >>> money(1234.5)
    '1234,50'
    """
    return f"{value:.2f}".replace(".", ",")
