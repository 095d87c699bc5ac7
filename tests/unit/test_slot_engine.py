"""The slot engine offers every start that can be offered, and no other."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slot_oracle import detour, oracle, utc, week, whole
from slotting.slots import Busy, Need, Slot, Worker, agenda, explain, free_slots, rank
from slotting.travel import Place, RoadModel

ROAD = RoadModel()
DEPOT = Place(45.9055, 6.1229)
PLACES = [
    DEPOT,
    Place(45.9197, 6.1418),  # Annecy-le-Vieux
    Place(45.8814, 6.3239),  # Thônes
    Place(45.9238, 6.8693),  # Chamonix
    Place(46.0605, 6.5806),  # Cluses
    Place(45.8663, 5.9447),  # Rumilly
]
# A plain week, and those in which the clock changes.
MONDAYS = [date(2026, 11, 23), date(2027, 3, 22), date(2026, 10, 19), date(2027, 5, 3)]


def random_busy(rng, hours):
    """Something he does, round or not, at a known place or not, by day or by night."""
    start = rng.choice(hours)[0] + timedelta(minutes=rng.choice([0, 15, 37, 60, 90, 150, -240, 600]))
    length = timedelta(minutes=rng.choice([0, 5, 30, 45, 60, 120, 400, 1500]), seconds=rng.choice([0, 0, 0, 30]))
    return Busy(start, start + length, rng.choice([None, *PLACES]))


def random_week(seed):
    """(need, workers) of one random week."""
    rng = random.Random(seed)
    monday = rng.choice(MONDAYS)
    hours = week(monday)
    if rng.random() < 0.2:  # on call in the night in which the clock changes
        hours.append((utc(monday + timedelta(days=5), 22), utc(monday + timedelta(days=6), 6)))
    workers = []
    for number in range(rng.randint(1, 4)):
        kept = [interval for interval in hours if rng.random() < 0.8] or hours
        busy = [random_busy(rng, hours) for _busy in range(rng.randint(0, 8))]
        skills = frozenset(rng.sample([1, 2, 3], rng.randint(1, 3)))
        base = rng.choice([None, DEPOT, rng.choice(PLACES)])
        workers.append(Worker(number, skills, base, kept, busy, commute=rng.choice([0, 0, 30])))
    earliest = hours[0][0] + timedelta(minutes=rng.randint(-300, 1440), seconds=rng.choice([0, 1]))
    latest = earliest + timedelta(days=rng.randint(0, 7), minutes=rng.randint(0, 1439))
    windows = None
    if rng.random() < 0.3:
        windows = [(begin, begin + timedelta(hours=rng.randint(1, 5))) for begin, _end in rng.sample(hours, 4)]
    need = Need(
        rng.choice([None, *PLACES]),
        rng.choice([15, 30, 60, 90, 120, 240, 360, 420]),
        frozenset(rng.sample([1, 2], rng.randint(0, 1))),
        rng.choice([1, 1, 1, 2]),
        earliest,
        latest,
        buffer=rng.choice([0, 0, 10, 30]),
        step=rng.choice([15, 15, 15, 30, 60, 20, 45]),
        windows=windows,
        worker_ids=rng.choice([None, None, frozenset({0, 1})]),
        over_break=rng.random() < 0.3,
    )
    return need, workers


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_random_weeks_agree_with_the_naive_rules(block):
    """Same starts, same ends, same detour, and the crew named is one that has it: ten times a hundred weeks."""
    offered = 0
    for seed in range(100 * block, 100 * block + 100):
        need, workers = random_week(seed)
        slots = free_slots(need, workers, ROAD)
        expected = oracle(need, workers, ROAD)
        assert {slot.start: (slot.stop, slot.detour) for slot in slots} == expected, seed
        named = {one.id: replace(one, busy=[whole(busy) for busy in one.busy]) for one in workers}
        for slot in slots:
            crew = [detour(need, named[number], ROAD, slot.start) for number in slot.worker_ids]
            assert len(set(slot.worker_ids)) == need.crew
            assert sum(one[0] for one in crew) == slot.detour, seed
        offered += len(slots)
    assert offered > 1000, "weeks in which nothing is free show nothing"


def test_sorted_by_start():
    """The slots of a week come in order."""
    slots = free_slots(plain(), [luc()], ROAD)
    assert [slot.start for slot in slots] == sorted(slot.start for slot in slots)


def luc(busy=(), **changes):
    """A technician of Annecy in a plain week."""
    return Worker(
        **{"id": 1, "skills": frozenset({1}), "base": DEPOT, "working": week(MONDAYS[0]), "busy": busy, **changes}
    )


def plain(place=PLACES[1], minutes=60, **changes):
    """An hour at Annecy-le-Vieux, in the plain week."""
    values = {"skills": frozenset({1}), "crew": 1, "earliest": utc(MONDAYS[0], 0)}
    values["latest"] = values["earliest"] + timedelta(days=7)
    return Need(place, minutes, **{**values, **changes})


moments = st.integers(0, 5 * 24 * 60).map(lambda count: utc(MONDAYS[0], 0) + timedelta(minutes=count))
lengths = st.integers(1, 600).map(lambda count: timedelta(minutes=count))


@given(st.integers(0, 10_000), moments, lengths)
def test_one_more_thing_to_do_at_an_unknown_place_never_adds_a_slot(seed, start, length):
    """Monotony: whatever is offered with more to do was offered before."""
    need, workers = random_week(seed)
    before = {(slot.start, slot.stop) for slot in free_slots(need, workers, ROAD)}
    more = [replace(workers[0], busy=[*workers[0].busy, Busy(start, start + length)]), *workers[1:]]
    assert {(slot.start, slot.stop) for slot in free_slots(need, more, ROAD)} <= before


@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.integers(0, 400), st.integers(15, 240))
def test_booking_an_offered_slot_keeps_the_day_drivable(first, second, pick, minutes):
    """Two visits booked one after the other through the engine can both be driven to, and so can the base."""
    slots = free_slots(plain(first, minutes), [luc()], ROAD)
    if not slots:
        return
    booked = slots[pick % len(slots)]
    busy = Busy(booked.start, booked.stop, first)
    before = {slot.start for slot in free_slots(plain(second), [luc()], ROAD)}
    after = {slot.start for slot in free_slots(plain(second), [luc([busy])], ROAD)}
    assert after <= before, "a visit that was reached through the engine brings nobody nearer"
    for start in after:
        stop = start + timedelta(hours=1)
        road = timedelta(minutes=ROAD(first, second))
        if start.date() == booked.start.date():
            assert stop + road <= booked.start or booked.stop + road <= start


def test_no_time_to_drive_no_slot():
    """From Chamonix to Annecy in an hour and a half: not before."""
    visit = Busy(utc(MONDAYS[0], 8), utc(MONDAYS[0], 10), PLACES[3])
    slots = free_slots(plain(), [luc([visit])], ROAD)
    first = utc(MONDAYS[0], 10) + timedelta(minutes=ROAD(PLACES[3], PLACES[1]))
    assert first <= slots[0].start < first + timedelta(hours=2, minutes=30)
    assert free_slots(plain(place=None), [luc([visit])], ROAD)[0].start == utc(MONDAYS[0], 10)


def test_a_day_of_work_goes_over_lunch_when_allowed():
    """Six hours fit in no half day: 8 to 12, then 13:30 to 15:30, and the end is told with the break in it."""
    need = plain(DEPOT, 360)
    assert free_slots(need, [luc()], ROAD) == []
    assert explain(need, [agenda(luc())], ROAD) == "too_long"
    slots = free_slots(replace(need, over_break=True), [luc()], ROAD)
    assert (slots[0].start, slots[0].stop) == (utc(MONDAYS[0], 8), utc(MONDAYS[0], 15, 30))


def test_a_long_break_ends_the_visit():
    """Whoever works from 5 to 9 and from 13 to 17 does not leave a site open for four hours."""
    for again, offered in ((13, False), (11, True)):
        hours = [(utc(MONDAYS[0], 5), utc(MONDAYS[0], 9)), (utc(MONDAYS[0], again), utc(MONDAYS[0], again + 4))]
        need = plain(None, 360, over_break=True)
        assert bool(free_slots(need, [luc(working=hours)], ROAD)) is offered


@pytest.mark.parametrize(("monday", "hours"), [(date(2027, 3, 22), 7), (date(2026, 10, 19), 9)])
def test_nights_in_which_the_clock_changes(monday, hours):
    """Saturday 22:00 to Sunday 6:00 has 7 hours in March, 9 in October, and as many round hours to start at."""
    night = (utc(monday + timedelta(days=5), 22), utc(monday + timedelta(days=6), 6))
    need = plain(None, 60, step=60, earliest=night[0], latest=night[1])
    slots = free_slots(need, [luc(working=[night])], ROAD)
    assert len(slots) == hours
    assert len({slot.start for slot in slots}) == hours


def test_why_nothing_is_free():
    """Each reason is told apart from the others."""
    busy = [Busy(utc(MONDAYS[0], 0), utc(MONDAYS[0] + timedelta(days=7), 0))]
    told = {
        "window": explain(plain(latest=utc(MONDAYS[0], 0)), [agenda(luc())], ROAD),
        "skills": explain(plain(skills=frozenset({9})), [agenda(luc())], ROAD),
        "technicians": explain(plain(worker_ids=frozenset({2})), [agenda(luc())], ROAD),
        "closed": explain(plain(latest=utc(MONDAYS[0], 6)), [agenda(luc())], ROAD),
        "too_long": explain(plain(minutes=600), [agenda(luc())], ROAD),
        "far": explain(plain(Place(48.8566, 2.3522)), [agenda(luc())], ROAD),
        "full": explain(plain(), [agenda(luc(busy))], ROAD),
    }
    assert {reason: found for reason, found in told.items() if reason != found} == {}


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"crew": 0}, {"step": 0}, {"buffer": -1}])
def test_a_visit_that_makes_no_sense_is_refused(wrong):
    """No length, no crew, no step or time given back: an error, not an endless loop."""
    with pytest.raises(ValueError, match="positive"):
        plain(**wrong)


def slot(day, hour, minute, detour):
    """A slot of an hour."""
    start = datetime(2026, 11, day, hour, minute)
    return Slot(start, start + timedelta(hours=1), (1,), detour)


def test_least_detour_first_then_earliest():
    """The order is that of the detour, and no two proposals are neighbours."""
    slots = [slot(24, 9, 0, 5), slot(24, 9, 15, 5), slot(24, 14, 0, 5), slot(25, 9, 0, 2), slot(26, 9, 0, 40)]
    assert rank(slots, 3) == [slots[3], slots[0], slots[2]]


def test_neighbours_are_proposed_when_there_is_nothing_else():
    """Three slots of one morning are better than one."""
    slots = [slot(24, 9, 0, 5), slot(24, 9, 15, 4), slot(24, 9, 30, 4)]
    assert rank(slots, 3) == [slots[1], slots[2], slots[0]]
    assert rank([], 3) == []


def test_a_day_of_waiting_may_be_worth_some_minutes():
    """With one minute a day, the nearest of two almost equal ones goes first."""
    slots = [slot(3, 9, 0, 6), slot(28, 9, 0, 4)]
    assert rank(slots, 1) == [slots[1]]
    assert rank(slots, 1, day_worth=1.0) == [slots[0]]
