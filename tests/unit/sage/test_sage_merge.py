"""The merge of three versions: the table of verdicts, I4, I5, sums of documents, who owns what, and cursors."""

import doctest
from datetime import datetime, timedelta
from itertools import product
from random import Random

import pytest
import sage.cursor
import sage.mapping
import sage.merge
import sage.ownership
import sage.words_fr
from hypothesis import given
from hypothesis import strategies as st
from sage.cursor import further, overlap_start, stamp, surely_older
from sage.engine import backoff, steps
from sage.errors import BadData, Refused
from sage.mapping import LINKS, TABLE
from sage.merge import CENT, Side, alike, check_totals, merge, read_lines, same_lines, write_lines
from sage.ownership import Ownership
from sage.projection.amounts import to_decimal
from sage.records import ENTITIES, FIELDS, INVOICE_KINDS, Cursor, Line

OWNERS = ("sage", "odoo", "shared", "read_only")
VALUE = st.sampled_from(["", "a", "b", "c"])
CONTENT = st.fixed_dictionaries({name: VALUE for name in ("name", "street", "street2", "zip", "siret")})
AMOUNT = st.integers(-10_000_000, 10_000_000).map(lambda cents: f"{cents / 100:.2f}")


def test_examples_of_the_modules():
    for module in (sage.cursor, sage.mapping, sage.merge, sage.ownership, sage.words_fr, backoff, sage.engine):
        assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "shared", "sage", "odoo"),
    [
        ("a", "b", "b", "agreed", "agreed", "agreed"),
        ("a", "a", "b", "apply", "apply", "push"),
        ("a", "b", "a", "push", "apply", "push"),
        ("a", "b", "c", "clash", "apply", "push"),
        ("a", "", "b", "clash", "apply", "push"),
        ("a", "", "a", "push", "apply", "push"),
        ("a", "a", "", "apply", "apply", "push"),
        ("", "a", "", "push", "push", "push"),
        (None, "", "a", "apply", "apply", "push"),
        (None, "a", "", "push", "push", "push"),
        (None, "a", "b", "clash", "apply", "push"),
    ],
)
def test_the_table_of_verdicts(base, ours, theirs, shared, sage, odoo):
    before = Side({} if base is None else {"name": base})
    for owner, verdict in (("shared", shared), ("sage", sage), ("odoo", odoo)):
        outcome = merge("client", before, Side({"name": ours}), Side({"name": theirs}), {"name": owner}.__getitem__)
        assert _verdict(outcome) == verdict


def _verdict(outcome):
    found = [name for name in ("apply", "push") if getattr(outcome, name)] + (["clash"] if outcome.clashes else [])
    return found[0] if found else "agreed"


@given(CONTENT, CONTENT, CONTENT, st.sampled_from(OWNERS))
def test_no_value_is_lost_and_the_second_merge_finds_nothing(base, ours, theirs, owner):
    """I1, I2, I4: what a merge says, done on both sides, leaves only conflicts; and of them both values."""
    outcome = merge("client", Side(base), Side(ours), Side(theirs), lambda _name: owner)
    here, there = {**ours, **outcome.apply}, {**theirs, **outcome.push}
    for name in base:
        if name in outcome.clashes:
            assert (here[name], there[name]) == (ours[name], theirs[name])
            assert owner == "shared"
        elif here[name] != there[name]:
            unit = sage.mapping.unit_of("client", name)
            assert any(other in outcome.clashes for other in unit)
    again = merge("client", Side(outcome.base), Side(here), Side(there), lambda _name: owner)
    assert not again.changes_ours and not again.changes_theirs
    assert again.clashes == outcome.clashes
    assert again.base == merge("client", Side(again.base), Side(here), Side(there), lambda _name: owner).base


@given(CONTENT, st.permutations(["name", "zip", "siret"]), VALUE, VALUE)
def test_edits_of_different_fields_commute(base, names, mine, yours):
    """I5: whoever changed first, both changes end on both sides."""
    ours, theirs = {**base, names[0]: mine}, {**base, names[1]: yours}
    outcome = merge("client", Side(base), Side(ours), Side(theirs), lambda _name: "shared")
    wanted = {**base, names[0]: mine, names[1]: yours}
    assert {**ours, **outcome.apply} == {**theirs, **outcome.push} == wanted
    assert not outcome.clashes


def test_the_two_lines_of_an_address_go_together():
    base = Side({"street": "a", "street2": "b"})
    outcome = merge(
        "client",
        base,
        Side({"street": "x", "street2": "b"}),
        Side({"street": "a", "street2": "y"}),
        lambda _n: "shared",
    )
    assert set(outcome.clashes) == {"street", "street2"}


def test_a_field_that_one_side_does_not_tell_takes_no_part():
    outcome = merge("client", Side({"name": "a"}), Side({"name": "a"}), Side({"city": "Annecy"}), lambda _n: "shared")
    assert (outcome.apply, outcome.push, outcome.base) == ({}, {}, {"name": "a", "city": "Annecy"})


