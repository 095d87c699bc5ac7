"""Working time between two instants, and days that are over. Instants are naive UTC datetimes.

``hours`` is anything with ``windows(day)`` (list of (start, stop) instants of a local day), ``closed`` (tuple of
(start, stop) periods without work) and ``tz``.
"""

from datetime import timedelta

import pytz

LOOK_BACK = 30  # days; longer closings count as if the company had worked on the day before them


def worked_minutes(hours, start, stop):
    """Count the whole minutes of work between two instants.

    :return: int, 0 when the second instant is not after the first
    """
    if stop <= start:
        return 0
    day, last = _local_day(start, hours.tz), _local_day(stop, hours.tz)
    seconds = 0
    while day <= last:
        for opening, closing in _open_windows(hours, day):
            seconds += max(0, (min(closing, stop) - max(opening, start)).total_seconds())
        day += timedelta(days=1)
    return int(seconds // 60)


def last_full_day_start(hours, now):
    """Give the opening of the last working day that is over: what was due before has waited a whole day.

    :return: naive UTC datetime
    """
    day = _local_day(now, hours.tz)
    for back in range(LOOK_BACK):
        windows = _open_windows(hours, day - timedelta(days=back))
        if windows and max(stop for _start, stop in windows) <= now:
            return min(start for start, _stop in windows)
    return now - timedelta(days=LOOK_BACK)


def _open_windows(hours, day):
    """Windows of a day, without the periods in which the company is closed."""
    windows = list(hours.windows(day))
    for closed_from, closed_to in hours.closed:
        windows = [part for window in windows for part in _without(window, closed_from, closed_to)]
    return windows


def _without(window, closed_from, closed_to):
    start, stop = window
    parts = [(start, min(stop, closed_from)), (max(start, closed_to), stop)]
    if closed_to <= start or closed_from >= stop:
        return [window]
    return [(first, last) for first, last in parts if first < last]


def _local_day(moment, zone):
    return pytz.utc.localize(moment).astimezone(pytz.timezone(zone)).date()
