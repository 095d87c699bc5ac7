"""Working time: laws that hold for every calendar and every history; and a count made minute by minute."""

import doctest
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sla_clock import RESOLUTION, RESPONSE, Event, Phase, Terms, WorkCalendar, explain, replay, wording, work_calendar

PARIS = ZoneInfo("Europe/Paris")
MINUTE = timedelta(minutes=1)
START = datetime(2026, 1, 1)


def minutes_of_year(low=0, high=400):
    """Instants of the year and a bit, both changes of time included."""
    return st.integers(low * 1440, high * 1440).map(lambda minutes: START + minutes * MINUTE)


@st.composite
def calendars(draw):
    """Weekly hours that may overlap, closed periods that may too; at least one window."""
    window = st.tuples(
        st.sampled_from(["", "", "A", "B"]), st.integers(0, 6), st.integers(0, 1380), st.integers(1, 600)
    ).map(lambda row: (row[0], row[1], row[2], min(1440, row[2] + row[3])))
    closed = st.tuples(minutes_of_year(), st.integers(1, 5000)).map(lambda row: (row[0], row[0] + row[1] * MINUTE, "x"))
    weekly = draw(st.lists(window, min_size=1, max_size=12))
    weekly.append(("", draw(st.integers(0, 6)), 480, 720))
    return WorkCalendar(tuple(weekly), tuple(draw(st.lists(closed, max_size=4))))


# The days around both changes of time of 2026 come often.
INSTANTS = st.one_of(minutes_of_year(), minutes_of_year(86, 90), minutes_of_year(296, 300))


