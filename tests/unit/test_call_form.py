"""What the « Nouvel appel » form may send."""

import pytest
from call_words.form import CONTACT, LONGEST, CallForm, FormRefused, is_masked, read_form
from hypothesis import given
from hypothesis import strategies as st

GOOD = {"key": "k-1", "subject": "Panne de four"}


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [
        (90, 90),
        (90.7, 90),
        (-5, 0),
        (10**9, 14400),
        (float("inf"), 0),
        (float("nan"), 0),
        ("9", 0),
        (True, 0),
        (None, 0),
    ],
)
def test_length_of_the_call_is_bounded(seconds, kept):
    assert read_form(GOOD | {"seconds": seconds}).seconds == kept


def refused(**values):
    with pytest.raises(FormRefused) as caught:
        read_form(GOOD | values)
    return caught.value.reason, caught.value.field


def test_the_smallest_form():
    form = read_form(GOOD)
    assert (form.mode, form.direction, form.answered, form.contact) == ("ticket", "in", True, None)
    assert form.subject == "Panne de four"


def test_texts_are_cleaned_not_changed():
    form = read_form(GOOD | {"subject": "  Prise\x00 \u0007qui\tfume 🔥  ", "details": "Une\nligne\r\nl'autre <b>"})
    assert form.subject == "Prise qui fume 🔥"
    assert form.details == "Une\nligne\nl'autre <b>"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"key": ""}, ("no_key", "")),
        ({"subject": " \x00 "}, ("no_subject", "subject")),
        ({"subject": "x" * 201}, ("too_long", "subject")),
        ({"subject": ["x"]}, ("malformed", "subject")),
        ({"mode": "drop"}, ("malformed", "")),
        ({"mode": ["note"]}, ("malformed", "")),
        ({"direction": "up"}, ("malformed", "")),
        ({"partner_id": "7"}, ("malformed", "partner_id")),
        ({"partner_id": True}, ("malformed", "partner_id")),
        ({"partner_id": -1}, ("malformed", "partner_id")),
        ({"ticket_id": 2**40}, ("malformed", "ticket_id")),
        ({"mode": "note", "callback": "16h"}, ("note_with_callback", "callback")),
        ({"mode": "answered_now", "answered": False}, ("missed_answered", "")),
        ({"mode": "answered_now", "callback": "16h"}, ("answered_with_callback", "callback")),
        ({"contact": {"name": "x" * 500}}, ("too_long", "name")),
        ({"contact": {"name": "12 34"}}, ("no_name", "name")),
        ({"contact": {"name": "😀"}}, ("no_name", "name")),
        ({"contact": "Paul"}, ("malformed", "")),
        ({"contact": {"name": "Paul", "email": "paul@"}}, ("bad_email", "email")),
    ],
)
def test_what_is_refused(values, expected):
    assert refused(**values) == expected


def test_a_call_on_a_ticket_needs_no_subject_and_may_promise():
    form = read_form({"key": "k", "ticket_id": 3, "mode": "note", "callback": "16h"})
    assert form.ticket_id == 3 and not form.subject


@pytest.mark.parametrize(
    "text", ["masqué", "Numéro masqué", "ANONYME", "appel anonyme", "inconnu", "privé", "Restricted"]
)
def test_masked(text):
    assert is_masked(text)


@pytest.mark.parametrize(
    "text", ["", "numéro", "appel", "04 50 12 34 56", "Mme Masque-Dupont", "inconnu Paul", None, 5]
)
def test_not_masked(text):
    assert not is_masked(text)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(sorted(CallForm.__dataclass_fields__))


@given(ANYTHING | st.dictionaries(NAMES, ANYTHING, max_size=8).map(lambda values: GOOD | values))
def test_anything_is_a_form_or_a_refusal(values):
    try:
        form = read_form(values)
    except FormRefused:
        return
    for name, longest in LONGEST.items():
        assert len(getattr(form, name)) <= longest
        assert "\x00" not in getattr(form, name)
    assert form.subject or form.ticket_id
    assert 0 <= form.seconds <= 4 * 3600


@given(st.dictionaries(st.sampled_from(sorted(CONTACT)), st.text(max_size=250), min_size=1))
def test_any_contact_is_taken_or_refused(contact):
    try:
        form = read_form(GOOD | {"contact": contact})
    except FormRefused:
        return
    assert all(len(form.contact[name]) <= longest for name, longest in CONTACT.items())
    assert form.contact["name"]
