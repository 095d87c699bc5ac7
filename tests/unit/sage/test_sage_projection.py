"""What SAGE can hold: the same after a second time, never too long, in its code page; and the way back (I11)."""

import doctest

import pytest
import sage.projection
from hypothesis import example, given
from hypothesis import strategies as st
from sage.errors import BadData
from sage.projection import LENGTHS, OLD_LENGTHS, Projection, amounts, decode, fields, french, phones, project, text
from sage.records import Line

TEXTS = st.text(max_size=90) | st.text(alphabet="aé Zœ\u00a0\u0301ıŠ€ßﬁ½\t-☀", max_size=90)
NUMBERS = st.from_regex(r"\A(\+|00|0)?[0-9 .()\-/]{0,18}\Z") | TEXTS
FREE = {
    "client": [name for name in LENGTHS["client"]],
    "contact": [name for name in LENGTHS["contact"]],
    "document": ["number", "reference", "client_number"],
}
CONTENTS = st.sampled_from(sorted(FREE)).flatmap(
    lambda entity: st.tuples(
        st.just(entity),
        st.fixed_dictionaries({}, optional={name: NUMBERS for name in FREE[entity]}),
    )
)


def test_examples_of_the_modules():
    for module in (sage.projection, amounts, fields, phones, text):
        assert doctest.testmod(module).failed == 0


@given(CONTENTS)
def test_projected_again_nothing_changes_and_all_fits(content):
    entity, values = content
    once = project(entity, values)
    assert project(entity, once) == once
    for name, value in once.items():
        assert len(value) <= LENGTHS[entity].get(name, 90), name
        assert value.encode("cp1252").decode("cp1252") == value, name


@given(CONTENTS)
def test_there_and_back_nothing_changes(content):
    """I11: decode, encode, decode = decode, and encode, decode, encode = encode."""
    entity, values = content
    there = project(entity, values)
    back = decode(entity, there)
    assert project(entity, back) == there
    assert decode(entity, project(entity, back)) == back


@given(st.text(max_size=60))
@example("12 rue\u00a0du  Lac\x00")
@example("I\u0307")
def test_another_code_page_holds_too(value):
    page = Projection(code_page="iso8859-15")
    once = page.project("client", {"name": value})
    assert page.project("client", once) == once
    assert once["name"].encode("iso8859-15").decode("iso8859-15") == once["name"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0450123456", "04 50 12 34 56"),
        ("+33 (0)4 50 12 34 56", "04 50 12 34 56"),
        ("450123456", "04 50 12 34 56"),
        ("0033 6 12 34 56 78", "06 12 34 56 78"),
        ("+41223456789", "+41 22 345 67 89"),
        ("3631", "3631"),
        ("06 12 34 56 78 (le soir)", "06 12 34 56 78 (le so"),
        ("", ""),
    ],
)
def test_numbers_in_the_french_writing(typed, kept):
    assert project("client", {"phone": typed}) == {"phone": kept}


def test_the_echo_of_a_shortened_name_is_no_change():
    long = "Syndicat des copropriétaires de la résidence « Les Terrasses du Semnoz » bâtiments A à F"
    assert project("client", {"name": long[:69]}) == project("client", {"name": long})
    assert project("client", {"name": long}) != project("client", {"name": "Syndicat"})
    assert len(Projection(OLD_LENGTHS).project("client", {"name": long})["name"]) <= 35


def test_a_long_street_goes_on_in_the_second_line():
    street = "12 bis avenue du Général de Gaulle, bâtiment C"
    two = project("client", {"street": street, "street2": ""})
    assert two == {"street": "12 bis avenue du Général de Gaulle,", "street2": "bâtiment C"}
    assert project("client", two) == two
    assert project("client", {"street": street, "street2": "BP 12"})["street2"] == "BP 12"
    assert project("client", {"street": street}) == {"street": street[:35]}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("total", "12,5", "decimal"), ("total", "1e5", "decimal"), ("date", "2026-02-30", "date"), ("kind", "x", "kind")],
)
def test_a_value_that_cannot_be_read_is_told(name, value, code):
    with pytest.raises(BadData) as caught:
        project("document", {name: value})
    assert (caught.value.code, caught.value.detail) == (code, value)


def test_lines_of_a_document():
    line = Line("7", {"product": "cab-3g25", "quantity": "2", "unit_price": "12.34567", "untaxed": "24.69"})
    (kept,) = fields.project_lines([line])
    assert kept.key == "7"
    assert kept.values == {"product": "CAB-3G25", "quantity": "2.0000", "unit_price": "12.3457", "untaxed": "24.69"}


@given(st.from_regex(r"\A\+[1-9][0-9]{6,13}\Z"))
def test_every_number_reads_back(number):
    assert french(french(number)) == french(number)
    assert phones.to_e164(french(number)) == phones.to_e164(number)
