"""What of a report is to be billed."""

from decimal import Decimal

from field_billing.quantities import hour_source, hours, product_source, to_bill, totals
from hypothesis import given
from hypothesis import strategies as st

QUANTITIES = st.dictionaries(
    st.sampled_from(["travel", "hour/normal", "hour/night", "product/1", "product/2"]),
    st.decimals(min_value=-50, max_value=50, places=2),
)


def test_hours_are_rounded_to_hundredths():
    assert [hours(minutes) for minutes in (0, 1, 45, 100)] == list(map(Decimal, ("0.00", "0.02", "0.75", "1.67")))


def test_sources_do_not_meet():
    assert len({hour_source("1"), product_source(1), "travel"}) == 3


def test_same_source_twice_is_one_quantity():
    rows = [("product/1", Decimal("0.1")), ("travel", Decimal(1)), ("product/1", Decimal("0.2"))]
    assert totals(rows) == {"product/1": Decimal("0.3"), "travel": Decimal(1)}


@given(QUANTITIES, QUANTITIES)
def test_what_is_billed_in_the_end_is_what_was_wanted(wanted, billed):
    more = to_bill(wanted, billed)
    assert all(more.values())
    sums = {source: billed.get(source, 0) + more.get(source, 0) for source in {*wanted, *billed}}
    assert {source: total for source, total in sums.items() if total} == {s: q for s, q in wanted.items() if q}


@given(QUANTITIES)
def test_billing_twice_adds_nothing(wanted):
    billed = to_bill(wanted, {})
    assert to_bill(wanted, billed) == {}


@given(QUANTITIES, QUANTITIES, QUANTITIES)
def test_amendments_add_up_whatever_their_number(first, second, third):
    billed = totals([*to_bill(first, {}).items()])
    for wanted in (second, third):
        billed = totals([*billed.items(), *to_bill(wanted, billed).items()])
    assert {s: q for s, q in billed.items() if q} == {s: q for s, q in third.items() if q}
