"""The one text of a report: the same whoever writes it, and nothing that a report may not hold."""

import doctest
import json
import unicodedata
from pathlib import Path

import pytest
from field_report import (
    BadContent,
    canonical,
    check_change,
    check_content,
    clean,
    digest,
    document,
    judgement,
    same_content,
)
from field_report.judgement import decimal_text, judge
from hypothesis import assume, given
from hypothesis import strategies as st

GOLDEN = Path(__file__).resolve().parents[2] / "addons/duret_intervention/static/tests/golden_reports.json"
UUID = "0b6d6a52-5f0c-4f6e-8f37-0d9c1f6f2a11"
HEX = "ab" * 32
texts = st.text(max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=126)), inner, max_size=4)
    ),
    max_leaves=12,
)
documents = st.dictionaries(st.text(st.characters(min_codepoint=33, max_codepoint=126)), values, max_size=6)


@pytest.mark.parametrize("module", [document, judgement], ids=lambda module: module.__name__)
def test_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


# -- the text -------------------------------------------------------------------------------------------------------
@given(documents)
def test_writing_twice_changes_nothing(value):
    text = canonical(value)
    assert canonical(json.loads(text)) == text


@given(documents, st.randoms())
def test_the_order_of_keys_does_not_matter(value, random):
    keys = list(value)
    random.shuffle(keys)
    assert canonical({key: value[key] for key in keys}) == canonical(value)


@given(texts)
def test_texts_are_clean(text):
    tidy = clean(text)
    assert clean(tidy) == tidy
    assert unicodedata.is_normalized("NFC", tidy)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in tidy)
    tidy.encode()


@given(texts, texts)
def test_texts_that_differ_keep_differing(one, other):
    assume(clean(one) != clean(other))
    assert digest(canonical({"a": one})) != digest(canonical({"a": other}))


def test_absent_values_are_no_part_of_the_content():
    assert canonical({"content": {"a": None, "b": 1}, "c": None}) == '{"c":null,"content":{"b":1}}'


@pytest.mark.parametrize("value", [0.1, float("nan"), 2**53, -(2**53), b"bytes", {1: "a"}, {"a": [1.5]}])
def test_what_two_machines_write_differently_is_refused(value):
    with pytest.raises(BadContent):
        canonical({"a": value} if not isinstance(value, dict) else value)


def test_golden_documents():
    """The application writes the same texts: its own tests read this file."""
    golden = json.loads(GOLDEN.read_text())
    assert len(golden) >= 6
    for case in golden:
        text = canonical(case["document"])
        assert (text, digest(text)) == (case["canonical"], case["sha256"])


