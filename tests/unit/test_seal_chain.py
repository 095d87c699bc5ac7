"""The chain of seals: any flipped bit, hole, exchange or stranger is found."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seal_chain import GENESIS, Fault, Link, canonical, differences, digest, evidence_text, faults, follow, parts_of

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
hashes = st.binary(min_size=1, max_size=6).map(digest)
parts = st.dictionaries(names, hashes, min_size=1, max_size=6)


def made(evidences):
    """A chain of one seal for each evidence."""
    links = []
    for place, one in enumerate(evidences):
        moment = f"2026-11-21T10:00:{place:02d}Z"
        links.append(follow(links[-1] if links else None, f"report-{place}", "signed", evidence_text(one), moment))
    return links


def flipped(text, bit):
    """The text with one bit of it turned; it may not be readable any more."""
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    return data.decode("latin-1")


chains = st.lists(parts, min_size=1, max_size=5).map(made)


@given(chains)
def test_an_untouched_chain_has_no_fault(chain):
    assert faults(chain) == []
    assert [link.number for link in chain] == list(range(1, len(chain) + 1))
    assert chain[0].previous == GENESIS


@given(chains, st.data())
def test_any_flipped_bit_of_any_text_is_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    field = data.draw(st.sampled_from(["report", "kind", "evidence", "evidence_hash", "sealed_at", "previous", "hash"]))
    value = flipped(getattr(chain[place], field), data.draw(st.integers(0, 4096)))
    forged = [*chain[:place], dataclasses.replace(chain[place], **{field: value}), *chain[place + 1 :]]
    found = faults(forged)
    assert place + 1 in {fault.number for fault in found}


@given(chains, st.data())
def test_another_number_is_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    number = data.draw(st.integers(1, 50).filter(lambda value: value != place + 1))
    forged = [*chain[:place], dataclasses.replace(chain[place], number=number), *chain[place + 1 :]]
    assert Fault(number, "number") in faults(forged)


@given(st.lists(parts, min_size=3, max_size=6).map(made), st.data())
def test_a_seal_taken_out_is_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 2))
    assert faults([*chain[:place], *chain[place + 1 :]])


@given(chains, parts)
def test_a_seal_written_anew_with_its_own_hash_breaks_the_next(chain, other):
    """Whoever knows the rule can make a seal that is right in itself, not one that the next one holds."""
    longer = [*chain, follow(chain[-1], "report-last", "signed", evidence_text({"x": digest("x")}), "2026-11-22")]
    forged = follow(None, chain[0].report, "refused", evidence_text(other), "2026-11-21T10:00:00Z")
    assert Fault(2, "previous") in faults([forged, *longer[1:]])


@given(st.lists(parts, min_size=2, max_size=6).map(made), st.data())
def test_a_chain_is_checked_in_pieces(chain, data):
    cut = data.draw(st.integers(1, len(chain) - 1))
    assert faults(chain[:cut]) == []
    assert faults(chain[cut:], chain[cut - 1].number, chain[cut - 1].hash) == []
    assert faults(chain[cut:]) != []


@given(parts)
def test_evidence_compares_equal_to_itself(sealed):
    text = evidence_text(sealed)
    assert parts_of(text) == sealed
    assert differences(text, sealed) == []


@given(parts, st.data())
def test_each_part_that_differs_is_named(sealed, data):
    part = data.draw(st.sampled_from(sorted(sealed)))
    assert differences(evidence_text(sealed), {**sealed, part: digest("other")}) == [(part, "changed")]
    assert differences(evidence_text(sealed), {**sealed, part: None}) == [(part, "missing")]
    assert differences(evidence_text(sealed), {k: v for k, v in sealed.items() if k != part}) == [(part, "missing")]


def test_parts_that_came_later_are_nobodys_concern():
    assert differences(evidence_text({"a": digest("a")}), {"a": digest("a"), "b": digest("b")}) == []


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"parts":[]}', '{"parts":3}', "null"])
def test_a_text_that_is_no_evidence_has_no_parts(text):
    assert parts_of(text) == {}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_the_canonical_text_does_not_depend_on_order(value):
    assert canonical({"b": value, "a": 1}) == canonical({"a": 1, "b": value})


def test_the_rule_of_the_hash_does_not_change():
    """Seals of earlier years must stay verifiable: this value is written on paper."""
    link = follow(None, "r", "signed", evidence_text({"document": digest("é")}), "2026-11-21T10:00:00Z")
    assert link.evidence == '{"format":1,"parts":{"document":"%s"}}' % digest("é")
    assert link.hash == PRINTED
    assert isinstance(link, Link)


PRINTED = "a2a8c62b713609d5844e71b1c189f78bfe7e288e56abe322d772e058d5580fb7"
