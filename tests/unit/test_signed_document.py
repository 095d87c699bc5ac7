"""The document that a client signs: read as it is, or refused with a reason."""

from datetime import datetime

import pytest
from field_report import canonical, digest
from field_report.signed import BadDocument, read_document
from hypothesis import given
from hypothesis import strategies as st

REPORT = "0b5c9d1e-0000-4000-8000-000000000001"
CONTENT = {
    "work_done": "Remplacement du différentiel « 30 mA »\nœuvre conforme",
    "hours/work": 90,
    "photos/0b5c9d1e-0000-4000-8000-0000000000aa": {
        "sha256": "ab" * 32,
        "size": 300_000,
        "kind": "before",
        "pair": "",
        "caption": "",
        "taken_at": "2026-11-21T09:00:00Z",
        "place": "",
    },
}


def document(**changes):
    """A document that is right, but for the changes."""
    return {
        "format": 1,
        "report": REPORT,
        "visit": {"id": 7, "name": "VIS/0007"},
        "client": {"name": "Mme Blanc", "address": "3 rue du Lac, 74000 Annecy"},
        "technician": "Luc",
        "content": CONTENT,
        "outcome": "signed",
        "reason": "",
        "signer": {"name": "Anne Blanc", "quality": "owner"},
        "consent": {"version": "2026-1", "text": "Je reconnais…"},
        "signed_at": "2026-11-21T09:30:05Z",
    } | changes


def read(**changes):
    text = canonical(document(**changes))
    return read_document(text, digest(text))


def refused(text, sha256=None):
    with pytest.raises(BadDocument) as caught:
        read_document(text, digest(text) if sha256 is None else sha256)
    return caught.value.code


def test_a_right_document_is_read():
    found = read()
    assert (found.report, found.visit, found.signer, found.quality) == (REPORT, 7, "Anne Blanc", "owner")
    assert found.content == CONTENT
    assert found.signed_at == datetime(2026, 11, 21, 9, 30, 5)


def test_an_absent_client_needs_a_reason_and_no_name():
    found = read(outcome="absent", reason="Parti avant la fin", signer={"name": "", "quality": ""})
    assert (found.outcome, found.reason, found.signer) == ("absent", "Parti avant la fin", "")


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"format": 2}, "format"),
        ({"report": "abc"}, "shape"),
        ({"visit": {"id": "7", "name": "x"}}, "shape"),
        ({"visit": {"id": True, "name": "x"}}, "shape"),
        ({"more": 1}, "shape"),
        ({"content": {"work_done": 3}}, "content"),
        ({"content": {"salary": "x"}}, "content"),
        ({"outcome": "office"}, "outcome"),
        ({"signer": {"name": " ", "quality": "owner"}}, "name"),
        ({"signer": {"name": "x" * 121, "quality": "owner"}}, "name"),
        ({"signer": {"name": "Anne", "quality": "queen"}}, "name"),
        ({"outcome": "absent"}, "reason"),
        ({"outcome": "refused", "reason": "  "}, "reason"),
        ({"reason": "none"}, "reason"),
        ({"outcome": "absent", "reason": "x" * 1_001}, "reason"),
        ({"signed_at": "2026-02-31T09:30:05Z"}, "moment"),
        ({"consent": {"version": "1", "text": "x" * 30_000}}, "shape"),
    ],
)
def test_what_does_not_fit_is_refused(changes, code):
    assert refused(canonical(document(**changes))) == code


@pytest.mark.parametrize("text", ["", "null", "[]", "3", '"x"', "{", '{"a":1.5}', "[" * 100_000])
def test_what_is_no_document_is_refused(text):
    assert refused(text) == "shape"


def test_too_large_and_another_way_of_writing():
    right = canonical(document())
    assert refused(right + " " * 1_000_001) == "size"
    assert refused(right.replace('"format":1', '"format": 1')) == "not_canonical"
    assert refused(right.replace("œ", "\\u0153")) == "not_canonical"
    assert refused(right, "0" * 64) == "digest"
    assert refused(right, None or "") == "digest"


@given(st.data())
def test_any_flipped_bit_is_refused(data):
    """Changed on its way, a document is never taken for what was signed."""
    right = canonical(document())
    raw = bytearray(right.encode())
    place = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[place // 8] ^= 1 << place % 8
    with pytest.raises(BadDocument):
        read_document(raw.decode("utf-8", "surrogateescape"), digest(right))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_anything_in_any_place_is_read_or_refused(value):
    for key in document():
        try:
            text = canonical(document(**{key: value}))
        except ValueError:
            continue
        try:
            read_document(text, digest(text))
        except BadDocument as error:
            assert error.code
