"""Net promoter score, its interval, response rate, months in France."""

import doctest
import math
import random
from datetime import date, datetime, timedelta
from statistics import fmean

import nps_figures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nps_figures import MILESTONES, PERIODS, Period, Rate, Score, change, class_of, months, points_of, rates, score
from nps_figures.months import month_bounds, month_starts, named_period, utc_midnight

counts = st.integers(0, 2_000)
scores = st.builds(Score, counts, counts, counts)
days = st.dates(date(2000, 1, 1), date(2060, 1, 1))
# Shares of promoters, passives and detractors of companies one can meet, the extreme ones included.
COMPANIES = ((0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.85, 0.1, 0.05), (0.34, 0.33, 0.33), (0.1, 0.2, 0.7), (0.6, 0.0, 0.4))


@pytest.mark.parametrize("module", [nps_figures, score, rates, months])
def test_examples_of_the_text(module):
    """What the modules say of themselves is true."""
    found = doctest.testmod(module)
    assert found.attempted and not found.failed


def test_classes_of_marks():
    """The three classes, the points, and nothing outside 0 to 10."""
    assert [class_of(mark)[0] for mark in range(11)] == ["d"] * 7 + ["p"] * 4
    assert [points_of(mark) for mark in range(11)] == [-100] * 7 + [0, 0, 100, 100]
    for wrong in (-1, 11):
        with pytest.raises(ValueError, match=str(wrong)):
            class_of(wrong)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=300))
def test_score_is_the_mean_of_the_points(marks):
    """Both ways to count agree: shares, and the mean of +100 / 0 / -100 (what a pivot shows)."""
    kinds = [class_of(mark) for mark in marks]
    made = Score(*(kinds.count(kind) for kind in ("promoter", "passive", "detractor")))
    assert made.value == pytest.approx(fmean(points_of(mark) for mark in marks))


@given(scores)
def test_interval_is_a_range_of_scores(made):
    """It stays within -100 and +100, and is never a single point: no sample is certain."""
    low, high = made.interval()
    assert -100 <= low < high <= 100
    if made.answers >= 30:
        assert low <= made.value <= high


@given(scores, st.floats(0.5, 0.9))
def test_more_confidence_is_wider(made, level):
    """An interval at 95 % holds the one at a lower level."""
    low, high = made.interval(level)
    assert made.interval()[0] <= low and high <= made.interval()[1]


@given(scores)
def test_mirror(made):
    """Changing promoters with detractors mirrors the score and its interval."""
    other = Score(made.detractors, made.passives, made.promoters)
    assert other.margin == pytest.approx(made.margin)
    assert other.interval()[0] == pytest.approx(-made.interval()[1])
    assert made.value is None or other.value == -made.value


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(2, 20))
def test_more_answers_are_surer(up, middle, down, times):
    """The same shares with more answers: a smaller margin, and a word that is at least as sure."""
    few, many = Score(up, middle, down), Score(up * times, middle * times, down * times)
    words = ("none", "too_few", "rough", "fair", "sure")
    assert many.margin < few.margin
    assert words.index(many.confidence) >= words.index(few.confidence)


def exact_coverage(count, shares):
    """Probability that the interval of `count` answers holds the true score: every possible sample, weighted."""
    true, covered = 100 * (shares[0] - shares[2]), 0.0
    for up in range(count + 1):
        for down in range(count + 1 - up):
            sample = (up, count - up - down, down)
            low, high = Score(*sample).interval()
            if low <= true <= high:
                ways = math.factorial(count) // math.prod(math.factorial(part) for part in sample)
                covered += ways * math.prod(share**part for share, part in zip(shares, sample, strict=True))
    return covered


@pytest.mark.parametrize(
    ("count", "mean", "least"),
    [(5, 0.925, 0.89), (8, 0.94, 0.93), (10, 0.94, 0.89), (12, 0.94, 0.92), (20, 0.95, 0.94), (35, 0.95, 0.94)],
)
def test_coverage_of_few_answers(count, mean, least):
    """95 % are promised: kept on average from 20 answers on, nearly kept from 8 on; 5 answers are never called sure.

    Few answers make few possible scores, so that the coverage jumps from one company to the next.
    """
    covered = [exact_coverage(count, shares) for shares in COMPANIES]
    assert fmean(covered) >= mean
    assert min(covered) >= least


@pytest.mark.parametrize("count", [100, 250, 500])
def test_coverage_of_many_answers(count):
    """The same by drawing samples (3,000 a company; the error of such a share is 0.4 %)."""
    rng, covered = random.Random(count), []
    for shares in COMPANIES:
        true, held = 100 * (shares[0] - shares[2]), 0
        for _draw in range(3_000):
            drawn = rng.choices((0, 1, 2), shares, k=count)
            low, high = Score(*(drawn.count(kind) for kind in (0, 1, 2))).interval()
            held += low <= true <= high
        covered.append(held / 3_000)
    assert fmean(covered) >= 0.943
    assert min(covered) >= 0.93


