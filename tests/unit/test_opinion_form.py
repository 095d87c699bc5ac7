"""Answers of strangers to a questionnaire: what is kept, what is refused, and that nothing breaks the reader."""

import doctest
import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opinion_form import (
    MAX_LINE,
    MAX_TEXT,
    Asked,
    Given,
    cleaned,
    is_web_address,
    marks,
    read,
    read_mark,
    readable_date,
    readable_number,
    reading,
    texts,
)

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(alphabet=st.characters(codec=None)),
    st.lists(st.one_of(st.integers(), st.text(), st.none())),
    st.dictionaries(st.sampled_from(["choices", "remark", "x"]), st.one_of(st.text(), st.lists(st.integers()))),
    st.binary(),
)
FORM = [
    Asked(1, "scale", required=True, low=0, high=10),
    Asked(2, "scale", low=1, high=5),
    Asked(3, "text"),
    Asked(4, "one", choices=frozenset({41, 42})),
    Asked(5, "many", choices=frozenset({51, 52}), has_remark=True),
    Asked(6, "number", low=0.0, high=99.0),
    Asked(7, "date"),
    Asked(8, "datetime"),
    Asked(9, "line", is_mail=True),
    Asked(10, "text", required=True, shown_by=frozenset({42})),
]


@pytest.mark.parametrize("module", [texts, marks, reading])
def test_examples_of_the_documentation(module):
    assert doctest.testmod(module).failed == 0


# --- marks -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("raw", [11, -1, "11", "-1", "neuf", "", " ", None, True, 3.5, "3.5", "9/10", "٩", "१", [9]])
def test_what_is_no_mark(raw):
    assert read_mark(raw, 0, 10) is None


@given(st.integers(0, 10))
def test_every_mark_is_read_as_number_and_as_text(mark):
    assert read_mark(mark, 0, 10) == read_mark(f" {mark} ", 0, 10) == mark


def test_zero_is_an_answer():
    found = read([Asked(1, "scale", required=True, low=0, high=10)], {1: "0"})
    assert found.answers == {1: Given(0)}
    assert not found.is_empty


# --- texts -----------------------------------------------------------------------------------------------------
@given(st.text(alphabet=st.characters(codec=None)))
def test_a_cleaned_text_can_be_stored(text):
    kept, _cut = cleaned(text)
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs") for char in kept)
    assert cleaned(kept) == (kept, False), "cleaning twice changes nothing"


@pytest.mark.parametrize(
    "text",
    [
        "Très bien 👍🏽",
        "👨‍👩‍👧 ravie",
        "خدمة ممتازة",
        "שירות מצוין",
        "<script>alert('x')</script>",
        "a\nb\tc",
        "œuf, 30 €",
    ],
)
def test_what_people_write_stays(text):
    assert cleaned(text) == (text, False)


def test_what_would_turn_or_break_other_texts_goes():
    assert cleaned("bon\u202egnat\u2066 jour\ud83d\x07") == ("bongnat jour", False)


def test_a_long_text_keeps_its_beginning():
    kept, cut = cleaned("é" * 1_000_000)
    assert (len(kept), cut) == (MAX_TEXT, True)
    assert cleaned("x" * MAX_TEXT) == ("x" * MAX_TEXT, False)


@given(ANYTHING)
def test_only_texts_are_texts(value):
    kept, _cut = cleaned(value)
    assert isinstance(kept, str)


# --- web addresses -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("good", ["https://g.page/r/abc/review", "http://avis.test", "https://avis.test:8443/é?x=1#y"])
def test_pages(good):
    assert is_web_address(good)


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://avis.test",
        "https://avis .test",
        "data:text/html,x",
        "//avis.test",
        "avis.test",
        "https://",
        "https://me:secret@avis.test",
        "https://avis.test\\@mal.test",
        "http://[::1",
        "https://avis.test/" + "x" * 2_000,
        "",
        None,
        7,
    ],
)
def test_what_no_link_may_open(bad):
    assert not is_web_address(bad)


# --- numbers and dates -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("raw", "number"), [("12,5", 12.5), ("-3", -3.0), ("1 250", 1250.0), (4, 4.0), ("0", 0.0)])
def test_numbers_as_people_type_them(raw, number):
    assert readable_number(raw) == number


@pytest.mark.parametrize("raw", ["douze", "1e9", "nan", "inf", float("nan"), float("inf"), True, "1,2,3", "٣"])
def test_what_is_no_number(raw):
    assert readable_number(raw) is None


