"""What a report takes out of a van: the difference to what was taken already."""

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from van_use import decimal, difference

quantities = st.integers(-10_000, 10_000).map(lambda count: str(Decimal(count) / 100))
rows = st.lists(st.tuples(st.sampled_from("abcd"), quantities), max_size=12)


@given(rows, rows)
def test_booking_the_difference_settles_the_account(used, booked):
    """Once the difference is moved, what was moved is what was used; moving it again moves nothing."""
    left = difference(used, booked)
    moved = [*booked, *((product, str(quantity)) for product, quantity in left.items())]
    assert difference(used, moved) == {}
    total = Counter()
    for product, quantity in moved:
        total[product] += Decimal(quantity)
    for product, quantity in used:
        total[product] -= Decimal(quantity)
    assert not any(total.values())


@given(rows)
def test_corrections_in_a_row_end_where_the_last_one_says(used):
    """First report, then an amendment that says less, then nothing: the van has everything back."""
    first = difference(used, [])
    booked = [(product, str(quantity)) for product, quantity in first.items()]
    back = difference([], booked)
    assert back == {product: -quantity for product, quantity in first.items()}


@given(st.integers(-(10**9), 10**9))
def test_decimal_texts(millionths):
    """A quantity of the database and back: nothing changes, no exponent, no useless zero."""
    text = decimal(millionths / 1_000_000)
    assert Decimal(text) == Decimal(millionths) / 1_000_000
    assert "e" not in text.lower()
    assert text == "0" or not text.endswith(("0", ".")) or "." not in text
