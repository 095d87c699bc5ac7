"""Lines of a file: what a proper writer wrote comes back, and one bad line never takes its neighbours with it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sage.transports.csv_folder import lines as lines_module
from sage.transports.csv_folder.lines import Reader, Row, Unread, literal, split

CELLS = st.text(st.characters(codec="cp1252", exclude_characters="\0\r\x1a", exclude_categories=("Cs",)), max_size=12)
PLAIN = st.text("abcdé 0123.,@-", min_size=1, max_size=8)


def read(data, width=0, encoding="cp1252", separator=";"):
    """Rows and refused lines of some bytes."""
    return list(Reader(io.BytesIO(data), encoding, separator, width))


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), max_size=8), st.sampled_from([";", "\t", ","]))
def test_what_a_proper_writer_wrote_comes_back(table, separator):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(table)
    rows = read(buffer.getvalue().encode("cp1252"), 3, separator=separator)
    assert [row.cells for row in rows] == table


@given(st.binary(max_size=300), st.integers(0, 4), st.sampled_from(["cp1252", "utf-8-sig", "iso8859-15"]))
def test_any_bytes_are_read_to_their_end_and_every_line_is_accounted_for(data, width, encoding):
    found = read(data, width, encoding)
    numbers = [one.number for one in found]
    assert numbers == sorted(set(numbers))
    written = [
        number
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1)
        if line.strip(b"\r\n \x1a")
    ]
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        joined = {one.number + place for one in found for place in range(one.raw.count("\n") + 1)}
        assert set(written) <= joined
        assert set(numbers) <= set(written)


@given(
    st.lists(st.lists(PLAIN, min_size=4, max_size=4), min_size=3, max_size=8),
    st.data(),
)
def test_a_stray_quotation_mark_costs_one_line_at_most(table, data):
    texts = [";".join(row) for row in table]
    line = data.draw(st.integers(0, len(texts) - 1))
    place = data.draw(st.integers(0, len(texts[line])))
    texts[line] = texts[line][:place] + '"' + texts[line][place:]
    found = {one.number - 1: one for one in read("\r\n".join(texts).encode("cp1252") + b"\r\n", 4)}
    for number, row in enumerate(table):
        if number != line:
            assert found[number].cells == row


@given(st.lists(st.lists(PLAIN, min_size=4, max_size=4), min_size=3, max_size=8), st.data())
def test_an_unescaped_separator_costs_its_line(table, data):
    texts = [";".join(row) for row in table]
    line = data.draw(st.integers(0, len(texts) - 1))
    texts[line] = texts[line].replace(";", ";x;", 1)
    found = read("\r\n".join(texts).encode("cp1252"), 4)
    assert [one.number - 1 for one in found if isinstance(one, Unread)] == [line]
    assert {one.code for one in found if isinstance(one, Unread)} == {"shifted"}
    assert [one.cells for one in found if isinstance(one, Row)] == [row for n, row in enumerate(table) if n != line]


def test_a_cell_of_several_lines_keeps_the_number_of_its_first(tmp_path):
    rows = read(b'1;"a\r\nb";c\r\n2;d;e\r\n', 3)
    assert [(row.number, row.cells) for row in rows] == [(1, ["1", "a\nb", "c"]), (3, ["2", "d", "e"])]


def test_one_empty_cell_too_many_is_nothing():
    assert [row.cells for row in read(b'1;a;b;\r\n2;c;d;\r\n3;"x\r\ny";z;\r\n4;e;f\r\n', 3)] == [
        ["1", "a", "b"],
        ["2", "c", "d"],
        ["3", "x\ny", "z"],
        ["4", "e", "f"],
    ]


@pytest.mark.parametrize("shifted", range(4))
def test_a_shifted_row_whose_last_cell_is_empty_is_not_taken_for_one_blank_cell_too_many(shifted):
    """« Garage; Fils » before an empty last column: as many cells as a row that ends with one more separator."""
    rows = [f"{number};Garage;".encode() for number in range(4)]
    rows[shifted] = f"{shifted};Garage; Fils;".encode()
    found = read(b"\r\n".join(rows) + b"\r\n", 3)
    assert [isinstance(one, Row) for one in found] == [number != shifted for number in range(4)]
    assert found[shifted].code == "shifted"
    assert [one.number for one in found] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"1;a;b;c\r\n", "shifted"),
        (b"1;a\r\n2;b;c\r\n", "short_line"),
        (b"1;a", "truncated"),
        (b'1;"a;b;c\r\n', "open_quote"),
        (b"1;\x81;b\r\n", "undecodable"),
        (b"1;a\0;b\r\n", "nul_bytes"),
        (b"x" * (lines_module.MAX_LINE + 5) + b"\r\n", "long_line"),
    ],
)
def test_each_bad_line_says_why(data, code):
    assert read(data, 3)[0].code == code


def test_a_line_without_end_does_not_fill_the_memory():
    class Endless(io.RawIOBase):
        left = 400 << 20

        def readable(self):
            return True

        def seekable(self):
            return True

        def seek(self, *_place):
            return 0

        def readinto(self, buffer):
            size = min(len(buffer), self.left)
            buffer[:size] = b"x" * size
            self.left -= size
            return size

    found = list(Reader(io.BufferedReader(Endless()), "cp1252", ";", 3))
    assert [one.code for one in found] == ["long_line"]


def test_bytes_that_say_they_are_utf_8_are_believed():
    assert read("\ufeffCT_Num;Société\r\n".encode())[0].cells == ["CT_Num", "Société"]
    assert Reader(io.BytesIO("CT_Num".encode("utf-16")), "cp1252", ";").trouble == "utf16"


@given(st.lists(PLAIN, min_size=1, max_size=5))
def test_splitting_without_marks_is_splitting(cells):
    assert split(";".join(cells), ";") == literal(";".join(cells), ";") == cells
