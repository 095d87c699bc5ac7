# Not models of Odoo: `read` and `create` override nothing.
# pylint: disable=method-required-super
"""Files for SAGE: one for each record, dropped once, whole, whatever happens in between."""

import csv
import io
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...errors import Refused, Unavailable
from ...profiles import Dialect, Layout
from ...records import Line
from ..cells import KINDS, TEXT, encode
from . import files

# Told by SAGE or computed from the rest: never written into a file.
NOT_WRITTEN = {"origin", "client", "total_tax"}


class Outgoing:
    """Writes into `vers_sage`. What was dropped for a mark leaves a copy in `envoyes`: the proof that it was."""

    def __init__(self, root: Path, dialect: Dialect, completion: str):
        self.to_sage = root / files.TO_SAGE
        self.sent = root / files.SENT
        self.dialect = dialect
        self.companions = completion == "ok"

    def create(self, layout: Layout, values: Mapping[str, str], lines: tuple[Line, ...], mark: str) -> None:
        """Drop a new record. Repeated after a crash at any point, it drops one file in all.

        The proof is written while the file still has its unfinished name: beside a proof, an unfinished name says that
        the last step is missing, and none says that it was made.
        """
        name = layout.outbound.format(operation="create", mark=mark)
        path, proof = self.to_sage / name, self.sent / name
        part = path.with_name(path.name + files.PART)
        try:
            if not proof.exists():
                part = files.write_part(
                    path, self._blocks(layout, [*layout.every_column], values, lines, {"mark": mark})
                )
                files.write_whole(proof, [part.read_bytes()])
            if part.exists():
                files.publish(part, path)
            self._companion(path)
        except OSError as error:
            raise Unavailable("no_room", f"{name} ({files.why(error)})") from error

    def update(
        self,
        layout: Layout,
        key: str,
        number: str,
        values: Mapping[str, str],
        mark: str,
        lines: tuple[Line, ...] | None,
    ) -> None:
        """Drop a change: only the columns that change, behind those that say which record. Names sort by moment."""
        if not self.dialect.header:
            raise Refused("header_needed", layout.entity)
        columns = [name for name, f in layout.columns.items() if f in ("key", "number", "mark") or f in values]
        columns += [*layout.line_columns] if lines is not None else []
        name = layout.outbound.format(operation="update", mark=f"{time.time_ns()}-{key}")
        told = {"key": key, "mark": mark, "number": number}
        try:
            blocks = self._blocks(layout, columns, told | dict(values), lines or (), told)
            files.write_whole(self.to_sage / name, blocks)
            self._companion(self.to_sage / name)
        except OSError as error:
            raise Unavailable("no_room", f"{name} ({files.why(error)})") from error

    def _companion(self, path: Path) -> None:
        if self.companions and path.exists() and not files.companion(path):
            files.write_whole(path.with_name(path.name + files.OK), [f"taille={path.stat().st_size}\r\n".encode()])

    def _blocks(
        self,
        layout: Layout,
        columns: list[str],
        values: Mapping[str, str],
        lines: tuple[Line, ...],
        told: Mapping[str, str],
    ) -> Iterable[bytes]:
        """The bytes of a file: header, then one row for the record or one for each of its lines."""
        homeless = {field for field, value in values.items() if value} - NOT_WRITTEN - set(layout.columns.values())
        if homeless:
            raise Refused("field_without_column", ", ".join(sorted(homeless)))
        rows = [[*columns]] if self.dialect.header else []
        values = {**values, **told}
        for line in lines or (Line("", {}),):
            row = []
            for column in columns:
                field = layout.columns.get(column)
                if field is not None:
                    row.append(self._cell(field, values.get(field, "")))
                else:
                    field = layout.line_columns[column]
                    row.append(self._cell(field, line.key if field == "key" else line.values.get(field, "")))
            rows.append(row)
        return [self._row(row) for row in rows]

    def _cell(self, field: str, value: str) -> str:
        text = encode(KINDS.get(field, TEXT), value, self.dialect)
        return text if self.dialect.quoting else text.replace(self.dialect.separator, " ")

    def _row(self, cells: list[str]) -> bytes:
        buffer = io.StringIO()
        form = {"delimiter": self.dialect.separator, "lineterminator": self.dialect.newline}
        if self.dialect.quoting:
            csv.writer(buffer, **form).writerow(cells)
            text = buffer.getvalue()
        else:
            text = self.dialect.separator.join(cells) + self.dialect.newline
        try:
            return text.encode("utf-8" if self.dialect.encoding == "utf-8-sig" else self.dialect.encoding)
        except UnicodeEncodeError as error:
            raise Refused("outside_code_page", error.object[error.start : error.end]) from error
