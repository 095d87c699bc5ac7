"""Lines of a file to cells, one after the other, whatever the size of the file.

Python's own reader takes a stray quotation mark for the beginning of a cell and swallows the rest of the file.
Here a line without the expected number of cells is refused with its number, and the next one is read on its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

QUOTE = '"'
MAX_LINE = 1 << 18
# First bytes of .xlsx and of .xls
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# A cell may hold a few lines (a note); further away, a lone quotation mark is a stray one.
MAX_JOINED = 40


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line; `number` is that of its first physical line, counted from 1."""

    number: int
    cells: list[str]
    raw: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is no row: `code` says why."""

    number: int
    code: str
    detail: str
    raw: str


def split(text: str, separator: str) -> list[str] | None:
    """Cells of a text with quoted cells; None when a quoted cell is not closed or something follows its end.

    >>> split('1;"a;""b"" c";d', ";"), split('1;"a;b', ";"), split('1;x"y;z', ";")
    (['1', 'a;"b" c', 'd'], None, ['1', 'x"y', 'z'])
    """
    cells, place, length = [], 0, len(text)
    while True:
        if place < length and text[place] == QUOTE:
            end, cell = _closed(text, place + 1)
            if end < 0 or (end < length and text[end] != separator):
                return None
            cells.append(cell)
            place = end
        else:
            end = text.find(separator, place)
            end = length if end < 0 else end
            cells.append(text[place:end])
            place = end
        if place >= length:
            return cells
        place += 1


def _closed(text: str, start: int) -> tuple[int, str]:
    """(place after the closing mark, content) of a quoted cell; the place is -1 when it stays open."""
    pieces, place = [], start
    while True:
        end = text.find(QUOTE, place)
        if end < 0:
            return -1, ""
        pieces.append(text[place:end])
        if text[end + 1 : end + 2] != QUOTE:
            return end + 1, "".join(pieces)
        pieces.append(QUOTE)
        place = end + 2


def literal(text: str, separator: str) -> list[str]:
    """Cells of a line whose quotation marks are plain characters; one at the edge of a cell is dropped.

    >>> literal('1;"Garage Martin;74000', ";")
    ['1', 'Garage Martin', '74000']
    """
    return [cell.strip(QUOTE).replace(QUOTE * 2, QUOTE) for cell in text.split(separator)]


class Reader:
    """Rows of a binary stream. `width` is the number of cells expected, set by the caller once it knows the header."""

    def __init__(self, stream: BinaryIO, encoding: str, separator: str, width: int = 0):
        self.stream = stream
        self.separator = separator
        self.width = width
        self.number = 0
        self.waiting: list[bytes] = []
        # Whether rows end with one more separator; the first row tells, for the whole file.
        self.trailing: bool | None = None
        head = stream.read(4)
        stream.seek(0)
        self.trouble = "workbook" if head in WORKBOOKS else "utf16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        # A file that says itself that it is UTF-8 is believed.
        self.encoding = "utf-8" if head[:3] == b"\xef\xbb\xbf" or encoding == "utf-8-sig" else encoding

    def _take(self) -> bytes:
        """The next physical line, at most MAX_LINE bytes; empty at the end."""
        self.number += 1
        if self.waiting:
            return self.waiting.pop(0)
        line = self.stream.readline(MAX_LINE)
        return line[3:] if self.number == 1 and line.startswith(b"\xef\xbb\xbf") else line

    def _skip_long(self, line: bytes) -> None:
        """Leave what remains of a line without end."""
        while line and not line.endswith(b"\n"):
            line = self.stream.readline(MAX_LINE)

    def __iter__(self) -> Iterator[Row | Unread]:
        while True:
            line = self._take()
            if not line:
                return
            if not line.strip(b"\r\n \x1a"):
                continue
            yield self._row(line)

    def _row(self, line: bytes) -> Row | Unread:
        number = self.number
        if len(line) >= MAX_LINE and not line.endswith(b"\n"):
            self._skip_long(line)
            return Unread(number, "long_line", str(MAX_LINE), ascii(line[:200]))
        raw = line.rstrip(b"\r\n")
        try:
            text = raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            return Unread(number, "undecodable", f"{error.object[error.start]:#04x}", raw.decode("latin-1"))
        if "\0" in text:
            return Unread(number, "nul_bytes", "", text.replace("\0", "␀"))
        cells = split(text, self.separator)
        if cells is None:
            return self._quoted(number, text)
        return self._measured(Row(number, cells, text), whole=line.endswith(b"\n"))

    def _quoted(self, number: int, text: str) -> Row | Unread:
        """A quoted cell goes on below, or a quotation mark is a stray one: the number of cells decides."""
        joined, taken = text, []
        while len(taken) < MAX_JOINED and len(joined) < MAX_LINE:
            more = self._take()
            if not more:
                self.number -= 1
                break
            taken.append(more)
            try:
                joined += "\n" + more.rstrip(b"\r\n").decode(self.encoding)
            except UnicodeDecodeError:
                break
            cells = split(joined, self.separator)
            row = self._measured(Row(number, cells, joined), whole=True) if cells is not None else None
            if isinstance(row, Row):
                return row
        self.waiting = taken + self.waiting
        self.number -= len(taken)
        alone = literal(text, self.separator)
        if self.width and len(alone) == self.width:
            return Row(number, alone, text)
        return Unread(number, "open_quote", "", text)

    def _measured(self, row: Row, whole: bool) -> Row | Unread:
        width, found = self.width, len(row.cells)
        if width and found == width and self.trailing is None:
            self.trailing = False
        if not width or found == width:
            return row
        if found == width + 1 and not row.cells[-1].strip() and self._ends_with_separator():
            return Row(row.number, row.cells[:-1], row.raw)
        if found > width:
            return Unread(row.number, "shifted", f"{found}/{width}", row.raw)
        return Unread(row.number, "short_line" if whole else "truncated", f"{found}/{width}", row.raw)

    def _ends_with_separator(self) -> bool:
        """Whether one more blank cell is the habit of this file; else a separator inside a text has shifted the row.

        A row whose last column is empty looks the same in both cases: the first row and the one below it decide.
        """
        if self.trailing is None:
            below = self._take()
            self.number -= 1
            self.waiting[:0] = [below] if below else []
            cells = split(below.decode(self.encoding, "replace").rstrip("\r\n"), self.separator) or []
            self.trailing = len(cells) != self.width
        return self.trailing
