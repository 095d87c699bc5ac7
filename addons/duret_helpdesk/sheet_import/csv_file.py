"""Rows of a text file with separators, in the writing of whoever made it."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from .faults import SheetError

_SEPARATORS = ";,\t|"
_SAMPLE = 50  # lines
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<!DOCTYPE", b"<html", b"\x1f\x8b", b"Rar!")


def rows(content: bytes, notes: list[tuple[str, int]]) -> Iterator[tuple[int, tuple]]:
    """Give (number of the line, cells) of every record.

    :param content: bytes of the file
    :param notes: gets what was particular
    :raise SheetError: not a text with separators
    """
    text = decoded(content, notes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    line = 1
    try:
        for cells in reader:
            yield line, tuple(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise SheetError("damaged") from error


def decoded(content: bytes, notes: list[tuple[str, int]]) -> str:
    """The text: by its mark, else UTF-8 when it is, else what Windows writes in France.

    :raise SheetError: the bytes are no text
    """
    known = next((name for mark, name in _BOMS.items() if content.startswith(mark)), None)
    if content.startswith(_BINARY) or (known != "utf-16" and b"\x00" in content):
        raise SheetError("not_a_sheet")
    try:
        return content.decode(known or "utf-8")
    except UnicodeDecodeError as error:
        if known:
            raise SheetError("damaged") from error
    notes.append(("windows_text", 1))
    return content.decode("cp1252", errors="replace")


def separator(text: str) -> str:
    """The separator: the one that cuts most of the first lines into the same number of cells, at least two."""
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]

    def worth(mark):
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark))
        width, count = max(widths.items(), key=lambda one: (one[0] > 1, one[1], one[0]), default=(1, 0))
        return width > 1, count, width

    try:
        return max(_SEPARATORS, key=worth)
    except csv.Error as error:
        raise SheetError("damaged") from error