@given(st.lists(st.tuples(VALUE, AMOUNT), max_size=3), st.lists(st.tuples(VALUE, AMOUNT), max_size=3))
def test_lines_are_compared_in_what_both_tell_and_read_back(ours, theirs):
    mine = tuple(Line("", {"name": name, "untaxed": amount}) for name, amount in ours)
    yours = tuple(Line("7", {"name": name, "untaxed": amount, "tax_code": "C1"}) for name, amount in theirs)
    near = all(
        one[0] == two[0] and abs(to_decimal(one[1]) - to_decimal(two[1])) <= CENT
        for one, two in zip(ours, theirs, strict=False)
    )
    assert same_lines(mine, yours) == same_lines(yours, mine) == (near and len(ours) == len(theirs))
    assert read_lines(write_lines(yours)) == yours


@given(AMOUNT, AMOUNT, st.integers(-3, 3))
def test_sums_within_a_cent(untaxed, tax, cents):
    total = f"{to_decimal(untaxed) + to_decimal(tax) + cents * CENT:.2f}"
    values = {"total_untaxed": untaxed, "total_tax": tax, "total": total}
    assert check_totals(values, None) == ("" if abs(cents) <= 1 else "totals_tax")
    line = Line("1", {"untaxed": f"{to_decimal(untaxed) + cents * CENT:.2f}"})
    fair = values | {"total": f"{to_decimal(untaxed) + to_decimal(tax):.2f}"}
    assert check_totals(fair, (line,)) == ("" if abs(cents) <= 1 else "totals_lines")
    assert alike("total", untaxed, f"{to_decimal(untaxed) + cents * CENT:.2f}") == (abs(cents) <= 1)


def test_every_field_of_a_record_has_an_owner_or_is_a_link():
    owned = {(field.entity, field.name) for field in TABLE}
    told = {(entity, name) for entity in ENTITIES for name in FIELDS[entity] if name not in LINKS}
    assert told | {("document", "lines")} == owned


@pytest.mark.parametrize(("kind", "ours"), product(sorted(INVOICE_KINDS), [True, False]))
def test_nothing_of_an_invoice_is_ours(kind, ours):
    """I12."""
    rules = Ownership()
    names = [field.name for field in TABLE if field.entity == "document"]
    assert {rules.of("document", name, kind=kind, ours=ours) for name in names} == {"read_only"}
    assert not rules.may_be_created("document", {"kind": kind})


def test_settings_change_owners_but_not_the_fixed_ones():
    rules = Ownership({("client", "name"): "sage", ("document", "reference"): "shared"})
    assert rules.of("client", "name") == "sage"
    assert rules.of("document", "reference", kind="order") == "shared"
    assert Ownership().of("client", "name") == "shared"
    for place, owner, code in [
        (("client", "number"), "shared", "fixed_owner"),
        (("client", "colour"), "sage", "unknown_field"),
        (("client", "name"), "creator", "unknown_owner"),
        (("document", "total"), "odoo", "fixed_owner"),
    ]:
        with pytest.raises(Refused) as caught:
            Ownership({place: owner})
        assert caught.value.code == code


def test_a_new_record_tells_sage_all_but_what_sage_alone_says():
    values = {"name": "Favre", "siret": "1", "number": "X"}
    assert Ownership().sent_on_creation("client", values) == {"name": "Favre", "siret": "1"}


MOMENT = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))


@given(MOMENT, st.integers(0, 600), st.integers(0, 120))
def test_the_window_holds_every_moment_it_should(moment, seconds, minutes):
    """I8, real time: what was modified at most `minutes` before the cursor is read again, summer time or not."""
    cursor = Cursor(moment.isoformat(timespec="seconds"), "9")
    start = overlap_start(cursor, minutes)
    assert start.key == ""
    assert start.stamp <= (moment - timedelta(minutes=max(minutes, 2))).isoformat(timespec="seconds")
    assert surely_older(start.stamp, cursor.stamp) or "2026-10-25" in start.stamp
    later = (moment + timedelta(seconds=seconds)).isoformat(timespec="seconds")
    assert not surely_older(later, cursor.stamp)


def test_cursors_sort_by_moment_then_by_the_value_of_the_key():
    one, other = Cursor("2026-11-21T14:05:00", "9"), Cursor("2026-11-21T14:05:00", "10")
    assert further(one, other) == further(other, one) == other
    assert further(None, one) == further(one, None) == one
    assert overlap_start(None, 10) is None
    with pytest.raises(BadData):
        stamp("yesterday")


def test_waits_double_with_chance_and_have_a_bound():
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    waits = [backoff.delay(attempts, minute, hour, Random(attempts)) for attempts in range(1, 40)]
    for attempts, wait in enumerate(waits, 1):
        whole = min(hour, minute * 2 ** min(attempts - 1, 10))
        assert whole / 2 <= wait <= whole
    assert len({backoff.delay(5, minute, hour, Random(seed)) for seed in range(20)}) == 20


def test_steps_have_one_name_each():
    assert len(set(steps.STEPS)) == len(steps.STEPS)


def test_every_code_has_a_french_sentence():
    assert all(text.strip().endswith((".", ":", "…", "?")) for text in sage.words_fr.ENGINE_CODES.values())
    assert sage.words_fr.sentence("never_seen", "x") == "never_seen : x"
