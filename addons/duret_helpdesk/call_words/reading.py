"""From what was said to an instant."""

from datetime import date, datetime, time, timedelta

import pytz

from .scanning import scan
from .vocabulary import PARTS

PARIS = "Europe/Paris"
MORNING = 9  # hour of a day said without an hour
END_OF_DAY = 17.5  # « aujourd'hui » without an hour
AFTERNOON_UNTIL = 6  # « 5h » is 17 o'clock: nobody is called at five in the morning
HORIZON = 400  # days: a callback is no appointment for another year


class DeadlineUnreadable(ValueError):
    """The text says no time, or a time that does not exist."""


class DeadlinePassed(ValueError):
    """The text names an instant that is over."""


def read_deadline(text, now, is_open_day=None, zone=PARIS):
    """Read « à rappeler avant ».

    An hour without a day is the next one that comes, on a day when the company answers. A day
    without an hour is its morning. A part of the day (« ce matin ») is its beginning, or its end
    when it has begun.

    :param str text: « 16h », « demain 9h », « lundi », « dans 1h30 », « 24/11 à 14h »…
    :param now: naive UTC datetime
    :param is_open_day: function (date) → bool, days when the company answers; Monday to Friday by default
    :param str zone: zone of the clock that people read
    :return: naive UTC datetime, later than ``now``, whole minutes
    :raises DeadlineUnreadable: when the text is not understood or more than 400 days away
    :raises DeadlinePassed: when it names an instant that is over
    """
    spoken = scan(text)
    if spoken is None:
        raise DeadlineUnreadable(text)
    clock = pytz.timezone(zone)
    local = pytz.utc.localize(now).astimezone(clock).replace(tzinfo=None)
    if spoken.minutes is not None:
        return _after_minutes(spoken, now)
    moment = _moment(spoken, local, is_open_day or (lambda day: day.weekday() < 5))
    instant = clock.localize(moment).astimezone(pytz.utc).replace(tzinfo=None)
    if instant <= now:
        raise DeadlinePassed(text)
    if instant - now > timedelta(days=HORIZON):
        raise DeadlineUnreadable(text)
    return instant


def _after_minutes(spoken, now):
    """« Dans 20 minutes »: real minutes, on the nights when the clocks change too."""
    if spoken.has_day or spoken.clock or spoken.part or not 0 < spoken.minutes <= HORIZON * 24 * 60:
        raise DeadlineUnreadable
    return (now + timedelta(minutes=spoken.minutes, seconds=59)).replace(second=0, microsecond=0)


def _moment(spoken, now, is_open_day):
    """Naive local instant of what was said, given the local time."""
    if not spoken.has_day:
        return _next_time(spoken, now, is_open_day)
    day = _day(spoken, now)
    if day == now.date() and spoken.weekday is not None and _at(day, spoken, now) <= now:
        day += timedelta(days=7)
    return _at(day, spoken, now)


def _next_time(spoken, now, is_open_day):
    """An hour or a part of the day without a day: today, else on the next day when the company answers."""
    today = _at(now.date(), spoken, now)
    if today > now:
        return today
    later = (now.date() + timedelta(days=ahead) for ahead in range(1, HORIZON))
    day = next((day for day in later if is_open_day(day)), now.date() + timedelta(days=1))
    return _at(day, spoken, now)


def _day(spoken, now):
    """Date of the day that was said."""
    if spoken.date is not None and (spoken.days is not None or spoken.weekday is not None and spoken.date[1] is None):
        raise DeadlineUnreadable
    if spoken.days is not None:
        if spoken.weekday is not None:
            raise DeadlineUnreadable
        return now.date() + timedelta(days=min(spoken.days, HORIZON + 1))
    if spoken.date is not None:
        day = _calendar_day(*spoken.date, now.date())
        if spoken.weekday not in (None, day.weekday()):
            raise DeadlineUnreadable
        return day
    ahead = (spoken.weekday - now.weekday()) % 7
    if not ahead and spoken.clock is None and spoken.part is None:
        ahead = 7
    return now.date() + timedelta(days=ahead)


def _calendar_day(day, month, year, today):
    """The next date with this day (and month) that is not over."""
    if year is not None:
        candidates = [(year, month)]
    elif month is not None:
        candidates = [(today.year, month), (today.year + 1, month)]
    else:
        following = today.replace(day=1) + timedelta(days=32)
        candidates = [(today.year, today.month), (following.year, following.month)]
    dates = []
    for of_year, of_month in candidates:
        try:
            dates.append(date(of_year, of_month, day))
        except ValueError:
            continue
    if not dates:
        raise DeadlineUnreadable
    return next((found for found in dates if found >= today), dates[-1])


def _at(day, spoken, now):
    """Local instant of an hour on a day."""
    if spoken.clock is not None:
        return datetime.combine(day, time(*_hour(spoken)))
    if spoken.part is not None:
        start, stop = (_decimal(day, hour) for hour in PARTS[spoken.part])
        return stop if start <= now else start
    if day == now.date():
        return _decimal(day, END_OF_DAY)
    return _decimal(day, MORNING)


def _hour(spoken):
    """Hour and minute on the 24 hour clock."""
    hour, minute = spoken.clock
    morning = spoken.part is not None and "matin" in spoken.part
    if spoken.part in ("apres-midi", "soir") and hour < 12:
        hour += 12
    elif not morning and 1 <= hour <= AFTERNOON_UNTIL:
        hour += 12
    return hour, minute


def _decimal(day, hour):
    return datetime.combine(day, time()) + timedelta(hours=hour)
