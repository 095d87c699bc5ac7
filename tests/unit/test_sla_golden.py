"""The clocks of a request on histories worked out by hand (`sla_golden.toml`)."""

import tomllib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import pytz
from duret_calendar import day_bounds, french_holidays
from sla_clock import RESOLUTION, RESPONSE, Event, Phase, Terms, WorkCalendar, explain, overall, replay

PARIS = pytz.timezone("Europe/Paris")
OFFICE = ((8 * 60, 12 * 60), (13 * 60 + 30, 17 * 60 + 30))
WEEKS = {
    "duret": [("", day, *window) for day in range(5) for window in OFFICE],
    "depot": [("", day, 7 * 60, 12 * 60) for day in range(6)],
    "always": [("", day, 0, 24 * 60) for day in range(7)],
    "night": [("", day, 0, 6 * 60) for day in range(7)],
    "alternate": [("B", day, 8 * 60, 12 * 60) for day in range(5)],
    "empty": [],
}
WITH_HOLIDAYS = ("duret", "depot", "alternate")
PHASES = {"wait": Phase.WAITING, "close": Phase.CLOSED}
CASES = tomllib.loads((Path(__file__).parent / "sla_golden.toml").read_text("utf-8"))["case"]


def utc(text):
    """Naive UTC instant of a wall-clock time in Paris, or of a UTC time ending in Z."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text[:-1])
    return PARIS.localize(datetime.fromisoformat(text)).astimezone(pytz.utc).replace(tzinfo=None)


def calendar(name, closed=()):
    """Calendar of a name; public holidays as they are stored, their last second excluded."""
    rows = [(utc(start), utc(stop), label) for start, stop, label in closed]
    if name in WITH_HOLIDAYS:
        for year in (2026, 2027):
            for day, label in french_holidays(year).items():
                start, stop = day_bounds(day, "Europe/Paris")
                rows.append(
                    (start, stop.replace(second=0) + (utc("2026-01-01 00:01") - utc("2026-01-01 00:00")), label)
                )
    return WorkCalendar(tuple(WEEKS[name]), tuple(rows))


def promise(texts):
    """Seconds of both promises; 0 is none."""
    return [int(minutes) * 60 or None for minutes in texts]


def history(case):
    """Events of a case: each line is a day, a time, what happened and its argument."""
    response, resolution = promise(case.get("promise", [240, 480]))
    terms = Terms(calendar(case.get("calendar", "duret"), case.get("closed", ())), response, resolution)
    events, answered = [], False
    for line in case["history"]:
        day, time, what, *argument = line.split()
        if what.startswith("terms"):
            response, resolution = promise(argument[0].split("/"))
            terms = replace(terms, response=response, resolution=resolution)
        if what == "team":
            terms = replace(terms, calendar=calendar(argument[0], case.get("closed", ())))
        answered = answered or what.startswith("answer")
        phase = PHASES.get(what.rpartition("+")[2], Phase.RUNNING)
        events.append(Event(utc(f"{day} {time}"), what, phase, answered, terms))
    return events


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("clock", [RESPONSE, RESOLUTION])
def test_golden(case, clock):
    events, now, expected = history(case), utc(case["now"]), case[clock]
    reading = replay(events, clock, now)
    assert reading.spent == expected["spent"] * 60
    assert reading.deadline == (utc(expected["deadline"]) if expected["deadline"] else None)
    assert reading.state == expected["state"]
    assert reading.missed_at == (utc(expected["missed"]) if "missed" in expected else None)
    lines = explain(events, clock, now)
    assert sum(line.seconds for line in lines) == reading.spent
    assert all(before.stop == after.start for before, after in zip(lines, lines[1:], strict=False))


def test_there_are_at_least_forty_cases():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 40


def find(name):
    return next(case for case in CASES if case["name"] == name)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("an ordinary morning", "ok"),
        ("answered one minute late", "ok"),
        ("made urgent when it is already too late", "breached"),
        ("policy made shorter midway: what was spent counts", "at_risk"),
        ("frozen after the deadline: the miss is not forgotten", "paused"),
        ("resolved in time", "met"),
        ("resolved late, without any response", "breached"),
        ("nothing promised", "none"),
    ],
)
def test_the_state_shown(name, state):
    case = find(name)
    events, now = history(case), utc(case["now"])
    readings = [replay(events, clock, now) for clock in (RESPONSE, RESOLUTION)]
    assert overall(readings, events[-1].phase) == state


def test_answered_and_no_promise_of_solution_is_met():
    events = history(find("answered in time") | {"promise": [240, 0]})
    readings = [replay(events, clock, utc("2026-11-23 15:00")) for clock in (RESPONSE, RESOLUTION)]
    assert overall(readings, Phase.RUNNING) == "met"


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("lunch does not count", ["counted", "lunch", "counted"]),
        ("over a weekend", ["counted", "weekend", "counted"]),
        ("opened at night", ["night", "counted"]),
        ("a holiday in the middle of the week", ["counted", "holiday", "counted"]),
        ("an afternoon off", ["counted", "lunch", "counted", "holiday", "counted"]),
        ("frozen over a weekend", ["counted", "lunch", "counted", "waiting", "counted"]),
    ],
)
def test_every_pause_says_why(name, reasons):
    case = find(name)
    lines = explain(history(case), RESOLUTION, utc(case["now"]))
    assert [line.reason for line in lines] == reasons


def test_closed_days_are_named():
    case = find("14 July 2026 with the bridge of Monday 13")
    lines = explain(history(case), RESPONSE, utc(case["now"]))
    assert [line.names for line in lines if line.reason == "holiday"] == [("Pont", "Fête nationale")]


def test_the_time_between_closing_and_reopening_is_listed_as_closed():
    case = find("reopened: the solution's clock goes on where it stood")
    lines = explain(history(case), RESOLUTION, utc(case["now"]))
    assert [line.reason for line in lines] == ["counted", "counted", "closed", "counted"]
    assert [line.reason for line in explain(history(case), RESPONSE, utc(case["now"]))] == ["counted"]
