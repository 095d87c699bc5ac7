"""Start, end and length of a visit always agree, whatever was changed by hand."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slotting.schedule import complete

NINE = datetime(2026, 11, 23, 9, 0)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
quarters = st.integers(0, 4 * 24 * 5).map(lambda count: count / 4)
changes = st.frozensets(st.sampled_from(["start", "end", "hours"]))


@pytest.mark.parametrize(
    ("start", "end", "hours", "moved", "expected"),
    [
        # a new start keeps the length
        (NINE, NINE + timedelta(hours=5), 2, {"start"}, (NINE, NINE + timedelta(hours=2), 2)),
        # a new end keeps the length too: the start follows
        (NINE, NINE + timedelta(hours=5), 2, {"end"}, (NINE + timedelta(hours=3), NINE + timedelta(hours=5), 2)),
        # both ends set: the length follows
        (NINE, NINE + timedelta(hours=3), 1, {"start", "end"}, (NINE, NINE + timedelta(hours=3), 3)),
        # a new length moves the end
        (NINE, NINE + timedelta(hours=1), 4, {"hours"}, (NINE, NINE + timedelta(hours=4), 4)),
        # no date: nothing to complete
        (None, None, 2, {"hours"}, (None, None, 2)),
        # the date was taken away: the end goes with it
        (None, NINE, 2, {"start"}, (None, None, 2)),
    ],
)
def test_examples(start, end, hours, moved, expected):
    """One case for each thing a person may change."""
    assert complete(start, end, hours, moved=frozenset(moved)) == expected


@given(st.none() | moments, st.none() | moments, quarters, changes)
def test_the_three_agree(start, end, hours, moved):
    """Dated visits last from their start to their end; undated ones have neither."""
    if {"start", "end"} <= moved and start and end and end < start:
        with pytest.raises(ValueError, match="end before it starts"):
            complete(start, end, hours, moved=moved)
        return
    start, end, hours = complete(start, end, hours, moved=moved)
    assert (start is None) == (end is None)
    if start:
        assert end - start == timedelta(hours=hours)


@given(moments, moments, quarters, changes)
def test_completing_again_changes_nothing(start, end, hours, moved):
    """A completed visit is complete."""
    if end < start:
        start, end = end, start
    done = complete(start, end, hours, moved=moved)
    assert complete(*done, moved=frozenset()) == done


@given(moments, moments, quarters)
def test_what_was_set_by_hand_stays(start, end, hours):
    """The value just typed is never the one that is computed."""
    assert complete(start, end, hours, moved=frozenset({"start"}))[0] == start
    assert complete(start, end, hours, moved=frozenset({"end"}))[1] == end
    assert complete(start, end, hours, moved=frozenset({"hours"}))[2] == hours


def test_negative_length():
    """A visit cannot last less than nothing."""
    with pytest.raises(ValueError, match="negative"):
        complete(NINE, None, -0.25, moved=frozenset({"hours"}))