# -- the content ----------------------------------------------------------------------------------------------------
PHOTO = {
    "sha256": HEX,
    "size": 1000,
    "kind": "before",
    "pair": "",
    "caption": "",
    "taken_at": "2026-11-23T08:05:00Z",
    "place": "",
}
MEASURE = {"kind": "earth", "value": "12.5", "place": "", "note": ""}
PRODUCT = {"product": 3, "name": "Breaker", "quantity": "2.5", "unit": "Units"}
GOOD = {
    "arrived_at": "2026-11-23T08:05:00Z",
    "arrived_reason": "Forgot to tap",
    "work_done": "é" * 20_000,
    "follow_up": False,
    "equipment/12": True,
    "checks/power_off": {"answer": "na", "note": ""},
    f"measures/{UUID}": MEASURE,
    "hours/normal": 0,
    f"products/{UUID}": PRODUCT,
    f"photos/{UUID}": PHOTO,
}
BAD = [
    ("work_done", "a" * 20_001, "too_long"),
    ("work_done", 3, "bad_value"),
    ("work", "a", "bad_shape"),
    ("work_done/x", "a", "bad_shape"),
    ("checks/", {}, "bad_shape"),
    ("checks/Power Off", {"answer": "yes", "note": ""}, "bad_shape"),
    ("checks/power_off", {"answer": "maybe", "note": ""}, "bad_value"),
    ("checks/power_off", {"answer": ["yes"], "note": ""}, "bad_value"),
    ("checks/power_off", {"answer": "yes"}, "bad_value"),
    ("checks/power_off", {"answer": "yes", "note": "a" * 501}, "too_long"),
    ("arrived_at", "2026-11-23 08:05", "bad_value"),
    ("arrived_at", "2026-13-23T08:05:00Z", "bad_value"),
    ("left_at", "2026-02-31T08:05:00Z", "bad_value"),
    (f"photos/{UUID}", PHOTO | {"taken_at": "2026-02-31T08:05:00Z"}, "bad_value"),
    ("follow_up", 1, "bad_value"),
    ("equipment/12", False, "bad_value"),
    ("equipment/0", True, "bad_shape"),
    ("equipment/12345678901", True, "bad_shape"),
    (f"measures/{UUID.upper()}", MEASURE, "bad_shape"),
    (f"measures/{UUID}", MEASURE | {"value": 12.5}, "bad_value"),
    (f"measures/{UUID}", MEASURE | {"value": "1e9"}, "bad_value"),
    (f"measures/{UUID}", MEASURE | {"more": ""}, "bad_value"),
    ("hours/normal", True, "bad_value"),
    ("hours/normal", -1, "bad_value"),
    ("hours/normal", 10_081, "bad_value"),
    (f"products/{UUID}", PRODUCT | {"product": True}, "bad_value"),
    (f"products/{UUID}", PRODUCT | {"quantity": ""}, "bad_value"),
    (f"photos/{UUID}", PHOTO | {"size": 8 * 1024 * 1024 + 1}, "too_long"),
    (f"photos/{UUID}", PHOTO | {"sha256": "zz" * 32}, "bad_value"),
    (f"photos/{UUID}", PHOTO | {"place": "here"}, "bad_value"),
    (7, "a", "bad_shape"),
    ("a" * 200, "a", "bad_shape"),
]


def test_a_whole_content_is_accepted():
    assert check_content(GOOD | {"reserves": None}) == GOOD


@pytest.mark.parametrize(("path", "value", "code"), BAD, ids=lambda case: str(case)[:30])
def test_what_no_report_may_hold(path, value, code):
    with pytest.raises(BadContent) as caught:
        check_change(path, value)
    assert caught.value.code == code


def test_no_endless_report():
    with pytest.raises(BadContent) as caught:
        check_content({f"checks/a{index}": None for index in range(1_001)})
    assert caught.value.code == "too_long"


@given(st.sampled_from(sorted(GOOD)), values)
def test_no_value_passes_that_the_text_cannot_hold(path, value):
    """Whatever a phone sends, what is accepted can be signed."""
    try:
        checked = check_change(path, value)
    except BadContent:
        return
    canonical({"content": {path: checked}})


def test_what_says_nothing_makes_no_difference():
    assert same_content({"work_done": "", "follow_up": False}, {})
    assert not same_content({"hours/normal": 0}, {})
    assert not same_content({"follow_up": True}, {})


# -- measures -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "minimum", "maximum", "verdict"),
    [
        ("0.5", "0.5", None, "ok"),
        ("0.499999", "0.5", None, "bad"),
        ("100", None, "100", "ok"),
        ("100.0001", None, "100", "bad"),
        ("14.9", "15", "30", "bad"),
        ("30.0", "15", "30", "ok"),
        ("-0.1", "0", None, "bad"),
        ("", "0.5", None, "none"),
        ("12", None, None, "none"),
        ("0.3", "0.1", "0.3", "ok"),
    ],
)
def test_measures_are_judged_in_exact_decimals(value, minimum, maximum, verdict):
    assert judge(value, minimum, maximum) == verdict


@given(st.decimals(min_value=-999_999, max_value=999_999, places=3))
def test_a_number_keeps_its_digits(number):
    text = f"{number:.3f}"
    assert decimal_text(text) == text
    assert decimal_text(text.replace(".", ",")) == text
