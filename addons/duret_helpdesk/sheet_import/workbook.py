"""Rows of an .xlsx file, read as a stream; nothing is unpacked before its announced size was checked."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import openpyxl
from openpyxl.utils.cell import range_boundaries

from .faults import SheetError

MAX_UNPACKED = 400 * 1024 * 1024  # bytes of all parts; a million formatted empty rows have about 60 MB
MAX_TEXTS = 60 * 1024 * 1024  # bytes of the shared texts, the one part that is held in memory whole
MAX_PARTS = 2000
MAX_MERGED = 200_000  # cells
_CHUNK = 1 << 20
_OVERLAP = 512
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
# A formula whose result was never stored: written by a program, never opened in a spreadsheet since.
_UNCALCULATED = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]{0,400}</f>)(?:<v\s*/>|<v></v>)?</c>")
# What openpyxl and the parsers below it raise on damaged or hostile parts.
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    SyntaxError,
    OverflowError,
)


def rows(content: bytes, notes: list[tuple[str, int]]) -> Iterator[tuple[int, tuple]]:
    """Give (number, cells) of every row of the first visible sheet with something in it; formulas by their result.

    :param content: bytes of the file
    :param notes: gets what was particular
    :raise SheetError: not a workbook that can be read
    """
    try:
        _check_package(content)
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        yield from _sheet_rows(book, content, notes)
    except _DAMAGED as error:
        raise SheetError("damaged") from error


def _check_package(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise SheetError("password")
        texts = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or texts > MAX_TEXTS:
            raise SheetError("bomb")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise SheetError("macros")
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise SheetError("not_a_sheet")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _check_part(package, part)


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No spreadsheet declares entities; a file that does wants to be multiplied while it is read."""
    with package.open(part) as stream:
        if b"<!DOCTYPE" in stream.read(4096):
            raise SheetError("bomb")


def _sheet_rows(book, content: bytes, notes: list[tuple[str, int]]) -> Iterator[tuple[int, tuple]]:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and hasattr(sheet, "iter_rows")]
    sheet = next((one for one in visible if _has_something(one)), None)
    if sheet is None:
        raise SheetError("no_rows")
    if len(visible) > 1:
        notes.append(("other_sheets", len(visible) - 1))
    # openpyxl knows the part of a sheet by this name only; it has no public one.
    merged, uncalculated = _scan(content, sheet._worksheet_path)
    if uncalculated:
        notes.append(("uncalculated", uncalculated))
    if merged:
        notes.append(("merged", len(set(merged.values()))))
    yield from _filled(sheet, merged)


def _has_something(sheet) -> bool:
    # Some programs announce a sheet of 16,384 columns or of one cell: the announcement is ignored.
    sheet.reset_dimensions()
    return any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row)


def _filled(sheet, merged: dict[tuple[int, int], tuple[int, int]]) -> Iterator[tuple[int, tuple]]:
    """Rows in which each cell of a merged block has the value of the block; an empty row stays empty."""
    kept: dict[tuple[int, int], object] = {}
    origins = set(merged.values())
    blocks: dict[int, list[int]] = {}
    for row, column in merged:
        blocks.setdefault(row, []).append(column)
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        columns = blocks.get(number)
        if columns:
            cells = list(cells) + [None] * (max(columns) - len(cells))
            for column in columns:
                place = (number, column)
                if place in origins:
                    kept[place] = cells[column - 1]
            if any(cell is not None for cell in cells):
                for column in columns:
                    cells[column - 1] = kept.get(merged[number, column])
        yield number, tuple(cells)


def _scan(content: bytes, path: str) -> tuple[dict[tuple[int, int], tuple[int, int]], int]:
    """Merged cells ({(row, column): first cell of the block}) and the number of formulas without a result."""
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    uncalculated, seen, tail = 0, set(), b""
    with zipfile.ZipFile(BytesIO(content)) as package, package.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            seen.update(_MERGE.findall(text))
            uncalculated += sum(match.end() > len(tail) for match in _UNCALCULATED.finditer(text))
            tail = text[-_OVERLAP:]
    for block in seen:
        left, top, right, bottom = range_boundaries(block.decode())
        if len(merged) + (right - left + 1) * (bottom - top + 1) > MAX_MERGED:
            continue  # a title over whole columns: nothing that a row needs
        for row in range(top, bottom + 1):
            merged.update({(row, column): (top, left) for column in range(left, right + 1)})
    return merged, uncalculated
