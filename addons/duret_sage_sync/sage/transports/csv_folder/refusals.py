"""Refused lines as a file that a person opens: where, why in French, and the line itself."""

import csv
import io
import tempfile
from collections.abc import Iterator

from ...errors import BadData
from ...words_transport_fr import CODES, FIELDS

HEADER = ["fichier", "ligne", "motif", "contenu"]
IN_MEMORY = 1 << 16


def sentence(code: str, detail: str) -> str:
    """The French sentence of a reason.

    >>> sentence("bad_date", "32/01/26")
    "Ce n'est pas une date au format prévu : « 32/01/26 »."
    """
    text = CODES[code]
    return text % named(detail) if "%s" in text else text


def named(detail: str) -> str:
    """A detail whose field is named as a person calls it.

    >>> named("zip : 7.4E4"), named("5/17")
    ('code postal : 7.4E4', '5/17')
    """
    field, colon, rest = detail.partition(" : ")
    return f"{FIELDS[field]} : {rest}" if colon and field in FIELDS else detail


class Refusals:
    """Collects refused lines outside memory, then gives the bytes of their file."""

    def __init__(self):
        self.spool = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (lives as long as the file is being read)
        self.count = 0

    def add(self, bad: BadData) -> None:
        """Note one; cells are disarmed, since this file is opened in a spreadsheet."""
        if not self.count:
            self.spool.write(b"\xef\xbb\xbf" + self._row(HEADER))
        self.count += 1
        self.spool.write(self._row([bad.source, str(bad.line or ""), sentence(bad.code, bad.detail), bad.raw]))

    def _row(self, cells: list[str]) -> bytes:
        buffer = io.StringIO()
        safe = ["'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells]
        csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(safe)
        return buffer.getvalue().encode("utf-8", "backslashreplace")

    def blocks(self) -> Iterator[bytes]:
        """The file, in pieces."""
        self.spool.seek(0)
        while block := self.spool.read(1 << 16):
            yield block

    def close(self) -> None:
        """Forget everything."""
        self.spool.close()