def worked(calendar, moment):
    """Whether a minute is worked, read from the wall clock: no interval is computed."""
    if any(start <= moment < stop for start, stop, _name in calendar.closed):
        return False
    local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(PARIS)
    week = "AB"[(local.date().toordinal() - 1) // 7 % 2]
    minute = local.hour * 60 + local.minute
    return any(
        day == local.weekday() and name in ("", week) and start <= minute < stop
        for name, day, start, stop in calendar.weekly
    )


@settings(max_examples=60, deadline=None)
@given(calendars(), minutes_of_year(), st.integers(0, 3 * 1440))
def test_the_count_is_the_number_of_worked_minutes(calendar, start, length):
    stop = start + length * MINUTE
    # Windows that begin or end inside the hour that is skipped or doubled have a rule of their own, below.
    assume(
        not any(datetime(2026, month, day) < stop and start < datetime(2026, month, day + 1) for month, day in CHANGES)
    )
    minutes = sum(worked(calendar, start + step * MINUTE) for step in range(length))
    assert calendar.count(start, stop) == minutes * 60


CHANGES = ((3, 28), (3, 29), (10, 24), (10, 25))


@given(calendars(), st.tuples(INSTANTS, INSTANTS, INSTANTS))
def test_counting_is_additive(calendar, moments):
    low, middle, high = sorted(moments)
    assert calendar.count(low, high) == calendar.count(low, middle) + calendar.count(middle, high)


@given(calendars(), st.tuples(INSTANTS, INSTANTS, INSTANTS))
def test_more_time_is_never_less_work_and_never_more_than_real_time(calendar, moments):
    low, middle, high = sorted(moments)
    assert calendar.count(low, middle) <= calendar.count(low, high) <= (high - low).total_seconds()


@given(calendars(), INSTANTS, st.integers(0, 6000))
def test_adding_is_the_inverse_of_counting(calendar, start, minutes):
    moment = calendar.add(start, minutes * 60)
    assume(moment is not None)
    assert calendar.count(start, moment) == minutes * 60
    if minutes:
        assert calendar.count(start, moment - MINUTE) == minutes * 60 - 60, "the first such instant"


@given(calendars(), st.tuples(INSTANTS, INSTANTS))
def test_counting_then_adding_comes_back_before_or_at(calendar, moments):
    low, high = sorted(moments)
    back = calendar.add(low, calendar.count(low, high))
    assert back <= high
    assert calendar.count(back, high) == 0


@given(calendars(), INSTANTS, st.integers(1, 3000), st.integers(1, 3000))
def test_adding_twice_is_adding_the_sum(calendar, start, first, second):
    assert calendar.add(calendar.add(start, first * 60), second * 60) == calendar.add(start, (first + second) * 60)


@given(calendars(), INSTANTS)
def test_the_next_opening_is_open_and_nothing_is_worked_before(calendar, moment):
    opening = calendar.next_open(moment)
    assert calendar.is_open(opening)
    assert calendar.count(moment, opening) == 0
    assert (opening == moment) == calendar.is_open(moment)


@given(calendars())
def test_hours_are_read_back_as_they_were_written(calendar):
    again = WorkCalendar.parse(calendar.text(), calendar.closed)
    assert set(again.weekly) == set(calendar.weekly)
    assert again.tz == calendar.tz


@given(st.tuples(INSTANTS, INSTANTS))
def test_round_the_clock_is_real_time_on_the_days_the_clocks_change_too(moments):
    low, high = sorted(moments)
    always = WorkCalendar(tuple(("", day, 0, 1440) for day in range(7)))
    assert always.count(low, high) == (high - low).total_seconds()


@pytest.mark.parametrize(
    ("day", "start", "stop", "hours"),
    [
        ((2026, 3, 29), 0, 360, 5),
        ((2026, 3, 29), 0, 150, 2.5),  # 2:30 does not exist: it is read as 3:30 summer time, as Odoo does
        ((2026, 10, 25), 0, 360, 7),
        ((2026, 10, 25), 0, 150, 3.5),  # 2:30 comes twice: the second
        ((2026, 10, 25), 150, 360, 3.5),
    ],
)
def test_windows_on_the_nights_of_the_change(day, start, stop, hours):
    calendar = WorkCalendar((("", 6, start, stop),))
    noon = datetime(*day, 12)
    assert calendar.count(noon - timedelta(days=1), noon) == hours * 3600


# -- histories ------------------------------------------------------------------------------------------------------


@st.composite
def histories(draw):
    """A request with what may happen to it, under calendars and promises that change."""
    terms = [
        Terms(draw(calendars()), draw(st.sampled_from([None, 3600, 14400])), draw(st.sampled_from([None, 28800])))
        for _number in range(2)
    ]
    at, events, answered = draw(INSTANTS), [], False
    for _number in range(draw(st.integers(1, 6))):
        answered = answered or draw(st.booleans())
        phase = draw(st.sampled_from(list(Phase))) if events else Phase.RUNNING
        events.append(Event(at, "x", phase, answered, draw(st.sampled_from(terms))))
        at += draw(st.integers(0, 4000)) * MINUTE
    return events, at


@given(histories(), st.sampled_from([RESPONSE, RESOLUTION]))
def test_the_lines_tile_the_time_and_add_up_to_the_clock(history, clock):
    events, now = history
    lines, reading = explain(events, clock, now), replay(events, clock, now)
    assert sum(line.seconds for line in lines) == reading.spent
    for before, after in zip(lines, lines[1:], strict=False):
        assert before.stop == after.start
    assert all(line.start < line.stop for line in lines)
    assert all(line.seconds == (line.stop - line.start).total_seconds() for line in lines if line.reason == "counted")


@given(histories(), st.sampled_from([RESPONSE, RESOLUTION]), st.integers(0, 5000))
def test_a_clock_never_goes_back_and_a_miss_is_never_undone(history, clock, later):
    events, now = history
    before, after = replay(events, clock, now), replay(events, clock, now + later * MINUTE)
    assert after.spent >= before.spent
    if before.missed_at:
        assert after.missed_at == before.missed_at


@given(histories(), st.integers(0, 3000), st.integers(0, 3000), st.sampled_from([RESPONSE, RESOLUTION]))
def test_a_pause_never_lengthens_what_is_counted(history, wait, length, clock):
    events, now = history
    last = events[-1]
    paused_at = last.at + wait * MINUTE
    resumed_at = paused_at + length * MINUTE
    pause = [
        Event(paused_at, "wait", Phase.WAITING, last.answered, last.terms),
        Event(resumed_at, "resume", last.phase, last.answered, last.terms),
    ]
    end = max(now, resumed_at)
    assert replay(events + pause, clock, end).spent <= replay(events, clock, end).spent


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(histories(), st.sampled_from([RESPONSE, RESOLUTION]))
def test_the_deadline_is_when_the_promise_is_used_up(history, clock):
    events, now = history
    reading = replay(events, clock, now)
    assume(reading.runs and reading.deadline and reading.deadline > now)
    at_deadline, after = (replay(events, clock, reading.deadline + step * MINUTE) for step in (0, 1))
    assert at_deadline.spent == max(reading.target, reading.spent)
    assert bool(at_deadline.missed_at) == bool(reading.missed_at), "answered on the minute is in time"
    assert after.missed_at
    assert reading.risk_at <= reading.deadline


@pytest.mark.parametrize("module", [wording, work_calendar])
def test_examples_of_the_documentation(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
