"""The list that proves a clock: every stretch of time since the opening, and why it counts or not."""

from dataclasses import dataclass
from datetime import datetime

from .history import Phase, segments


@dataclass(frozen=True)
class Line:
    """One stretch of time.

    :ivar start: naive UTC
    :ivar stop: naive UTC, excluded
    :ivar seconds: working time counted, 0 for a pause
    :ivar reason: counted, waiting, closed, answered, lunch, night, weekend or holiday
    :ivar names: names of the closed days of a holiday
    :ivar event: position of the event whose situation applies
    """

    start: datetime
    stop: datetime
    seconds: int
    reason: str
    names: tuple = ()
    event: int = 0


def explain(events, clock, now):
    """List the stretches of a clock from the opening to now, or to the end of the last one that counts for it.

    The lines tile that period: each begins where the one before ends. Their seconds add up to the clock.

    :param list events: history of the request
    :param str clock: RESPONSE or RESOLUTION
    :param datetime now: naive UTC
    :return: list of Line
    """
    lines = []
    for position, segment in enumerate(segments(events, clock, now)):
        if segment.start == segment.stop:
            continue
        if segment.runs:
            lines += _working_lines(segment, position)
        else:
            reason = _pause_reason(segment)
            lines.append(Line(segment.start, segment.stop, 0, reason, event=position))
    while lines and lines[-1].reason in ("closed", "answered"):
        lines.pop()
    return lines


def _pause_reason(segment):
    if segment.event.phase is Phase.CLOSED:
        return "closed"
    return "answered" if segment.over else "waiting"


def _working_lines(segment, position):
    """Counted intervals of a running segment, and the gaps between them."""
    calendar = segment.event.terms.calendar
    lines, reached = [], segment.start
    for start, stop in calendar.spans(segment.start, segment.stop):
        if start > reached:
            lines.append(_gap(calendar, reached, start, position))
        lines.append(Line(start, stop, int((stop - start).total_seconds()), "counted", event=position))
        reached = stop
    if reached < segment.stop:
        lines.append(_gap(calendar, reached, segment.stop, position))
    return lines


def _gap(calendar, start, stop, position):
    """Line of a stretch in which nobody works."""
    reason, names = gap_reason(calendar, start, stop)
    return Line(start, stop, 0, reason, names, position)


def gap_reason(calendar, start, stop):
    """Say why nobody works between two instants: a closed day that would have been worked, else lunch, weekend, night.

    :param WorkCalendar calendar: whose hours
    :param datetime start: naive UTC
    :param datetime stop: naive UTC; nothing is worked from one to the other
    :return: (holiday, lunch, weekend or night; names of the closed days)
    """
    first, last = calendar.local(start).date(), calendar.local(stop).date()
    days = [first.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    windows = [window for day in days for window in calendar.windows(day)]
    lost = [window for window in windows if window[0] < stop and window[1] > start]
    if lost:
        names = [name for low, high in lost for name in calendar.closure_names(max(low, start), min(high, stop))]
        return "holiday", tuple(dict.fromkeys(names))
    if first == last and any(low >= stop for low, _high in windows) and any(high <= start for _low, high in windows):
        return "lunch", ()
    return "weekend" if any(not calendar.windows(day) for day in days) else "night", ()
