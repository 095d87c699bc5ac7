"""Which call keeps the promise to call back (pure, no Odoo)."""

from dataclasses import replace
from datetime import datetime, timedelta

from callback_rules import Call, Promise, call_that_keeps, keeps
from hypothesis import given
from hypothesis import strategies as st

ASKED = datetime(2026, 11, 23, 9, 0, 12, 345678)
PROMISE = Promise(asked=ASKED, people=frozenset({7, 8}), numbers=frozenset({"+33450123456"}))
LATER = ASKED.replace(microsecond=0) + timedelta(hours=2)
CALL = Call(at=LATER, saved=LATER, answered=True, people=frozenset({8, 9}))

calls = st.builds(
    Call,
    at=st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 1)).map(lambda at: at.replace(microsecond=0)),
    saved=st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 1)),
    answered=st.booleans(),
    people=st.frozensets(st.integers(1, 12), max_size=3),
    number=st.sampled_from(["", "+33450123456", "+33639980010"]),
)


class TestKeeps:
    def test_a_later_call_with_the_firm(self):
        assert keeps(CALL, PROMISE)

    def test_a_later_call_with_the_same_number_and_nobody_known(self):
        assert keeps(replace(CALL, people=frozenset(), number="+33450123456"), PROMISE)

    def test_not_an_attempt_without_answer(self):
        assert not keeps(replace(CALL, answered=False), PROMISE)

    def test_not_somebody_else(self):
        assert not keeps(replace(CALL, people=frozenset({9}), number="+33639980010"), PROMISE)

    def test_not_a_call_without_person_nor_number(self):
        assert not keeps(replace(CALL, people=frozenset(), number=""), Promise(asked=ASKED))

    def test_not_the_call_in_which_it_was_promised(self):
        assert not keeps(replace(CALL, at=ASKED.replace(microsecond=0), saved=ASKED), PROMISE)

    def test_not_an_earlier_call_written_down_later(self):
        assert not keeps(replace(CALL, at=ASKED - timedelta(minutes=5)), PROMISE)

    def test_a_call_of_the_same_second_saved_apart(self):
        assert keeps(replace(CALL, at=ASKED.replace(microsecond=0), saved=LATER), PROMISE)


class TestCallThatKeeps:
    @given(st.lists(calls, max_size=6))
    def test_it_keeps_and_no_earlier_one_does(self, journal):
        rank = call_that_keeps(PROMISE, journal)
        keeping = [call for call in journal if keeps(call, PROMISE)]
        assert (rank is None) == (not keeping)
        if rank is not None:
            assert journal[rank].at == min(call.at for call in keeping)

    @given(st.lists(calls, max_size=6))
    def test_attempts_never_count(self, journal):
        assert call_that_keeps(PROMISE, [replace(call, answered=False) for call in journal]) is None
