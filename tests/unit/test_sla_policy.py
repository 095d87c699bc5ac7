"""The promise that applies is the most specific one."""

from hypothesis import given
from hypothesis import strategies as st
from sla_clock import Facts, Policy, choose

BREAKDOWN, QUOTATION = 1, 3
STANDARD = Policy(1, "response", 240)
URGENT = Policy(2, "response", 60, min_priority="3")
QUOTE = Policy(3, "response", 480, types=frozenset([QUOTATION]))
CONTRACT = Policy(4, "response", 120, types=frozenset([BREAKDOWN]), contract=True)
TEAM = Policy(5, "response", 300, teams=frozenset([7]))
OTHER_KIND = Policy(6, "resolution", 480)
ELSEWHERE = Policy(7, "response", 1, company=2)
FILTERED = Policy(8, "response", 30, domain="[('name', 'ilike', 'x')]")
ALL = (STANDARD, URGENT, QUOTE, CONTRACT, TEAM, OTHER_KIND, ELSEWHERE)


def chosen(**facts):
    choice = choose(ALL, "response", Facts(company=1, **facts))
    return choice.policy.id, choice.criteria, choice.rivals


def test_without_anything_special_the_general_promise():
    assert chosen() == (1, (), 0)


def test_a_condition_met_is_better_than_none():
    assert chosen(type=QUOTATION) == (3, ("type",), 1)
    assert chosen(team=7) == (5, ("team",), 1)


def test_two_conditions_are_better_than_one():
    assert chosen(type=BREAKDOWN, contract=True, priority="3") == (4, ("contract", "type"), 2)


def test_as_many_conditions_then_the_shorter_time():
    assert chosen(type=QUOTATION, priority="3") == (2, ("priority",), 2)


def test_from_a_priority_on():
    assert chosen(priority="2")[0] == 1
    assert chosen(priority="3")[0] == 2


def test_a_contract_is_asked_for_and_not_only_the_type():
    assert chosen(type=BREAKDOWN)[0] == 1


def test_none_applies():
    assert choose((QUOTE, ELSEWHERE), "response", Facts(company=1)) is None


def test_the_filter_is_asked_last_and_of_fitting_policies_only():
    asked = []

    def refuses(policy):
        asked.append(policy.id)
        return False

    assert choose((*ALL, FILTERED), "response", Facts(company=1), refuses).policy is STANDARD
    assert asked == [8]
    assert choose((*ALL, FILTERED), "response", Facts(company=1)).policy is FILTERED


POLICIES = st.builds(
    Policy,
    id=st.integers(1, 99),
    kind=st.just("response"),
    minutes=st.integers(1, 960),
    teams=st.frozensets(st.integers(1, 3), max_size=2),
    types=st.frozensets(st.integers(1, 3), max_size=2),
    min_priority=st.sampled_from(["", "1", "2", "3"]),
    contract=st.booleans(),
    tags=st.frozensets(st.integers(1, 3), max_size=2),
)
FACTS = st.builds(
    Facts,
    company=st.just(1),
    team=st.integers(1, 3),
    type=st.integers(1, 3),
    priority=st.sampled_from("0123"),
    contract=st.booleans(),
    tags=st.frozensets(st.integers(1, 3), max_size=2),
)


@given(st.lists(POLICIES, unique_by=lambda policy: policy.id), FACTS)
def test_the_choice_fits_is_the_most_specific_and_does_not_depend_on_the_order(policies, facts):
    choice = choose(policies, "response", facts)
    fitting = [policy for policy in policies if policy.fits(facts)]
    if not fitting:
        assert choice is None
        return
    assert choice.policy in fitting
    assert len(choice.criteria) == max(len(policy.criteria()) for policy in fitting)
    assert choose(list(reversed(policies)), "response", facts) == choice
