"""A whole file to records, as a stream: header, rows, lines of documents put together, and every refused line."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from ...errors import BadData
from ...profiles import Dialect, Layout
from ...records import CONTACT, Line, Record
from ..cells import KINDS, TEXT, CellError, complete_zip, decode
from ..shaping import finished
from .lines import Reader, Row, Unread, literal, split

FRENCH_RAW = 500


def folded(name: str) -> str:
    """A column's name without what people change in it: case, accents, blanks, punctuation.

    >>> folded(" N° Téléphone ") == folded("n_telephone")
    True
    """
    plain = unicodedata.normalize("NFKD", name.replace("°", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.casefold())


class FileTrouble(Exception):
    """The whole file cannot be read: a code and its detail."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code)
        self.code = code
        self.detail = detail


class Table:
    """One open file. Use `records()` or `keys()`, once; `rejected` counts what was refused on the way."""

    def __init__(self, path: Path, layout: Layout, dialect: Dialect):
        self.path = path
        self.layout = layout
        self.dialect = dialect
        self.rows = 0
        self.rejected = 0
        self.unread = 0
        self.heads: dict[int, str] = {}
        self.tails: dict[int, str] = {}
        self.missing: list[str] = []
        self.unknown: list[str] = []

    # --- header
    def _columns(self, names: list[str]) -> None:
        """Which cell holds which field; raises FileTrouble when the key has no column or two have one name."""
        known = {folded(name): name for name in self.layout.every_column}
        places: dict[str, int] = {}
        self.unknown = []
        for place, name in enumerate(names):
            column = known.get(folded(name))
            if column is None:
                self.unknown += [name.strip()] if name.strip() else []
            elif column in places:
                raise FileTrouble("doubled_column", column)
            else:
                places[column] = place
        if not places:
            raise FileTrouble("unknown_header", self.dialect.separator.join(names)[:120])
        self.heads = {places[name]: field for name, field in self.layout.columns.items() if name in places}
        self.tails = {places[name]: field for name, field in self.layout.line_columns.items() if name in places}
        self.missing = [name for name in self.layout.every_column if name not in places]
        if "key" not in self.heads.values():
            raise FileTrouble("no_key_column", next(name for name, f in self.layout.columns.items() if f == "key"))
        if self.layout.line_columns and not self.tails:
            # Documents without lines would look emptied.
            raise FileTrouble("no_line_columns", ", ".join(self.layout.line_columns)[:120])

    def _rows(self) -> Iterator[Row | Unread]:
        """Rows below the header. Raises FileTrouble when there is nothing to read."""
        with self.path.open("rb") as stream:
            reader = Reader(stream, self.dialect.encoding, self.dialect.separator)
            if reader.trouble:
                raise FileTrouble(reader.trouble)
            rows = iter(reader)
            if self.dialect.header:
                header = next(rows, None)
                if header is None:
                    raise FileTrouble("empty_file")
                if isinstance(header, Unread):
                    raise FileTrouble(header.code, header.detail)
                self._columns(header.cells)
                reader.width = len(header.cells) - (not header.cells[-1].strip())
            else:
                names = list(self.layout.every_column)
                self._columns(names)
                reader.width = len(names)
            for row in rows:
                again = self.dialect.header and isinstance(row, Row) and row.cells == header.cells[: reader.width]
                yield Unread(row.number, "header_again", "", row.raw) if again else row
            if not reader.number - 1:
                raise FileTrouble("empty_file")

    def _bad(self, row: Row | Unread, code: str, detail: str = "") -> BadData:
        self.rejected += 1
        return BadData(row.number, code, detail, source=self.path.name, raw=row.raw[:FRENCH_RAW])

    # --- rows
    def _values(self, row: Row, places: Mapping[int, str]) -> dict[str, str]:
        values = {}
        for place, field in places.items():
            try:
                values[field] = decode(KINDS.get(field, TEXT), row.cells[place], self.dialect)
            except CellError as error:
                raise CellError(error.code, f"{field} : {error.detail}") from error
        return values

    def records(self) -> Iterator[Record | BadData]:
        """Records and refused lines in the order of the file."""
        yield from self._documents() if self.layout.line_columns else self._singles()

    def _singles(self) -> Iterator[Record | BadData]:
        seen = _Seen()
        for row in self._rows():
            self.rows += 1
            if isinstance(row, Unread):
                self.unread += 1
                yield self._bad(row, row.code, row.detail)
                continue
            try:
                yield self._single(row, seen)
            except CellError as error:
                yield self._bad(row, error.code, error.detail)

    def _single(self, row: Row, seen: "_Seen") -> Record:
        """The record of a row; where every record stands once, another one of its key is somebody else's."""
        values = self._head(row)
        if self.layout.full and seen.again(values["key"]):
            raise CellError("doubled_key", values["key"])
        return self._record(values, ())

    def _head(self, row: Row) -> dict[str, str]:
        values = complete_zip(self._values(row, self.heads))
        if not values["key"]:
            raise CellError("no_key")
        return values

    def _record(self, values: dict[str, str], lines: tuple[Line, ...]) -> Record:
        key, stamp, mark = values.pop("key"), values.pop("stamp", ""), values.pop("mark", "")
        if self.layout.entity != CONTACT:
            # Where the number is the only key there is, it is the number as well.
            values.setdefault("number", key)
        return finished(self.layout.entity, key, stamp, values, lines, mark)

    def _documents(self) -> Iterator[Record | BadData]:
        """Rows that follow each other with one key are one document: it is taken whole or not at all."""
        group, key, seen = [], None, _Seen()
        for row in self._rows():
            self.rows += 1
            self.unread += isinstance(row, Unread)
            own = self._key(row)
            if group and own != key:
                yield from self._document(group, seen.again(key))
                group = []
            group.append(row)
            key = own
        if group:
            yield from self._document(group, seen.again(key))

    def _key(self, row: Row | Unread) -> str:
        """The key's cell as it stands, also of a line that could not be read whole."""
        place = next(place for place, field in self.heads.items() if field == "key")
        if isinstance(row, Row):
            return row.cells[place].strip()
        cells = split(row.raw, self.dialect.separator) or literal(row.raw, self.dialect.separator)
        return cells[place].strip() if place < len(cells) else ""

    def _document(self, group: list[Row | Unread], scattered: bool) -> Iterator[Record | BadData]:
        bad: dict[int, BadData] = {}
        head, lines = {}, []
        for row in group:
            try:
                if isinstance(row, Unread):
                    raise CellError(row.code, row.detail)
                if scattered:
                    raise CellError("scattered_document", self._key(row))
                head = head or self._head(row)
                values = self._values(row, self.tails)
                own = values.pop("key", "")
                if own or any(values.values()):
                    lines.append(Line(own, values))
            except CellError as error:
                bad[row.number] = self._bad(row, error.code, error.detail)
        if not bad:
            yield self._record(head, tuple(lines))
            return
        for row in group:
            yield bad.get(row.number) or self._bad(row, "document_incomplete", self._key(row))

    def keys(self) -> Iterator[str]:
        """Every key of the file, of refused records too; raises FileTrouble when a line hides its key."""
        last = None
        for row in self._rows():
            key = self._key(row)
            if not key or isinstance(row, Unread):
                raise FileTrouble("partial_list", f"{self.path.name}:{row.number}")
            if key != last:
                yield key
            last = key


class _Seen:
    """Whether a key came before in the same file: one bit for a number, so that millions fit."""

    CHUNK = 1 << 16

    def __init__(self):
        self.numbers: dict[int, bytearray] = {}
        self.others: set[str] = set()

    def again(self, key: str) -> bool:
        """True when this key was already given; notes it."""
        if not (key.isascii() and key.isdigit() and len(key) < 12 and str(int(key)) == key):
            found = key in self.others
            self.others.add(key)
            return found
        page, place = divmod(int(key), self.CHUNK)
        bits = self.numbers.setdefault(page, bytearray(self.CHUNK // 8))
        mask = 1 << (place % 8)
        found = bool(bits[place // 8] & mask)
        bits[place // 8] |= mask
        return found
