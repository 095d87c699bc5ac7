"""Rules of reminders: hours, order, throttle, reasons. Properties are checked over years, clock changes included."""

from datetime import date, datetime, timedelta

import pytest
from duret_calendar import OpeningHours, day_bounds, french_holidays
from follow_up_plan import PASSED_OVER, POSTPONED, STOPPED, ContactCalendar, Facts, Level, Policy, Reason, next_step
from follow_up_plan.calendar import CALENDAR_DAYS, WORKING_DAYS
from hypothesis import given
from hypothesis import strategies as st

TZ = "Europe/Paris"
HOLIDAYS = {day for year in range(2025, 2031) for day in french_holidays(year)}
CLOSED = tuple(day_bounds(day, TZ) for day in sorted(HOLIDAYS))


def calendar(weekdays=range(5), start=8, stop=19):
    """Contact hours on these weekdays, never on a public holiday."""
    opening = OpeningHours(tuple((day, start, stop) for day in weekdays), CLOSED, TZ)
    return ContactCalendar(opening, range(5), TZ)


WEEK = calendar()
SATURDAYS = calendar(range(6))
THREE = (Level(3), Level(7), Level(15, channel="sms"))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
levels = st.lists(
    st.builds(
        Level,
        st.integers(0, 40),
        st.sampled_from([CALENDAR_DAYS, WORKING_DAYS]),
        st.sampled_from(["mail", "sms", "call"]),
    ),
    min_size=1,
    max_size=5,
).map(tuple)
calendars = st.sampled_from([WEEK, SATURDAYS, calendar([0, 2], 9, 12.5)])


def local(moment):
    """Wall clock in France of an instant."""
    import pytz

    return pytz.utc.localize(moment).astimezone(pytz.timezone(TZ))


def utc(text):
    """Instant of a wall clock in France."""
    import pytz

    zone = pytz.timezone(TZ)
    return zone.localize(datetime.fromisoformat(text)).astimezone(pytz.utc).replace(tzinfo=None)


def run(policy, facts, using, days=120):
    """Send every level when it is due, as the job does; returns the moments."""
    sent, done = [], ()
    for _level in policy.levels:
        outcome = next_step(policy, Facts(**{**facts, "done": done}), using, facts["anchor"])
        if outcome.due is None:
            break
        sent.append(outcome.due)
        done += ((outcome.rank, outcome.due),)
    return sent


# --- properties ------------------------------------------------------------------------------------------------


@given(levels, moments, calendars)
def test_never_in_quiet_hours_on_sunday_or_holiday(steps, anchor, using):
    for due in run(Policy(steps), {"anchor": anchor}, using):
        clock = local(due)
        assert clock.weekday() != 6 and clock.date() not in HOLIDAYS
        assert 8 <= clock.hour < 19
        assert using.first_contact(due) == due


@given(levels, moments, calendars)
def test_levels_come_in_order_and_never_two_on_a_day(steps, anchor, using):
    sent = run(Policy(steps), {"anchor": anchor}, using)
    days = [using.local_day(due) for due in sent]
    assert len(sent) == len(steps)
    assert days == sorted(set(days)) and all(due >= anchor for due in sent)


@given(levels, moments, calendars)
def test_no_level_before_its_delay(steps, anchor, using):
    first = using.local_day(anchor)
    for level, due in zip(steps, run(Policy(steps), {"anchor": anchor}, using), strict=True):
        assert using.local_day(due) >= using.add(first, level.delay, level.unit)


@given(levels, moments, calendars, moments, st.integers(1, 10))
def test_throttle_is_kept(steps, anchor, using, contact, days):
    outcome = next_step(Policy(steps, throttle_days=days), Facts(anchor, last_contact=contact), using, anchor)
    assert using.local_day(outcome.due) >= using.local_day(contact) + timedelta(days=days) or (
        outcome.reason in PASSED_OVER
    )


@given(levels, moments, st.timedeltas(timedelta(0), timedelta(days=60)), calendars)
def test_later_anchor_is_never_reminded_earlier(steps, anchor, shift, using):
    earlier = next_step(Policy(steps), Facts(anchor), using, anchor)
    later = next_step(Policy(steps), Facts(anchor + shift), using, anchor + shift)
    assert later.due >= earlier.due


@given(moments, st.integers(0, 60), st.integers(0, 10), st.sampled_from([CALENDAR_DAYS, WORKING_DAYS]), calendars)
def test_longer_delay_is_never_earlier(anchor, delay, more, unit, using):
    due = [next_step(Policy((Level(days, unit),)), Facts(anchor), using, anchor).due for days in (delay, delay + more)]
    assert due[0] <= due[1]


