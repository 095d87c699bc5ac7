"""Tours: whatever the days look like, a plan loses nothing, moves nothing that was promised, and is never longer."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from routing import checker, days, timing, tours
from routing.problem import Placement, Problem, Roads, Shift, Stop, starts

MORNING, AFTERNOON = (480, 720), (780, 1020)
DAY = ((480, 1020),)


def minutes_between(one, other):
    """A minute a step, on a plane: going through a third place is never shorter."""
    return math.ceil(math.dist(one, other))


ROADS = Roads(minutes_between, lambda one, other: 800 * minutes_between(one, other))
points = st.tuples(st.integers(0, 40), st.integers(0, 40))
skills = st.frozensets(st.sampled_from("ab"), max_size=2)


@st.composite
def shifts_of(draw):
    hours = draw(st.sampled_from([(MORNING, AFTERNOON), ((450, 720), (810, 990)), (MORNING,), DAY]))
    return [
        Shift(
            key,
            f"worker {key}",
            draw(points),
            hours if key % 2 else (MORNING, AFTERNOON),
            draw(skills),
            draw(st.sampled_from([0, 15])),
        )
        for key in range(draw(st.integers(1, 3)))
    ]


@st.composite
def stops_of(draw, shifts, key):
    planned = draw(st.booleans()) or draw(st.booleans())
    place = Placement(draw(st.sampled_from(shifts)).key, draw(st.integers(84, 210)) * 5)
    return Stop(
        key,
        draw(points),
        draw(st.sampled_from([20, 45, 90, 300])),
        draw(st.sampled_from([DAY, ((400, 1100),), ((480, 600), (840, 960)), ((700, 720),)])),
        draw(skills),
        place if planned else None,
        time_fixed=planned and draw(st.booleans()),
        worker_fixed=planned and draw(st.booleans()),
        buffer=draw(st.sampled_from([0, 10])),
    )


@st.composite
def problems(draw):
    """Days as messy as they come: visits on top of one another, out of hours, without the skill, with no place."""
    shifts = draw(shifts_of())
    return Problem([draw(stops_of(shifts, key)) for key in range(draw(st.integers(0, 6)))], shifts, ROADS)


@settings(max_examples=150)
@given(problems())
def test_a_plan_keeps_every_rule_and_loses_nothing(problem):
    plan = tours.optimise(problem, seconds=0.03, change=0)
    after = problem.now | {change.key: change.after for change in plan.changes}
    assert checker.faults(problem, after) == []
    assert set(problem.now) <= set(after)
    assert {stop.key for stop in problem.stops} - set(after) == set(plan.left)
    for change in plan.changes:
        stop = problem.stop_by_key[change.key]
        assert change.before == stop.now != change.after
        assert not stop.fixed and change.key not in plan.kept


@settings(max_examples=100)
@given(problems())
def test_a_plan_that_places_nothing_new_is_never_longer(problem):
    stops = [stop for stop in problem.stops if stop.now]
    plan = tours.optimise(Problem(stops, problem.shifts, ROADS), seconds=0.03, change=0)
    assert plan.after <= plan.before
    if plan.better:
        assert plan.after < plan.before


def test_who_leaves_before_work_today_may_go_on_but_no_sooner():
    shift = Shift("l", "luc", (0, 0), (MORNING, AFTERNOON))
    stop = Stop("first", (30, 0), 60, DAY, now=Placement("l", 490))
    lived = tours.as_lived(Problem([stop], [shift], ROADS))
    assert (lived.shifts[0].leaves, lived.shifts[0].returns) == (460, 1020)
    sooner = checker.faults(Problem([stop], [shift], ROADS), {"first": Placement("l", 485)})
    assert "before work" in " ".join(sooner)
    assert checker.faults(Problem([stop], [shift], ROADS), {"first": Placement("l", 495)}) == []


@given(problems())
def test_what_is_at_fault_today_is_named_and_left(problem):
    """Once it is left alone, the day as it is can be told to the solver: nothing else stands against it."""
    kept = tours.already_at_fault(problem)
    pinned = tours.as_lived(tours._pin(problem, kept))
    assert tours.already_at_fault(pinned) == {}
    for key, tour in pinned.tours(pinned.now).items():
        assert timing.schedule(pinned, pinned.shift_by_key[key], tour) == [stop.now for stop in tour]


def feasible_by_trial(problem, shift, order):
    """Whether any choice of minutes keeps an order, found by trying each stop as early as it can be, by the minute."""
    clock = shift.leaves
    place = shift.place
    for stop in order:
        ready = clock + minutes_between(place, stop.place)
        rooms = starts(stop, shift)
        begin = next((m for m in range(ready, 1200) if any(first <= m <= last for first, last in rooms)), None)
        if begin is None:
            return False
        clock, place = begin + stop.minutes + stop.buffer, stop.place
    return not order or clock - order[-1].buffer + minutes_between(place, shift.place) <= shift.returns


@given(problems())
def test_an_order_gets_hours_exactly_when_hours_exist(problem):
    shift = problem.shifts[0]
    order = [stop for stop in problem.stops if not stop.time_fixed and not stop.worker_fixed]
    placements = timing.schedule(problem, shift, order)
    assert (placements is not None) == feasible_by_trial(problem, shift, order)


def two_swapped(**fixed):
    """Two technicians, each sent next door to the other."""
    shifts = [Shift("l", "luc", (0, 0), (MORNING, AFTERNOON)), Shift("e", "eve", (40, 0), (MORNING, AFTERNOON))]
    stops = [
        Stop("far", (38, 0), 60, DAY, now=Placement("l", 540), **fixed),
        Stop("near", (2, 0), 60, DAY, now=Placement("e", 540)),
    ]
    return Problem(stops, shifts, ROADS)


def test_two_visits_change_hands_when_it_saves_the_road():
    plan = tours.optimise(two_swapped(), seconds=0.2)
    assert plan.before[0] == 4 * 38 and plan.after[0] == 4 * 2
    assert {(change.key, change.after.shift) for change in plan.changes} == {("far", "e"), ("near", "l")}
    assert all(change.after.start == 540 for change in plan.changes), "an hour that can stay stays"


def test_what_was_promised_to_a_client_does_not_change():
    plan = tours.optimise(two_swapped(time_fixed=True, worker_fixed=True), seconds=0.2)
    assert "far" not in {change.key for change in plan.changes}


def test_an_hour_promised_may_be_kept_by_another_technician_when_that_is_allowed():
    plan = tours.optimise(two_swapped(time_fixed=True), seconds=0.2)
    far = next(change for change in plan.changes if change.key == "far")
    assert far.after == Placement("e", 540)


def test_a_small_gain_is_not_worth_a_change_of_technician():
    problem = two_swapped()
    assert tours.optimise(problem, seconds=0.2, change=100).changes == []
    assert not tours.optimise(problem, seconds=0.2, change=100).better


def test_a_visit_without_a_place_gets_one_where_the_skill_is():
    shifts = [Shift("l", "luc", (0, 0), DAY), Shift("e", "eve", (40, 0), DAY, frozenset("a"))]
    stop = Stop("new", (0, 0), 60, ((600, 700),), frozenset("a"))
    plan = tours.optimise(Problem([stop], shifts, ROADS), seconds=0.2)
    assert [change.after.shift for change in plan.changes] == ["e"]
    assert 600 <= plan.changes[0].after.start <= 640
    unknown = Stop("new", (0, 0), 60, ((600, 700),), frozenset("z"))
    assert tours.optimise(Problem([unknown], shifts, ROADS), seconds=0.1).left == ["new"]


def test_no_visit_lies_over_the_pause_unless_it_cannot_do_otherwise():
    shift = Shift("l", "luc", (0, 0), (MORNING, AFTERNOON))
    assert starts(Stop("s", (0, 0), 60, DAY), shift) == [(480, 660), (780, 960)]
    assert starts(Stop("long", (0, 0), 300, DAY), shift) == [(480, 720)]
    assert starts(Stop("endless", (0, 0), 600, DAY), shift) == []


def test_the_judge_sees_each_fault():
    problem = two_swapped(time_fixed=True, worker_fixed=True)
    now = problem.now

    def said(**moved):
        return " ".join(checker.faults(problem, now | moved))

    assert said() == ""
    assert "lost" in " ".join(checker.faults(problem, {"far": now["far"]}))
    assert "unknown" in said(ghost=Placement("l", 540))
    assert "the hour of stop far" in said(far=Placement("l", 600))
    assert "the technician of stop far" in said(far=Placement("e", 540))
    assert "does not work" in said(near=Placement("e", 700))
    assert "client" in said(near=Placement("e", 400))
    assert "cannot be at" in said(near=Placement("l", 605))
    assert "before work" in said(near=Placement("l", 481))
    assert "after work" in said(near=Placement("e", 960))
    assert "unknown shift" in said(near=Placement("x", 540))


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"buffer": -1}, {"time_fixed": True}])
def test_a_stop_that_cannot_be_is_refused(wrong):
    values = {"key": 1, "place": (0, 0), "minutes": 30, "windows": DAY} | wrong
    with pytest.raises(ValueError):
        Stop(**values)


def test_a_problem_that_cannot_be_is_refused():
    shift = Shift(1, "luc", (0, 0), DAY)
    stop = Stop(1, (0, 0), 30, DAY)
    with pytest.raises(ValueError):
        Problem([stop, stop], [shift], ROADS)
    with pytest.raises(ValueError):
        Problem([Stop(1, (0, 0), 30, DAY, now=Placement(2, 500))], [shift], ROADS)
    with pytest.raises(ValueError):
        Shift(1, "luc", (0, 0), (AFTERNOON, MORNING))


intervals = st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 1500)).filter(lambda pair: pair[0] < pair[1]))


@given(intervals)
def test_shifts_hold_every_minute_of_work_that_is_not_taken(taken):
    working = [MORNING, AFTERNOON]
    shifts = days.shifts_within(working, taken, 500, 1000)
    held = [minute for shift in shifts for start, stop in shift for minute in range(start, stop)]
    busy = {minute for start, stop in taken for minute in range(start, stop)}
    assert held == [
        minute
        for start, stop in working
        for minute in range(start, stop)
        if 500 <= minute < 1000 and minute not in busy
    ]
    for shift in shifts:
        assert Shift("k", "luc", (0, 0), tuple(shift))
        assert not busy & set(range(shift[0][0], shift[-1][1])), "a meeting is never inside a shift"


def test_a_pause_is_no_cut_but_a_meeting_over_it_is():
    assert days.shifts_within([MORNING, AFTERNOON], [], 0, 1440) == [[MORNING, AFTERNOON]]
    assert days.shifts_within([MORNING, AFTERNOON], [(730, 760)], 0, 1440) == [[MORNING], [AFTERNOON]]
    assert days.shifts_within([MORNING], [(540, 600)], 0, 1440) == [[(480, 540)], [(600, 720)]]
    assert days.shifts_within([MORNING, (1300, 1400)], [], 0, 1440) == [[MORNING], [(1300, 1400)]]


def test_the_fingerprint_changes_with_what_counts_and_with_nothing_else():
    problem = two_swapped()
    same = Problem(list(reversed(problem.stops)), list(reversed(problem.shifts)), ROADS)
    assert days.fingerprint([problem]) == days.fingerprint([same])
    moved = Problem([problem.stops[0].pinned(), problem.stops[1]], problem.shifts, ROADS)
    assert days.fingerprint([problem]) != days.fingerprint([moved])
