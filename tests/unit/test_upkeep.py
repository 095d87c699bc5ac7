"""When a maintenance visit is due."""

import doctest
from datetime import date, timedelta

import upkeep.due
from hypothesis import given
from hypothesis import strategies as st
from upkeep import DUE, LATE, LATER, UNKNOWN, Plan, add_months, after_visit, resume, standing, window

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
periods = st.sampled_from([1, 2, 3, 4, 6, 12, 18, 24, 36, 60])
# A tolerance wider than half a period would make two dates of the rhythm compete for one visit.
plans = st.builds(
    lambda anchor, months, share: Plan(anchor, months, int(share * months * 2)),
    days,
    periods,
    st.floats(0, 1),
)


def test_examples():
    assert doctest.testmod(upkeep.due).failed == 0


class TestMonths:
    @given(days, st.integers(-600, 600))
    def test_the_month_is_right_and_the_day_is_kept_or_the_last(self, day, months):
        moved = add_months(day, months)
        assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
        assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)

    def test_leap_days(self):
        plan = Plan(date(2024, 2, 29), 12)
        assert [plan.day(rank) for rank in range(5)] == [
            date(2024, 2, 29),
            date(2025, 2, 28),
            date(2026, 2, 28),
            date(2027, 2, 28),
            date(2028, 2, 29),
        ], "the 29th comes back when there is one"

    def test_ends_of_months_do_not_wear_off(self):
        plan = Plan(date(2026, 1, 31), 1)
        assert [plan.day(rank).day for rank in range(6)] == [31, 28, 31, 30, 31, 30]

    @given(plans, days)
    def test_first_after_is_the_first(self, plan, day):
        found = plan.first_after(day)
        ranks = {plan.day(rank) for rank in range(-2000 // plan.months, 2000 // plan.months)}
        assert found > day
        assert found in ranks
        assert not any(day < other < found for other in ranks)


class TestVisit:
    @given(plans, st.integers(0, 40), st.data())
    def test_within_the_tolerance_the_rhythm_stays(self, plan, rank, data):
        due = plan.day(rank)
        visit = data.draw(st.dates(*window(due, plan.weeks)))
        anchor, coming = after_visit(plan, due, visit)
        assert anchor == plan.anchor
        assert coming == plan.first_after(max(due, visit))
        assert coming > visit
        assert coming > due

    @given(plans, st.integers(0, 40), days)
    def test_outside_the_tolerance_the_rhythm_restarts_on_the_visit(self, plan, rank, visit):
        due = plan.day(rank)
        first, last = window(due, plan.weeks)
        if not first <= visit <= last:
            assert after_visit(plan, due, visit) == (visit, add_months(visit, plan.months))

    @given(plans, st.lists(st.integers(-1, 1), min_size=1, max_size=12))
    def test_years_of_visits_in_time_do_not_drift(self, plan, moods):
        """However early or late each visit was within the tolerance, the dates of the contract are the rhythm's."""
        due, anchor = plan.anchor, plan.anchor
        reach = min(plan.weeks * 7, 13)  # less than half a month: no visit reaches the next date
        for rank, mood in enumerate(moods):
            assert due == plan.day(rank)
            anchor, due = after_visit(plan, due, due + timedelta(days=mood * reach))
        assert anchor == plan.anchor

    def test_unknown_date(self):
        assert after_visit(Plan(date(2020, 1, 1), 6, 4), None, date(2026, 8, 31)) == (
            date(2026, 8, 31),
            date(2027, 2, 28),
        )

    def test_a_late_one_that_reaches_the_next_date_counts_for_both(self):
        plan = Plan(date(2026, 1, 10), 1, 8)
        assert after_visit(plan, date(2026, 1, 10), date(2026, 2, 20))[1] == date(2026, 3, 10)


class TestSuspension:
    @given(plans, st.integers(0, 40), days)
    def test_nothing_of_the_past_is_owed(self, plan, rank, today):
        due = plan.day(rank)
        coming = resume(plan, due, today)
        assert coming >= min(due, today)
        assert coming == due or due < today <= coming

    def test_example(self):
        plan = Plan(date(2025, 3, 15), 12, 4)
        assert resume(plan, date(2025, 3, 15), date(2025, 11, 2)) == date(2026, 3, 15)
        assert resume(plan, date(2026, 3, 15), date(2025, 11, 2)) == date(2026, 3, 15)
        assert resume(plan, date(2025, 3, 15), date(2026, 3, 15)) == date(2026, 3, 15)
        assert resume(plan, None, date(2026, 3, 15)) is None


class TestStanding:
    @given(days, st.integers(0, 26), days)
    def test_one_of_three_in_order(self, due, weeks, today):
        first, last = window(due, weeks)
        expected = LATER if today < first else LATE if today > last else DUE
        assert standing(due, weeks, today) == expected

    def test_unknown(self):
        assert standing(None, 4, date(2026, 1, 1)) == UNKNOWN