@given(levels, moments, moments, moments, calendars)
def test_each_answer_is_stopped_or_dated(steps, anchor, now, answer, using):
    """There is a reason or a date for everybody: nobody falls between the two."""
    for facts in (
        Facts(None),
        Facts(anchor, matches=False),
        Facts(anchor, answered_at=answer),
        Facts(anchor, bounced=True, has_mobile=False),
        Facts(anchor, paused_until=using.local_day(now)),
    ):
        outcome = next_step(Policy(steps, throttle_days=2, max_age_days=30), facts, using, now)
        if outcome.reason in STOPPED:
            assert outcome.due is None and outcome.rank is None
        else:
            assert outcome.due is not None and outcome.reason in {None} | POSTPONED | PASSED_OVER


@given(moments, st.integers(0, 30))
def test_working_days_are_counted_on_working_days(anchor, delay):
    day = WEEK.local_day(anchor)
    found = WEEK.add(day, delay, WORKING_DAYS)
    between = [day + timedelta(days=number) for number in range(1, (found - day).days + 1)]
    assert sum(one.weekday() < 5 and one not in HOLIDAYS for one in between) == delay


@given(st.dates(date(2026, 1, 1), date(2028, 12, 30)))
def test_days_have_23_to_25_hours(day):
    length = WEEK.midnight(day + timedelta(days=1)) - WEEK.midnight(day)
    assert timedelta(hours=23) <= length <= timedelta(hours=25)
    assert WEEK.local_day(WEEK.midnight(day)) == day == WEEK.local_day(WEEK.end_of_day(WEEK.midnight(day)))


# --- cases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anchor", "delay", "unit", "expected"),
    [
        ("2026-11-23T10:00", 3, CALENDAR_DAYS, "2026-11-26T08:00"),  # Monday -> Thursday
        ("2026-11-25T10:00", 3, CALENDAR_DAYS, "2026-11-30T08:00"),  # Saturday -> Monday
        ("2026-11-25T10:00", 3, WORKING_DAYS, "2026-11-30T08:00"),
        ("2026-11-26T18:59", 0, CALENDAR_DAYS, "2026-11-26T18:59"),
        ("2026-11-26T19:00", 0, CALENDAR_DAYS, "2026-11-27T08:00"),
        ("2027-03-26T10:00", 3, CALENDAR_DAYS, "2027-03-30T08:00"),  # Easter Monday -> Tuesday
        ("2026-07-10T10:00", 3, WORKING_DAYS, "2026-07-16T08:00"),  # over 14 July
        ("2027-03-27T12:00", 2, CALENDAR_DAYS, "2027-03-30T08:00"),  # summer time begins on the 28th
        ("2026-10-23T12:00", 3, CALENDAR_DAYS, "2026-10-26T08:00"),  # winter time begins on the 25th
        ("2026-12-31T17:00", 1, WORKING_DAYS, "2027-01-04T08:00"),  # New Year on a Friday
        ("2026-11-23T10:00", 3, WORKING_DAYS, "2026-11-26T08:00"),
    ],
)
def test_due_of_one_level(anchor, delay, unit, expected):
    start = utc(anchor)
    assert next_step(Policy((Level(delay, unit),)), Facts(start), WEEK, start).due == utc(expected)


def test_saturday_only_when_allowed():
    anchor = utc("2026-11-25T10:00")
    assert next_step(Policy((Level(3),)), Facts(anchor), SATURDAYS, anchor).due == utc("2026-11-28T08:00")


def test_missed_weeks_are_not_caught_up_at_once():
    """The job was stopped for a month: level 2 still comes four days after level 1."""
    anchor, sent = utc("2026-09-01T10:00"), utc("2026-10-05T08:00")
    outcome = next_step(Policy(THREE), Facts(anchor, done=((0, sent),)), WEEK, sent)
    assert (outcome.rank, outcome.due) == (1, utc("2026-10-09T08:00"))


@pytest.mark.parametrize(
    ("most_gap", "expected"),
    [(0, "2026-11-30T08:00"), (2, "2026-11-26T08:00"), (4, "2026-11-27T08:00"), (9, "2026-11-30T08:00")],
)
def test_a_level_keeps_its_own_day_although_the_one_before_was_late(most_gap, expected):
    """D+2 falls on a Saturday and leaves on Monday; D+7 is the Thursday after it."""
    anchor, sent = utc("2026-11-19T16:30"), utc("2026-11-23T08:00")
    policy = Policy((Level(2), Level(7)), most_gap=most_gap)
    assert next_step(policy, Facts(anchor, done=((0, sent),)), WEEK, sent).due == utc(expected)


