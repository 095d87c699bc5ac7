"""What people are shown of a record that travels: differences, French values, comparison."""

import doctest

from hypothesis import given
from hypothesis import strategies as st
from sage.mapping import TABLE
from sage.showing import as_compared, differences, label, line_text, moment, shown
from sage.showing import differing as differing_module
from sage.showing import labels as labels_module
from sage.showing import values as values_module

TEXTS = st.text(max_size=60)


def test_examples_of_the_documentation_hold():
    for module in (differing_module, labels_module, values_module):
        done = doctest.testmod(module)
        assert done.attempted and not done.failed, module


@given(TEXTS, TEXTS)
def test_pieces_joined_are_the_texts_and_neighbours_differ_in_kind(one, other):
    for text, pieces in zip((one, other), differences(one, other), strict=True):
        assert "".join(piece for piece, _differs in pieces) == text
        assert all(first[1] != second[1] for first, second in zip(pieces, pieces[1:], strict=False))


@given(TEXTS, TEXTS)
def test_what_is_not_marked_stands_on_both_sides(one, other):
    first, second = differences(one, other)
    common = ["".join(piece for piece, differs in pieces if not differs) for pieces in (first, second)]
    assert common[0] == common[1]
    assert (one == other) == (not any(differs for _piece, differs in (*first, *second)))


def test_very_long_texts_are_marked_whole_and_fast():
    one, other = "a" * 5_000, "b" * 5_000
    assert differences(one, other) == ([(one, True)], [(other, True)])


@given(st.sampled_from(TABLE), TEXTS)
def test_no_value_makes_the_screen_fail(field, text):
    assert isinstance(shown(field.entity, field.name, text), str)
    assert isinstance(as_compared(field.entity, field.name, text), str)
    assert label(field.entity, field.name)[0] == label(field.entity, field.name)[0].upper()


def test_values_are_written_the_french_way():
    assert shown("document", "total", "-1234567.5") == "-1\u202f234\u202f567,50\u202f€"
    assert shown("line", "unit_price", "0.1234") == "0,1234\u202f€"
    assert shown("line", "quantity", "2.0000") == "2"
    assert shown("document", "total", "douze") == "douze"
    assert shown("document", "date", "2026-02-31") == "2026-02-31"
    assert shown("client", "siret", "73282932000074") == "732 829 320 00074"
    assert shown("client", "phone", "+33450123456") == "04 50 12 34 56"
    assert shown("document", "kind", "posted_invoice") == "Facture comptabilisée"
    assert (shown("client", "name", None), moment(None), moment("hier")) == ("", "", "hier")


def test_a_line_is_one_sentence():
    line = {"name": "Prise", "quantity": "1.5000", "unit_price": "10.0000", "untaxed": "15.00", "tax_rate": "10.00"}
    assert line_text(line) == "Prise · 1,5 × 10,00\u202f€ · 15,00\u202f€ HT · TVA 10 %"
    assert line_text({}) == ""


def test_a_name_that_sage_has_cut_is_the_same_name():
    whole = "Copropriété Les Terrasses du Semnoz, bâtiments A à F, montée du Semnoz et dépendances"
    assert as_compared("client", "name", whole) == as_compared("client", "name", whole[:69])
    assert as_compared("client", "name", "FAVRE") == as_compared("client", "name", "Favre")
    assert as_compared("client", "name", "Favre") != as_compared("client", "name", "Fabre")
