"""Spreadsheets as people keep them."""

import csv
import doctest
import importlib
import io
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from contact_match import SURE, Sheet, compare
from duret_phones import parse_cell
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_import import KINDS, SheetError, Twins, clean_row, guess, read_table, row_key
from sheet_import.csv_file import separator
from sheet_import.values import date_of, emails_of, phone_text, siret_of, text_of, zip_of

SIRET = "73282932000074"


def book(*rows, prepare=None):
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    if prepare:
        prepare(made, sheet)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def repacked(content, **parts):
    """The same package with parts replaced or added (a value is bytes, or a function of the old bytes)."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.pop(name, None)
            data = old.read(name)
            new.writestr(name, change(data) if callable(change) else data if change is None else change)
        for name, data in parts.items():
            new.writestr(name, data)
    return result.getvalue()


def code_of(content):
    with pytest.raises(SheetError) as error:
        read_table(content)
    return error.value.code


SHEET = "xl/worksheets/sheet1.xml"
PLAIN = book(["Nom", "Tél"], ["Favre", "0450123456"])


class TestWorkbook:
    def test_title_above_the_headers_and_gaps(self):
        table = read_table(
            book(["Clients 2025"], [], ["Nom", "Téléphone", "Ville"], [], ["Favre", 450123456, "Annecy"])
        )
        assert table.headers == ["Nom", "Téléphone", "Ville"]
        assert [(row.number, row.cells) for row in table.rows] == [(5, ("Favre", 450123456, "Annecy"))]

    def test_merged_cells_are_filled(self):
        def merge(_made, sheet):
            sheet.merge_cells("A2:A4")

        table = read_table(
            book(["Nom", "Date", "Objet"], ["Favre", 1, "a"], [None, 2, "b"], [None, None, None], prepare=merge)
        )
        assert [row.cells[0] for row in table.rows] == ["Favre", "Favre"], "the empty third row stays empty"
        assert ("merged", 1) in table.notes

    def test_formulas_give_their_stored_result(self):
        content = book(["Nom", "Ville"], ["Favre", "=A2"])
        assert read_table(content).notes == [("uncalculated", 1)]
        stored = repacked(
            content, **{SHEET: lambda old: old.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>")}
        )
        table = read_table(stored)
        assert table.rows[0].cells == ("Favre", 7)
        assert table.notes == []

    def test_errors_are_empty_and_counted(self):
        table = read_table(book(["Nom", "Ville"], ["Favre", "#N/A"], ["#REF!", "#REF!"]))
        assert [row.cells for row in table.rows] == [("Favre", None)]
        assert ("errors", 3) in table.notes

    def test_a_million_empty_rows(self):
        def far(_made, sheet):
            sheet.cell(row=1_048_576, column=2, value="fin")

        start = time.process_time()
        table = read_table(book(["Nom", "Ville"], ["Favre", "Annecy"], prepare=far))
        assert [row.number for row in table.rows] == [2, 1_048_576]
        assert time.process_time() - start < 20

    def test_a_false_announced_size_costs_nothing(self):
        content = repacked(PLAIN, **{SHEET: lambda old: old.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')})
        start = time.process_time()
        assert len(read_table(content).rows) == 1
        assert time.process_time() - start < 2

    def test_hidden_and_other_sheets(self):
        def more(made, sheet):
            sheet.sheet_state = "hidden"
            made.create_sheet("vide")
            made.create_sheet("clients").append(["Nom", "Ville"])
            made["clients"].append(["Favre", "Annecy"])

        table = read_table(book(["Secret", "x"], ["a", "b"], prepare=more))
        assert table.headers == ["Nom", "Ville"]
        assert ("other_sheets", 1) in table.notes

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b"   \n", "empty"),
            (b"x" * (25 * 1024 * 1024 + 1), "too_big"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook", "old_format"),
            (repacked(PLAIN, **{"xl/vbaProject.bin": b"code"}), "macros"),
            (repacked(PLAIN, **{"xl/sharedStrings.xml": b" " * 61 * 1024 * 1024}), "bomb"),
            (repacked(PLAIN, **{"xl/media/huge.bin": b"\0" * 401 * 1024 * 1024}), "bomb"),
            (repacked(PLAIN, **{SHEET: b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'}), "bomb"),
            (repacked(PLAIN, **{SHEET: b"<worksheet><sheetData><row"}), "damaged"),
            (PLAIN[: len(PLAIN) // 2], "damaged"),
            (book(), "no_rows"),
            (book(["Nom", "Ville"]), "no_rows"),
            (b"%PDF-1.4", "not_a_sheet"),
            (b"\x00\x01binary", "not_a_sheet"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_refused(self, content, code):
        assert code_of(content) == code

    def test_another_package_is_no_workbook(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as package:
            package.writestr("word/document.xml", "<w/>")
        assert code_of(content.getvalue()) == "not_a_sheet"

    @settings(max_examples=120, deadline=None)
    @given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255))
    def test_a_damaged_file_is_read_or_refused(self, place, byte):
        content = bytearray(PLAIN)
        content[place] = byte
        try:
            assert read_table(bytes(content)).rows
        except SheetError as error:
            assert error.code


class TestCsv:
    TEXT = 'Nom;Téléphone;Remarque\r\nFavre;04 50 12 34 56;"à rappeler; après 16 h\r\nurgent"\r\nÉlan;0450;x\r\n'

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_encodings(self, encoding):
        table = read_table(self.TEXT.encode(encoding))
        assert table.headers == ["Nom", "Téléphone", "Remarque"]
        assert [(row.number, row.cells[0]) for row in table.rows] == [(2, "Favre"), (4, "Élan")]
        assert (("windows_text", 1) in table.notes) is (encoding == "cp1252")

    @pytest.mark.parametrize("mark", list(";,\t|"))
    def test_separators(self, mark):
        lines = [["Nom", "Ville", "Note"], ["Favre", "Annecy", "a, b; c | d"], ["Perrin", "Seynod", "x"]]
        text = io.StringIO()
        csv.writer(text, delimiter=mark).writerows(lines)
        assert separator(text.getvalue()) == mark
        assert [list(row.cells) for row in read_table(text.getvalue().encode()).rows] == lines[1:]

    @settings(max_examples=200, deadline=None)
    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, content):
        try:
            assert read_table(content).rows
        except SheetError as error:
            assert error.code

    # An error of a formula, such as « #DIV/0! », is an empty cell wherever it stands (see TestWorkbook).
    cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).filter(
        lambda text: not text.strip().startswith("#")
    )

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8))
    def test_what_was_written_is_read(self, lines):
        text = io.StringIO()
        csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([("Nom", "Ville", "Note"), *lines])
        expected = [[cell.strip() or None for cell in line] for line in lines]
        expected = [line for line in expected if any(line)]
        try:
            assert [list(row.cells) for row in read_table(text.getvalue().encode()).rows] == expected
        except SheetError as error:
            assert error.code == "no_rows"
            assert not expected


class TestColumns:
    def test_claires_headers(self):
        headers = ["NOM CLIENT", "Prénom", "Tél.", "Portable", "E-mail", "C.P.", "Ville", "N° SIRET", "Truc", "Tel"]
        assert guess(headers, {}, KINDS["clients"]) == [
            "name", "first_name", "phone", "phone2", "email", "zip", "city", "siret", None, None,
        ]  # fmt: skip

    def test_a_person_wins_and_near_writings_are_found(self):
        assert guess(["Truc", "Ville", "Telephne"], {"truc": "note", "ville": None}, KINDS["clients"]) == [
            "note", None, "phone",
        ]  # fmt: skip

    @given(st.lists(st.text(max_size=20), max_size=30))
    def test_a_field_is_given_once(self, headers):
        found = [one for one in guess(headers, {}, KINDS["history"]) if one]
        assert len(found) == len(set(found))
        assert set(found) <= set(KINDS["history"])


class TestValues:
    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            (datetime(2026, 3, 25, 14, 30), datetime(2026, 3, 25, 14, 30)),
            (date(2026, 3, 25), datetime(2026, 3, 25)),
            (46106, datetime(2026, 3, 25)),
            (46106.5, datetime(2026, 3, 25, 12)),
            ("46106", datetime(2026, 3, 25)),
            ("25/03/2026", datetime(2026, 3, 25)),
            ("25.3.26", datetime(2026, 3, 25)),
            ("25-03-2026 14h30", datetime(2026, 3, 25, 14, 30)),
            ("25/03/2026 à 9h", datetime(2026, 3, 25, 9)),
            ("2026-03-25 14:30:00", datetime(2026, 3, 25, 14, 30)),
            ("25 mars 2026", datetime(2026, 3, 25)),
            ("mer. 1er août 2025", datetime(2025, 8, 1)),
            ("3 févr. 2026", datetime(2026, 2, 3)),
            ("12/05/98", datetime(1998, 5, 12)),
            ("mardi 24/03/2026", datetime(2026, 3, 24)),
            ("le 25/03/2026", datetime(2026, 3, 25)),
            ("le lundi 23 mars 2026 à 9h30", datetime(2026, 3, 23, 9, 30)),
            ("31/02/2026", None),
            ("hier", None),
            ("", None),
            (12, None),
            (True, None),
        ],
    )
    def test_dates(self, cell, expected):
        assert date_of(cell) == expected

    @given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
    def test_every_day_in_every_writing(self, moment):
        day = datetime(moment.year, moment.month, moment.day)
        serial = (day - datetime(1899, 12, 30)).days
        for cell in (day, serial, day.strftime("%d/%m/%Y"), day.strftime("%Y-%m-%d"), day.strftime("%d.%m.%Y")):
            assert date_of(cell) == day

    def test_numbers_as_text_and_as_numbers(self):
        assert siret_of(73282932000074) == siret_of("732 829 320 00074") == siret_of(73282932000074.0) == SIRET
        assert siret_of("7,32829E+13") is None
        assert phone_text(450123456.0) == "0450123456"
        assert zip_of(1210) == "01210"
        assert text_of(12.5) == "12.5"
        assert emails_of("Jean <J.Favre@Exemple.FR> ; j.favre@exemple.fr, x@y") == ["j.favre@exemple.fr"]

    @pytest.mark.parametrize("cell", ["hélène@exemple.fr", "j@exemple..fr", "j@exemple.frança", "j@exemple.fr@x"])
    def test_a_misspelt_address_is_not_cut_into_somebody_else_s(self, cell):
        assert emails_of(cell) == []

    @given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes() | st.dates())
    def test_any_cell(self, cell):
        for read in (text_of, date_of, siret_of, emails_of, phone_text, zip_of):
            read(cell)


class TestRows:
    def test_a_client(self):
        entry = clean_row(
            "clients",
            {"name": "FAVRE", "first_name": "Jeanne", "company": "Régie du Lac", "phone": 450123456, "zip": 74000,
             "phone2": "06 12 34 56 78 / 04 50 00 00 01", "email": "J@EXEMPLE.fr", "siret": "12"},
            parse_cell,
        )  # fmt: skip
        assert entry.values == {
            "name": "FAVRE Jeanne",
            "company_name": "Régie du Lac",
            "zip": "74000",
            "email": "j@exemple.fr",
            "phones": ["+33450123456", "+33612345678", "+33450000001"],
        }
        assert entry.notes == [("siret", "12")]
        assert not entry.faults

    def test_a_company(self):
        entry = clean_row("clients", {"company": "Régie du Lac", "siret": int(SIRET)}, parse_cell)
        assert entry.values == {"name": "Régie du Lac", "is_company": True, "siret": SIRET}

    @pytest.mark.parametrize(
        ("kind", "cells", "faults"),
        [
            ("clients", {"phone": "0450123456"}, ["no_name"]),
            ("history", {"name": "Favre", "subject": "x"}, ["no_date"]),
            ("history", {"name": "Favre", "subject": "x", "date": "hier"}, ["bad_date"]),
            ("history", {"name": "Favre", "date": "25/03/2026"}, ["no_subject"]),
            ("history", {"date": "25/03/2026", "subject": "x"}, ["no_client"]),
        ],
    )
    def test_faults(self, kind, cells, faults):
        assert clean_row(kind, cells, parse_cell).faults == faults

    def test_what_happened_is_not_to_come(self):
        cells = {"name": "Favre", "subject": "x", "date": "25/03/2062"}
        now = datetime(2026, 3, 25, 10)
        assert clean_row("history", cells, parse_cell, now).faults == ["future_date"]
        assert not clean_row("history", cells | {"date": "25/03/2026 18h"}, parse_cell, now).faults

    def test_the_same_row_has_the_same_key(self):
        one = clean_row("clients", {"name": "Favre", "phone": "04 50 12 34 56"}, parse_cell)
        two = clean_row("clients", {"phone": 450123456, "name": " Favre "}, parse_cell)
        assert row_key("clients", one) == row_key("clients", two) != row_key("history", one)

    raw = st.none() | st.integers() | st.floats() | st.text(max_size=30) | st.datetimes()

    @given(st.sampled_from(list(KINDS)), st.data())
    def test_any_row_is_taken_or_says_why(self, kind, data):
        cells = {name: data.draw(self.raw) for name in KINDS[kind]}
        entry = clean_row(kind, cells, parse_cell)
        assert entry.faults or entry.values.get("name") or kind == "history"
        assert len(row_key(kind, entry)) == 64


class TestTwins:
    def test_earlier(self):
        twins = Twins(compare, SURE)
        first = Sheet(name="Favre Jeanne", email="j@exemple.fr", phones=frozenset({"+33450123456"}))
        assert twins.earlier(2, first) is None
        assert twins.earlier(3, Sheet(name="Mme FAVRE Jeanne", phones=frozenset({"+33450123456"}))) == 2
        assert twins.earlier(4, Sheet(name="Autre", email="j@exemple.fr")) == 2
        assert twins.earlier(5, Sheet(name="Favre Jeanne", zip="38000")) is None, "a name alone proves nothing"

    def test_codes_decide(self):
        twins = Twins(compare, SURE)
        assert twins.earlier(2, Sheet(name="Favre", email="j@exemple.fr"), "C1") is None
        assert twins.earlier(3, Sheet(name="Favre", email="j@exemple.fr"), "C2") is None
        assert twins.earlier(4, Sheet(name="Autre"), "C1") == 2


@pytest.mark.parametrize("name", ["columns", "values"])
def test_examples(name):
    assert doctest.testmod(importlib.import_module(f"sheet_import.{name}")).failed == 0
