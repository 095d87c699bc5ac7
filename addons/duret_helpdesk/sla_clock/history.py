"""What happened to a request, and what its two clocks say.

A request has two clocks: until the first answer, and until the solution. Each runs in working time, stands still
while the client is awaited, and stops. The history is a list of events; each gives the whole situation from its
instant on, with the calendar and the promise then in force. What was counted under earlier terms therefore stays
counted, whatever becomes of the team, the type or the policy later.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .work_calendar import WorkCalendar

RESPONSE = "response"
RESOLUTION = "resolution"
RISK_PERCENT = 75  # share of the promised time after which a deadline is at risk


class Phase(StrEnum):
    """Situation of a request."""

    RUNNING = "running"
    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True)
class Terms:
    """By which calendar time is counted, and what is promised.

    :ivar response: seconds of work until the first answer, None without a promise
    :ivar resolution: seconds of work until the solution, None without a promise
    """

    calendar: WorkCalendar
    response: int | None = None
    resolution: int | None = None

    def target(self, clock):
        """Give the promised seconds of a clock, None without a promise."""
        return self.response if clock == RESPONSE else self.resolution


@dataclass(frozen=True)
class Event:
    """Something happened; the situation from then on.

    :ivar at: naive UTC
    :ivar kind: what happened, for people
    :ivar answered: the client has had a first answer
    """

    at: datetime
    kind: str
    phase: Phase
    answered: bool
    terms: Terms


@dataclass(frozen=True)
class Segment:
    """A stretch of the history under one situation, for one clock.

    :ivar runs: working time counts
    :ivar over: this clock has stopped (answered, or closed)
    """

    start: datetime
    stop: datetime
    event: Event
    runs: bool
    over: bool


@dataclass(frozen=True)
class Reading:
    """What a clock says.

    :ivar spent: seconds of work counted
    :ivar target: promised seconds, None without a promise
    :ivar deadline: instant promised; None while the client is awaited, and without a promise
    :ivar risk_at: instant from which the deadline is at risk, None when the clock does not run
    :ivar missed_at: the deadline that passed while the clock ran, None when none did; later terms do not undo it
    :ivar state: none, ok, at_risk, breached, paused or met
    """

    spent: int
    target: int | None
    deadline: datetime | None
    risk_at: datetime | None
    missed_at: datetime | None
    state: str
    runs: bool = False

    @property
    def left(self):
        """Seconds of work left until the deadline; negative beyond it, None without a promise."""
        return None if self.target is None else self.target - self.spent


def segments(events, clock, now):
    """Cut the history of one clock.

    An event dated before the one it follows is taken as simultaneous with it.

    :param list events: in the order they were noted
    :param str clock: RESPONSE or RESOLUTION
    :param datetime now: end of the last segment
    :return: list of Segment that tile the time from the first event to now
    """
    found, stopped, start = [], False, None
    for position, event in enumerate(events):
        start = max(event.at, start or event.at)
        follower = events[position + 1].at if position + 1 < len(events) else now
        if clock == RESPONSE:
            stopped = stopped or event.answered or event.phase is Phase.CLOSED
        else:
            stopped = event.phase is Phase.CLOSED
        runs = not stopped and event.phase is Phase.RUNNING
        found.append(Segment(start, max(start, follower), event, runs, stopped))
    return found


def replay(events, clock, now, risk_percent=RISK_PERCENT):
    """Read a clock.

    :param list events: history of the request, not empty
    :param str clock: RESPONSE or RESOLUTION
    :param datetime now: naive UTC
    :param int risk_percent: share of the promise after which it is at risk
    :return: Reading
    """
    spent, missed, deadline, risk_at = 0, None, None, None
    for segment in (parts := segments(events, clock, now)):
        if not segment.runs:
            continue
        deadline = _instant(segment, clock, spent, 100)
        risk_at = _instant(segment, clock, spent, risk_percent)
        if missed and deadline and deadline <= segment.start:
            deadline = missed  # nothing was left when it started again: due since the day it was due
        if deadline and segment.stop > deadline:
            missed = missed or deadline
        spent += segment.event.terms.calendar.count(segment.start, segment.stop)
    last = parts[-1]
    reading = Reading(
        spent=spent,
        target=last.event.terms.target(clock),
        deadline=deadline if last.runs or last.over else None,
        risk_at=risk_at if last.runs else None,
        missed_at=missed,
        state="",
        runs=last.runs,
    )
    return _with_state(reading, last, now)


def _instant(segment, clock, spent, percent):
    """Instant of a segment at which a share of the promise is used up; None without a promise or without work."""
    target = segment.event.terms.target(clock)
    if target is None:
        return None
    return segment.event.terms.calendar.add(segment.start, target * percent // 100 - spent)


def _with_state(reading, last, now):
    if reading.missed_at:
        state = "breached"
    elif reading.target is None:
        state = "none"
    elif last.over:
        state = "met"
    elif not last.runs:
        state = "paused"
    else:
        state = "at_risk" if reading.risk_at and now >= reading.risk_at else "ok"
    return Reading(**{**reading.__dict__, "state": state})


def overall(readings, phase):
    """Give the one state shown for a request: the worst of what still runs, the verdict once it is closed.

    :param readings: Reading of both clocks
    :param Phase phase: present situation
    :return: none, ok, at_risk, breached, paused or met

    A late answer no longer colours a request whose solution is in time; it is remembered in its own clock.
    """
    states = [reading.state for reading in readings]
    if all(state == "none" for state in states):
        return "none"
    if phase is Phase.CLOSED:
        return "breached" if "breached" in states else "met"
    if phase is Phase.WAITING:
        return "paused"
    running = [reading.state for reading in readings if reading.runs and reading.state != "none"]
    return next((state for state in ("breached", "at_risk", "ok") if state in running), "met")
