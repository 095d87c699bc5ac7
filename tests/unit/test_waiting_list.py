"""Which time is given back by a change, and until when it may be taken."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from waiting_list import ANSWER, NOTICE, SHORTEST, expiry, left_over

DAY = datetime(2026, 11, 23)
moments = st.integers(0, 1440).map(lambda minute: DAY + timedelta(minutes=minute))
times = st.tuples(moments, st.integers(15, 480)).map(lambda one: (one[0], one[0] + timedelta(minutes=one[1])))


def _minutes(start, stop):
    return {start + timedelta(minutes=number) for number in range(int((stop - start) / timedelta(minutes=1)))}


def test_a_cancelled_visit_gives_all_back():
    assert left_over((DAY, DAY + timedelta(hours=2))) == [(DAY, DAY + timedelta(hours=2))]


def test_a_visit_made_a_quarter_later_gives_nothing_back():
    quarter, hour = timedelta(minutes=15), timedelta(hours=1)
    assert left_over((DAY, DAY + hour), (DAY + quarter, DAY + quarter + hour)) == []


@given(times, times)
def test_what_is_given_back_was_taken_and_is_not_any_more(old, new):
    """Every minute of the parts is of the old time alone; what is missing is shorter than a visit."""
    parts = left_over(old, new)
    found = set().union(*(_minutes(*part) for part in parts))
    free = _minutes(*old) - _minutes(*new)
    assert found <= free
    assert all(last - first >= SHORTEST for first, last in parts)
    assert len(free - found) < 2 * (SHORTEST / timedelta(minutes=1))


@given(moments, moments, st.integers(1, 1440))
def test_nobody_is_asked_too_late(now, start, minutes):
    """An answer ends two hours before the visit, after the time set at the latest, and leaves time to read."""
    until = expiry(now, start, minutes)
    if until is None:
        assert start - NOTICE - now < ANSWER or timedelta(minutes=minutes) < ANSWER
    else:
        assert now + ANSWER <= until <= start - NOTICE
        assert until <= now + timedelta(minutes=minutes)