ANCHOR = utc("2026-11-02T10:00")
NOW = utc("2026-11-05T10:00")


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        ({}, {"anchor": None}, Reason.NO_ANCHOR),
        ({}, {"matches": False, "opted_out": True}, Reason.STATE_CHANGED),
        ({"paused": True}, {}, Reason.RULE_PAUSED),
        ({}, {"answered_at": ANCHOR + timedelta(hours=1)}, Reason.ANSWERED),
        ({}, {"answered_at": ANCHOR - timedelta(hours=1)}, None),
        ({"stops_on_answer": False}, {"answered_at": ANCHOR + timedelta(hours=1)}, None),
        ({}, {"has_client": False}, Reason.NO_CLIENT),
        ({}, {"opted_out": True}, Reason.OPTED_OUT),
        ({"max_age_days": 2}, {}, Reason.TOO_OLD),
        ({"max_age_days": 2}, {"done": ((0, NOW),)}, None),
        ({"max_age_days": 4}, {}, None),
        ({}, {"done": ((2, NOW - timedelta(days=1)),)}, Reason.WAITING),
        ({}, {"done": ((2, NOW - timedelta(days=8)),)}, Reason.NO_ANSWER),
        ({}, {"bounced": True}, Reason.BOUNCED),
        ({}, {"has_email": False, "bounced": True}, Reason.NO_EMAIL),
        ({}, {"bounced": True, "has_mobile": False, "done": ((1, NOW),)}, Reason.NO_PHONE),
        ({}, {"bounced": True, "done": ((1, NOW),)}, None),
        ({}, {"paused_until": date(2026, 12, 1)}, Reason.RECORD_PAUSED),
        ({}, {"paused_until": date(2026, 11, 5)}, None),
        ({"throttle_days": 2}, {"last_contact": NOW - timedelta(days=1)}, Reason.THROTTLED),
        ({"throttle_days": 2}, {"last_contact": NOW - timedelta(days=2)}, None),
        ({"throttle_days": 0}, {"last_contact": NOW}, None),
    ],
)
def test_reason(policy, facts, expected):
    outcome = next_step(Policy(THREE, **policy), Facts(**{"anchor": ANCHOR, **facts}), WEEK, NOW)
    assert outcome.reason is expected


def test_a_call_is_possible_without_number():
    """A person finds the number; a machine does not."""
    facts = Facts(ANCHOR, has_mobile=False, has_email=False)
    assert next_step(Policy((Level(1, channel="call"),)), facts, WEEK, NOW).reason is None


@pytest.mark.parametrize(
    ("now", "due", "reason"),
    [
        ("2026-11-05T10:00", "2026-11-05T10:00", None),
        ("2026-11-05T20:00", "2026-11-06T08:00", Reason.QUIET_HOURS),
        ("2026-11-06T19:00", "2026-11-09T08:00", Reason.QUIET_HOURS),
    ],
)
def test_overdue_level_goes_at_the_next_allowed_hour(now, due, reason):
    outcome = next_step(Policy(THREE), Facts(ANCHOR), WEEK, utc(now))
    assert (outcome.due, outcome.reason) == (utc(due), reason)


@given(levels, moments, st.timedeltas(timedelta(0), timedelta(days=90)), calendars)
def test_never_due_in_the_past_nor_at_night(steps, anchor, late, using):
    """However late the job runs, a level to be sent is due from now on, at an allowed hour."""
    now = anchor + late
    outcome = next_step(Policy(steps), Facts(anchor), using, now)
    assert outcome.due >= now and using.first_contact(outcome.due) == outcome.due


def test_never_open():
    closed = ContactCalendar(OpeningHours((), (), TZ), range(5), TZ)
    assert next_step(Policy(THREE), Facts(ANCHOR), closed, NOW).reason is Reason.NEVER_OPEN
    assert closed.add(date(2026, 11, 2), 3, WORKING_DAYS) == date(2026, 11, 5)


def test_every_reason_has_one_group():
    groups = [STOPPED, PASSED_OVER, POSTPONED]
    assert set(Reason) == set().union(*groups) and sum(map(len, groups)) == len(Reason)
