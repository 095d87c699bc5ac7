"""Number and mark of every record of a complete export, looked up without reading the file again for each.

A file may hold millions of records: the table stands in a temporary file of SQLite's, not in memory.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ...records import Record


class Place(NamedTuple):
    """What a change must say of the record that it changes."""

    number: str
    mark: str


class Index:
    """Records of one file, by key.

    :ivar rejected: how many lines were refused: a key that is not here may stand in one of them
    """

    def __init__(self) -> None:
        self.base = sqlite3.connect("", isolation_level=None)
        self.base.execute("CREATE TABLE record (key TEXT PRIMARY KEY, number TEXT, mark TEXT) WITHOUT ROWID")
        self.source: tuple = ()
        self.rejected = 0

    def covers(self, path: Path) -> bool:
        """Tell whether this is the index of that file as it stands now."""
        return self.source == _seen(path)

    def fill(self, path: Path, records: Iterable[Record]) -> None:
        """Take the records of a file in the place of those of another one."""
        source = _seen(path)
        self.source = ()
        self.base.execute("BEGIN")
        self.base.execute("DELETE FROM record")
        self.base.executemany("INSERT OR IGNORE INTO record VALUES (?, ?, ?)", _rows(records))
        self.base.execute("COMMIT")
        self.source = source

    def get(self, key: str) -> Place | None:
        """Give number and mark of a record, None when it is not in the file."""
        found = self.base.execute("SELECT number, mark FROM record WHERE key = ?", [key]).fetchone()
        return Place(*found) if found else None

    def close(self) -> None:
        """Forget everything."""
        self.base.close()


def _rows(records: Iterable[Record]) -> Iterator[tuple[str, str, str]]:
    return ((record.key, record.number, record.mark) for record in records)


def _seen(path: Path) -> tuple:
    state = path.stat()
    return path, state.st_size, state.st_mtime_ns