def test_the_added_answers_are_needed():
    """The plain interval would call five promoters a certainty; ours says that it knows little."""
    five = Score(promoters=5)
    assert five.value == 100 and five.interval()[0] < 25
    assert five.confidence == "too_few"


def test_words():
    """From no answer to a sure figure."""
    made = [Score(), Score(4, 0, 0), Score(30, 10, 10), Score(150, 50, 50), Score(1500, 500, 500)]
    assert [one.confidence for one in made] == ["none", "too_few", "rough", "fair", "sure"]
    assert Score().value is None and Score().interval() == (-100, 100)


@given(scores, st.floats(-100, 100))
def test_a_target_is_judged_by_the_interval(made, target):
    """Reached or missed is said only when the whole interval says so."""
    low, high = made.interval()
    verdict = made.against(target)
    assert verdict in ("unknown", "reached", "missed", "open")
    assert (verdict == "unknown") == (made.answers < 5)
    if verdict == "open":
        assert low < target <= high


@given(scores, scores)
def test_change_is_the_opposite_when_turned(before, now):
    """Up one way is down the other way; with itself nothing changes."""
    kind, points = change(before, now)
    back, other = change(now, before)
    assert {kind: back} in ({"up": "down"}, {"down": "up"}, {"same": "same"}, {"unknown": "unknown"})
    assert points is None or points == -other
    assert change(now, now)[0] in ("same", "unknown")


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_rate(answered, waiting, lost):
    """Milestones and what is missing agree with the percentage."""
    rate = Rate(answered + waiting + lost, answered, waiting)
    for target in MILESTONES:
        missing = rate.to_reach(target)
        assert missing == 0 or 100 * (answered + missing - 1) < target * rate.sent
        assert 100 * (answered + missing) >= target * rate.sent
        if rate.sent:
            assert (rate.reached >= target) == (missing == 0)


@pytest.mark.parametrize("wrong", [(1, 2, 0), (3, -1, 0), (3, 2, 2)])
def test_impossible_rates(wrong):
    """More answers than requests is a fault of the caller, said at once."""
    with pytest.raises(ValueError, match="answered"):
        Rate(*wrong)


@given(days, st.integers(0, 800))
def test_months_cover_a_period(first, length):
    """Each local instant of the period falls into one month, the right one, summer and winter."""
    period = Period(first, first + timedelta(days=length))
    starts, bounds = month_starts(period), month_bounds(period)
    assert starts[0] <= period.first and starts[-1] <= period.last
    assert len(set(starts)) == len(starts) == len(bounds) and bounds == sorted(bounds)
    for day in (period.first, period.last):
        noon = utc_midnight(day) + timedelta(hours=12)
        assert starts[sum(bound <= noon for bound in bounds) - 1] == day.replace(day=1)


def test_late_visits_belong_to_the_local_month():
    """23:30 UTC of 31 January is February in Annecy; 22:30 UTC of 30 June is July."""
    winter, summer = Period(date(2026, 1, 1), date(2026, 2, 28)), Period(date(2026, 6, 1), date(2026, 7, 31))
    assert month_bounds(winter)[1] <= datetime(2026, 1, 31, 23, 30) and winter.bounds()[1] == datetime(2026, 2, 28, 23)
    assert month_bounds(summer)[1] <= datetime(2026, 6, 30, 22, 30)


@given(days)
def test_named_periods(today):
    """They end today, but for the month that is over, and begin with a month."""
    for name in PERIODS:
        period = named_period(name, today, date(1999, 12, 31))
        assert period.first <= period.last
        assert (period.last == today) == (name != "last_month")
        assert period.first.day == 1 or name == "all"
    with pytest.raises(ValueError, match="is no period"):
        named_period("decade", today)


@given(days, st.integers(0, 700))
def test_the_period_before(first, length):
    """It lies before, is as long in days or in months, and ends the day before for whole months and other days."""
    period = Period(first, first + timedelta(days=length))
    before = period.before()
    assert before.last < period.first
    if first.day == 1:
        assert len(month_starts(before)) == len(month_starts(period)) and before.first.day == 1
        assert before.last.day <= period.last.day or (period.last + timedelta(days=1)).day == 1
    else:
        assert (before.days, before.last) == (period.days, first - timedelta(days=1))
    assert Period(date(2024, 2, 1), date(2024, 2, 29)).before() == Period(date(2024, 1, 1), date(2024, 1, 31))
    assert Period(date(2026, 3, 1), date(2026, 3, 30)).before() == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert Period(date(2024, 3, 1), date(2024, 3, 31)).before() == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert Period(date(2025, 1, 1), date(2025, 12, 31)).before() == Period(date(2024, 1, 1), date(2024, 12, 31))


def test_a_period_backwards():
    """The last day before the first one."""
    with pytest.raises(ValueError, match="is before"):
        Period(date(2026, 2, 1), date(2026, 1, 31))
