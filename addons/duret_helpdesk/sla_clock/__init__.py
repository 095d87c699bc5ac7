"""Working time and the clock of a request. No Odoo in here.

A calendar says when people work (`work_calendar`), a history says what happened to a request (`history`): together
they give the minutes that count, the deadline, and the list of intervals that proves them (`explain`). `policy`
chooses the promise that applies. All instants are naive UTC datetimes; all durations are whole seconds of real time.
"""

from .explain import Line, explain, gap_reason
from .history import RESOLUTION, RESPONSE, Event, Phase, Reading, Terms, overall, replay, segments
from .policy import Choice, Facts, Policy, choose
from .wording import clock_words, duration_words, promised_quarter
from .work_calendar import WorkCalendar

__all__ = [
    "RESOLUTION",
    "RESPONSE",
    "Choice",
    "Event",
    "Facts",
    "Line",
    "Phase",
    "Policy",
    "Reading",
    "Terms",
    "WorkCalendar",
    "choose",
    "clock_words",
    "duration_words",
    "explain",
    "gap_reason",
    "overall",
    "promised_quarter",
    "replay",
    "segments",
]
