"""What must be remembered of files: by the store of the suite, by a small database where there is none."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol


class Ledger(Protocol):
    """Memory of the files of one drop folder, unique by content and name.

    What could not be read, whole or in part, has arrived but is not known: put back once the profile is mended, it is
    read again.
    """

    def known(self, sha256: str) -> bool:
        """Whether a file of this content was already read without a refused line, under whatever name."""

    def last(self, entity: str) -> str:
        """SHA-256 of the file of this entity of which rows were read last, "" when there is none."""

    def keep(self, entity: str, sha256: str, name: str, sequence: int, rows: int, rejected: int) -> None:
        """Remember a file that has arrived: it is the last one now.

        The same again is brought to the last place; its figures stay unless rows were read of it this time.
        """

    def sequences(self, entity: str) -> Iterable[int]:
        """Numbers of the files that were taken, in any order; 0 is no number."""


class FolderLedger:
    """The ledger as a SQLite file, for a folder used without the suite's database."""

    def __init__(self, path: Path | str):
        self.base = sqlite3.connect(path, isolation_level=None)
        self.base.execute(
            "CREATE TABLE IF NOT EXISTS taken (sha256 TEXT, name TEXT, entity TEXT, sequence INTEGER, lines INTEGER,"
            " rejected INTEGER, place INTEGER, PRIMARY KEY (sha256, name))"
        )

    def known(self, sha256: str) -> bool:
        """See `Ledger`."""
        found = self.base.execute("SELECT 1 FROM taken WHERE sha256 = ? AND lines > 0 AND rejected = 0", [sha256])
        return found.fetchone() is not None

    def last(self, entity: str) -> str:
        """See `Ledger`."""
        found = self.base.execute(
            "SELECT sha256 FROM taken WHERE entity = ? AND lines > 0 ORDER BY place DESC LIMIT 1", [entity]
        )
        return next((row[0] for row in found.fetchall()), "")

    def keep(self, entity: str, sha256: str, name: str, sequence: int, rows: int, rejected: int) -> None:
        """See `Ledger`."""
        self.base.execute(
            "INSERT INTO taken SELECT ?, ?, ?, ?, ?, ?, COALESCE(MAX(place), 0) + 1 FROM taken WHERE true"
            " ON CONFLICT (sha256, name) DO UPDATE SET place = excluded.place,"
            " rejected = CASE WHEN excluded.lines > 0 THEN excluded.rejected ELSE rejected END,"
            " lines = CASE WHEN excluded.lines > 0 THEN excluded.lines ELSE lines END",
            (sha256, name, entity, sequence, rows, rejected),
        )

    def sequences(self, entity: str) -> Iterable[int]:
        """See `Ledger`."""
        rows = self.base.execute("SELECT DISTINCT sequence FROM taken WHERE entity = ? AND sequence > 0", [entity])
        return [row[0] for row in rows]

    def close(self) -> None:
        """Close the file."""
        self.base.close()


def gaps(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers missing between the smallest and the largest.

    >>> gaps([3, 1, 7, 8]), gaps([])
    ([(2, 2), (4, 6)], [])
    """
    known = sorted(set(numbers))
    return [(low + 1, high - 1) for low, high in zip(known, known[1:], strict=False) if high > low + 1]
