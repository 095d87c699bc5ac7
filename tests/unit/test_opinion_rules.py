"""Who is asked for an opinion and who is not: the pure rules of duret_satisfaction."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opinion_rules import (
    HELD,
    MAIL,
    PLANNED,
    SKIPPED,
    SMS,
    Asked,
    Facts,
    Reason,
    days_since_asked,
    decide,
    same_ear,
)

GAP, AGE = 30, 10
FACTS = st.builds(
    Facts,
    is_done=st.booleans(),
    has_client=st.booleans(),
    is_internal=st.booleans(),
    age_days=st.integers(0, 60),
    has_survey=st.booleans(),
    opted_out=st.booleans(),
    has_email=st.booleans(),
    bounced=st.booleans(),
    has_mobile=st.booleans(),
    asked_days=st.none() | st.integers(-5, 90),
    has_complaint=st.booleans(),
    by_person=st.booleans(),
)


@pytest.mark.parametrize(
    ("facts", "state", "reason", "channel"),
    [
        ({}, PLANNED, None, MAIL),
        ({"has_mobile": True}, PLANNED, None, MAIL),
        ({"has_email": False, "has_mobile": True}, PLANNED, None, SMS),
        ({"bounced": True, "has_mobile": True}, PLANNED, None, SMS),
        ({"bounced": True}, SKIPPED, Reason.BOUNCED, None),
        ({"has_email": False}, SKIPPED, Reason.NO_ADDRESS, None),
        ({"is_done": False, "opted_out": True}, SKIPPED, Reason.CANCELLED, None),
        ({"has_client": False, "has_email": False}, SKIPPED, Reason.CLIENT_GONE, None),
        ({"is_internal": True, "has_complaint": True}, SKIPPED, Reason.INTERNAL, None),
        ({"opted_out": True, "has_complaint": True}, SKIPPED, Reason.OPTED_OUT, None),
        ({"has_survey": False}, SKIPPED, Reason.NO_SURVEY, None),
        ({"age_days": 10}, PLANNED, None, MAIL),
        ({"age_days": 11, "has_complaint": True}, SKIPPED, Reason.TOO_OLD, None),
        ({"asked_days": 29}, SKIPPED, Reason.RECENT, None),
        ({"asked_days": 30}, PLANNED, None, MAIL),
        ({"asked_days": 29, "has_complaint": True}, SKIPPED, Reason.RECENT, None),
        ({"has_complaint": True}, HELD, Reason.COMPLAINT, MAIL),
        ({"has_complaint": True, "asked_days": 3, "age_days": 20, "by_person": True}, PLANNED, None, MAIL),
        ({"opted_out": True, "by_person": True}, SKIPPED, Reason.OPTED_OUT, None),
        ({"has_email": False, "by_person": True}, SKIPPED, Reason.NO_ADDRESS, None),
    ],
)
def test_decisions(facts, state, reason, channel):
    verdict = decide(Facts(**facts), GAP, AGE)
    assert (verdict.state, verdict.reason, verdict.channel) == (state, reason, channel)


@given(FACTS)
def test_whatever_is_not_sent_says_why(facts):
    verdict = decide(facts, GAP, AGE)
    assert (verdict.state == PLANNED) == (verdict.reason is None)


@given(FACTS)
def test_whatever_is_sent_can_arrive_and_is_wanted(facts):
    verdict = decide(facts, GAP, AGE)
    if verdict.state == SKIPPED:
        assert verdict.channel is None
        return
    assert facts.is_done and facts.has_client and facts.has_survey and not facts.opted_out and not facts.is_internal
    assert verdict.channel == (MAIL if facts.has_email and not facts.bounced else SMS)
    assert verdict.channel == MAIL or facts.has_mobile


@given(FACTS)
def test_a_person_only_passes_over_what_may_be_passed_over(facts):
    free = decide(Facts(**{**facts.__dict__, "by_person": True}), GAP, AGE)
    assert free.reason not in (Reason.COMPLAINT, Reason.RECENT, Reason.TOO_OLD)
    if decide(facts, GAP, AGE).state == PLANNED:
        assert free.state == PLANNED


@given(FACTS)
def test_no_limit_of_days_is_no_limit(facts):
    if facts.asked_days is not None and facts.asked_days >= 0:
        assert decide(facts, 0, AGE).reason is not Reason.RECENT


def test_who_is_the_same_client():
    person, spouse = same_ear(1, 1, False, "a@x.fr"), same_ear(2, 1, False, "b@x.fr")
    assert person & spouse, "one household"
    clerk, colleague = same_ear(3, 9, True, "c@regie.fr"), same_ear(4, 9, True, "d@regie.fr")
    assert not clerk & colleague, "two people of one firm"
    assert same_ear(5, 5, False, "A") & same_ear(6, 6, False, "A"), "two files, one address"
    assert not same_ear(7, 7, False, "") & same_ear(8, 8, False, None), "no address is no common one"


MONDAY = date(2026, 11, 23)
QUESTIONS = st.builds(
    Asked,
    st.integers(1, 30),
    st.frozensets(st.sampled_from("abc"), min_size=1, max_size=2),
    st.integers(0, 60).map(lambda days: MONDAY + timedelta(days=days)),
    st.booleans(),
)


def test_days_since_asked():
    sent = Asked(1, frozenset("a"), MONDAY, is_sent=True)
    waiting = Asked(2, frozenset("ab"), MONDAY + timedelta(days=4))
    one = Asked(3, frozenset("b"), MONDAY + timedelta(days=10))
    assert days_since_asked(one, [sent, waiting, one]) == 6
    assert days_since_asked(waiting, [sent, waiting, one]) == 4
    assert days_since_asked(one, [sent, one]) is None


@given(st.lists(QUESTIONS, max_size=12, unique_by=lambda one: one.id))
def test_of_the_same_day_exactly_one_asks(questions):
    """Among waiting questions to one client, one and only one has nobody before it."""
    waiting = [Asked(one.id, frozenset("a"), one.day) for one in questions]
    first = [one for one in waiting if days_since_asked(one, waiting) is None]
    assert len(first) == min(1, len(waiting))


@given(QUESTIONS, st.lists(QUESTIONS, max_size=12))
def test_what_has_left_is_never_pushed_aside_by_what_waits(one, others):
    if one.is_sent:
        waiting = [other for other in others if not other.is_sent]
        assert days_since_asked(one, waiting) is None
