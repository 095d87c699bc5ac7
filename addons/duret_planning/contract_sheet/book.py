"""What a workbook holds beside its values: colours, and the hidden copy of what an export wrote.

The file was opened safely before (`duret_helpdesk.sheet_import.read_table` checks sizes and damage).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

import openpyxl
import xlsxwriter

from .colours import plain_colour

ORIGIN = "origine"
_MAX_CELLS = 100


def colours_in(content: bytes) -> dict[int, tuple[str, str]]:
    """The colour of each row of the first visible sheet, with the text of its first coloured cell.

    :return: {row: (colour, text)}; the colour that most of its cells have; rows without colour are missing
    """
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = _first_sheet(book)
    found: dict[int, tuple[str, str]] = {}
    for number, cells in enumerate(sheet.iter_rows() if sheet else (), start=1):
        painted = [(colour, cell.value) for cell in cells[:_MAX_CELLS] if (colour := _colour(cell))]
        if painted:
            most = Counter(colour for colour, _text in painted).most_common(1)[0][0]
            found[number] = (most, str(painted[0][1] or ""))
    return found


def legend_cells(content: bytes) -> list[tuple[str, str]]:
    """Every coloured cell with a text of the first visible sheet: a legend is among them when there is one."""
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = _first_sheet(book)
    cells = (cell for row in (sheet.iter_rows() if sheet else ()) for cell in row[:_MAX_CELLS])
    return [(colour, cell.value) for cell in cells if isinstance(cell.value, str) and (colour := _colour(cell))]


def _first_sheet(book):
    """The sheet that is read: the first visible one with something in it."""
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()
            if any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row):
                return sheet
    return None


def _colour(cell) -> str:
    fill = getattr(cell, "fill", None)
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb":
        return plain_colour(colour.rgb)
    return f"{colour.type}{colour.value}/{colour.tint:.2f}"


def origin_in(content: bytes) -> dict[str, dict[str, str]] | None:
    """The hidden copy that an export keeps of its own cells.

    :return: {number of the contract: {field: cell}}, None when the file has no such copy
    """
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    if ORIGIN not in book.sheetnames:
        return None
    rows = [["" if cell is None else str(cell) for cell in row] for row in book[ORIGIN].iter_rows(values_only=True)]
    if not rows:
        return None
    header, *lines = rows
    found = [dict(zip(header, line, strict=False)) for line in lines]
    return {line.get("number", ""): line for line in found}


def write_book(
    title: str,
    labels: Mapping[str, str],
    rows: Sequence[Mapping[str, object]],
    origin: Sequence[Mapping[str, str]],
    fixed: Sequence[str],
) -> bytes:
    """Write contracts as a workbook with a hidden copy of its cells.

    :param title: name of the sheet
    :param labels: {field: header}, in order
    :param rows: {field: text, number or date}
    :param origin: {field: cell in its one writing (changes.canonical)}, row by row
    :param fixed: fields that are only shown
    """
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "bg_color": "#12406B", "font_color": "#FFFFFF", "text_wrap": True})
    grey = book.add_format({"font_color": "#707070"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for column, (name, label) in enumerate(labels.items()):
        sheet.write_string(0, column, label, head)
        for number, row in enumerate(rows, start=1):
            _write(sheet, number, column, row.get(name), day, grey if name in fixed else None)
        sheet.set_column(column, column, 40 if name in ("note", "equipment") else 24 if name == "client" else 14)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(labels) - 1)
    hidden = book.add_worksheet(ORIGIN)
    hidden.hide()
    for number, row in enumerate([{name: name for name in labels}, *origin]):
        for column, name in enumerate(labels):
            hidden.write_string(number, column, row.get(name, ""))
    book.close()
    return content.getvalue()


def _write(sheet, row, column, value, day, style):
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif value:
        sheet.write_string(row, column, str(value)[:32_000], style)