def test_dates():
    assert readable_date("2028-02-29") == date(2028, 2, 29)
    assert readable_date("2026-10-25T02:30", with_time=True) == datetime(2026, 10, 25, 2, 30)
    for raw in ("2026-02-29", "hier", "0001-01-01", "9999-12-31", "2026-01-01T08:00+02:00", None):
        assert readable_date(raw) is None


# --- the whole questionnaire -------------------------------------------------------------------------------------
def test_a_good_answer():
    sent = {1: "9", 2: 4, 3: " Merci ! ", 4: "41", 5: {"choices": ["52", 51], "remark": "les deux"}, 6: "12,5"}
    sent |= {7: "2026-03-01", 8: "2026-03-01T08:30", 9: "a@b.fr", 99: "nobody asked"}
    found = read(FORM, sent)
    assert found.faults == {}
    values = {key: given.value for key, given in found.answers.items()}
    assert values == {
        1: 9,
        2: 4,
        3: "Merci !",
        4: (41,),
        5: (52, 51),
        6: 12.5,
        7: date(2026, 3, 1),
        8: datetime(2026, 3, 1, 8, 30),
        9: "a@b.fr",
        10: None,
    }
    assert found.answers[5].remark == "les deux"


def test_each_fault_has_its_code():
    sent = {1: "11", 4: "99", 5: ["51", "x"], 6: "100", 7: "demain", 8: "midi", 9: "adresse"}
    assert read(FORM, sent).faults == {
        1: "not_a_mark",
        4: "not_offered",
        5: "not_offered",
        6: "out_of_bounds",
        7: "not_a_date",
        8: "not_a_date",
        9: "not_a_mail",
    }
    assert read(FORM, {6: "cent"}).faults == {1: "required", 6: "not_a_number"}
    assert read(FORM, {1: 1, 4: ["41", "42"]}).faults == {4: "not_offered"}, "one choice only"


def test_a_question_brought_up_by_a_choice():
    assert read(FORM, {1: 1, 4: 42}).faults == {10: "required"}
    assert read(FORM, {1: 1, 4: 42, 10: "ici"}).answers[10] == Given("ici")
    hidden = read(FORM, {1: 1, 4: 41, 10: "typed, then hidden"})
    assert (hidden.faults, hidden.answers[10]) == ({}, Given())


def test_a_mark_alone_asks_for_nothing_else():
    found = read(FORM, {2: "5"}, complete=False)
    assert (found.answers, found.faults) == ({2: Given(5)}, {})


def test_a_remark_answers_only_where_it_may():
    choices = frozenset({1})
    strict = Asked(7, "one", required=True, choices=choices, has_remark=True)
    lenient = Asked(7, "one", required=True, choices=choices, has_remark=True, remark_counts=True)
    assert read([strict], {7: {"choices": "", "remark": "autre"}}).faults == {7: "required"}
    assert read([lenient], {7: {"choices": "", "remark": "autre"}}).answers[7] == Given((), "autre")
    deaf = Asked(7, "one", choices=choices)
    assert read([deaf], {7: {"choices": "1", "remark": "autre"}}).answers[7] == Given((1,), "")


def test_a_line_is_one_line_of_a_length():
    asked = Asked(1, "line", low=3, high=6)
    assert read([asked], {1: "a\nb"}).answers[1] == Given("a b")
    assert read([asked], {1: "ab"}).faults == read([asked], {1: "abcdefg"}).faults == {1: "out_of_bounds"}
    cut = read([Asked(1, "line")], {1: "x" * (MAX_LINE + 1)})
    assert cut.cut
    assert len(cut.answers[1].value) == MAX_LINE


def test_an_empty_form_is_empty():
    found = read(FORM, {})
    assert found.is_empty
    assert found.faults == {1: "required"}


@given(st.dictionaries(st.integers(0, 12), ANYTHING), st.booleans())
def test_nothing_that_is_sent_breaks_the_reader(sent, complete):
    found = read(FORM, sent, complete)
    keys = {one.key for one in FORM}
    assert set(found.answers) | set(found.faults) <= keys
    assert not set(found.answers) & set(found.faults)
    for asked in FORM:
        answer = found.answers.get(asked.key, Given())
        if asked.kind == "scale" and answer:
            assert asked.low <= answer.value <= asked.high
        if asked.kind in ("one", "many") and answer.value:
            assert asked.choices.issuperset(answer.value)
    if complete:
        assert set(found.answers) | set(found.faults) == keys
