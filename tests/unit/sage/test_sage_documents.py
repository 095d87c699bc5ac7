"""States of quotations, and totals shared out over lines."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sage.errors import BadData
from sage.filing import number_in
from sage.merge import Side, merge
from sage.ownership import Ownership
from sage.sharing import CENT, share, untaxed_of
from sage.transitions import ACCEPTED, CANCELLED, CONFIRMED, STATES, TYPED, may_become, may_move, same

states = st.sampled_from(STATES)
sage_states = st.sampled_from(STATES[:3])
amounts = st.integers(-500_000, 500_000).map(lambda cents: Decimal(cents) / 100)
rates = st.sampled_from([Decimal(0), Decimal("5.5"), Decimal(10), Decimal(20)])


@given(one=states, other=states)
def test_same_is_symmetric_and_same_states_may_stand(one, other):
    assert same(one, other) == same(other, one)
    assert may_move(one, one)
    if same(one, other):
        assert may_move(one, other)


@given(after=states)
def test_an_accepted_quotation_goes_nowhere(after):
    assert may_move(ACCEPTED, after) == (after == ACCEPTED)


@given(before=states)
def test_a_cancelled_one_is_never_accepted_by_itself(before):
    assert not may_move(CANCELLED, ACCEPTED)
    assert may_move(before, ACCEPTED) == (before != CANCELLED)


@pytest.mark.parametrize("kind", ["order", "delivery", "invoice", "posted_invoice"])
def test_only_what_is_not_cancelled_follows_a_transformation(kind):
    assert may_become("quotation", kind, TYPED)
    assert not may_become("quotation", kind, CANCELLED)
    assert may_become("invoice", "posted_invoice", CANCELLED)


def merged(base, ours, theirs, made_here):
    side = {"kind": "quotation", "number": "DE1", "reference": "R"}
    owners = Ownership()
    return merge(
        "document",
        Side(side | {"state": base}),
        Side(side | {"state": ours}),
        Side(side | {"state": theirs}),
        lambda name: owners.of("document", name, kind="quotation", ours=made_here),
    )


@given(base=sage_states, ours=states, theirs=sage_states, made_here=st.booleans())
def test_a_merge_moves_by_the_table_or_not_at_all(base, ours, theirs, made_here):
    """Whatever both sides have done: a side is moved where the table allows, or the field is in conflict."""
    outcome = merged(base, ours, theirs, made_here)
    if "state" in outcome.clashes:
        assert "state" not in outcome.apply and "state" not in outcome.push
        assert outcome.base["state"] == base
    if "state" in outcome.apply:
        assert may_move(ours, outcome.apply["state"])
    if "state" in outcome.push:
        assert may_move(theirs, outcome.push["state"]) and outcome.push["state"] != CANCELLED
    if not same(ours, theirs):
        assert {"state"} & {*outcome.clashes, *outcome.apply, *outcome.push}


def test_a_transformation_of_a_cancelled_quotation_is_held_whole():
    base = {"kind": "quotation", "number": "DE1", "state": CONFIRMED, "date": "2026-11-01"}
    theirs = {"kind": "order", "number": "BC1", "state": ACCEPTED, "date": "2026-11-02"}
    outcome = merge(
        "document",
        Side(base),
        Side(base | {"state": CANCELLED}),
        Side(theirs),
        lambda name: Ownership().of("document", name, kind="order"),
    )
    assert "kind" in outcome.clashes
    assert not outcome.apply and outcome.base == base


@given(lines=st.lists(st.tuples(amounts, rates), max_size=12))
def test_shares_add_up_to_the_tax_by_rate(lines):
    shares = share(lines, None, None)
    assert [one.untaxed for one in shares] == [amount for amount, _rate in lines]
    for rate in {rate for _amount, rate in lines}:
        base = sum((amount for amount, one in lines if one == rate), Decimal(0))
        tax = sum((one.tax for one, (_amount, each) in zip(shares, lines, strict=True) if each == rate), Decimal(0))
        assert tax == (base * rate / 100).quantize(CENT, ROUND_HALF_UP)
    for one, (amount, rate) in zip(shares, lines, strict=True):
        assert abs(one.tax - amount * rate / 100) <= CENT


@given(
    lines=st.lists(st.tuples(amounts, rates), min_size=1, max_size=12),
    cent_untaxed=st.integers(-1, 1),
    cents_tax=st.integers(-3, 3),
)
def test_totals_of_sage_are_the_totals_or_nothing(lines, cent_untaxed, cents_tax):
    """Shares have SAGE's sums to the cent; what is too far off is refused, never shown."""
    plain = share(lines, None, None)
    untaxed = sum((one.untaxed for one in plain), Decimal(0)) + CENT * cent_untaxed
    total = untaxed + sum((one.tax for one in plain), Decimal(0)) + CENT * cents_tax
    try:
        shares = share(lines, untaxed, total)
    except BadData as fault:
        assert fault.code == "totals_rates"
        assert cent_untaxed or cents_tax
        return
    assert sum((one.untaxed for one in shares), Decimal(0)) == untaxed
    assert sum((one.untaxed + one.tax for one in shares), Decimal(0)) == total


@given(lines=st.lists(st.tuples(amounts, rates), max_size=5), gap=st.integers(2, 10_000))
def test_more_than_a_cent_is_refused(lines, gap):
    untaxed = sum((amount for amount, _rate in lines), Decimal(0)) + CENT * gap
    with pytest.raises(BadData, match="totals_lines"):
        share(lines, untaxed, None)


def test_amount_of_a_line():
    assert untaxed_of({"quantity": "2", "unit_price": "10", "discount": "25"}) == Decimal("15.00")
    assert untaxed_of({"quantity": "2", "unit_price": "10", "untaxed": "19.99"}) == Decimal("19.99")


@given(st.text(max_size=40))
def test_a_name_tells_a_number_or_nothing(name):
    import re

    pattern = re.compile(r"(?<![A-Z0-9])(?P<number>[A-Z]{2,3}[ _-]?[0-9]{3,11})(?![0-9])", re.I)
    number = number_in(name, pattern)
    assert number == "" or re.fullmatch(r"[A-Zİ]{2,3}\d{3,11}", number) or not number.isascii()
