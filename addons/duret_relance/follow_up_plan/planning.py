"""Which level comes next for one record, when, or why none does."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .calendar import CALENDAR_DAYS
from .reasons import Reason

MAIL, SMS, CALL = "mail", "sms", "call"


@dataclass(frozen=True)
class Level:
    """One step of a rule: so many days after the anchor, by this channel."""

    delay: int
    unit: str = CALENDAR_DAYS
    channel: str = MAIL


@dataclass(frozen=True)
class Policy:
    """What a rule says for all its records.

    :ivar levels: tuple of Level, in order
    :ivar throttle_days: least days between two contacts with one client, 0 = no limit
    :ivar max_age_days: an anchor older than this never starts a series, 0 = no limit
    :ivar patience_days: days after the last level from which the client counts as not answering
    :ivar most_gap: least days between two levels where the delays ask for more: a level keeps its own day although
        the one before was late (Sunday, public holiday); 0 = always the days between the two delays
    """

    levels: tuple
    throttle_days: int = 0
    max_age_days: int = 0
    patience_days: int = 7
    most_gap: int = 0
    paused: bool = False
    stops_on_answer: bool = True


@dataclass(frozen=True)
class Facts:
    """What is known of one record; all moments are naive UTC.

    :ivar anchor: instant the delays are counted from, None when the record has none
    :ivar done: (rank, moment) of the levels sent or passed over since this anchor
    :ivar last_contact: last reminder of any rule to this client
    :ivar paused_until: first local day on which a person allows reminders again
    """

    anchor: datetime | None
    done: tuple = ()
    matches: bool = True
    answered_at: datetime | None = None
    has_client: bool = True
    opted_out: bool = False
    bounced: bool = False
    has_email: bool = True
    has_mobile: bool = True
    last_contact: datetime | None = None
    paused_until: date | None = None


@dataclass(frozen=True)
class Outcome:
    """Answer of `next_step`.

    :ivar rank: level concerned, counted from 0; None when the series is stopped
    :ivar due: naive UTC instant at which it is sent (or passed over); None when stopped
    :ivar reason: None when the level follows its own delay, else why it is stopped, passed over or postponed
    :ivar since: moment that the reason speaks of (answer, last contact, anchor…), or None
    """

    rank: int | None = None
    due: datetime | None = None
    reason: Reason | None = None
    since: datetime | None = None


def next_step(policy, facts, calendar, now):
    """Decide the next level of a record.

    The first reason that applies is given. A level passed over (address in error, no number) counts as done, so
    that a call may follow a mail that cannot arrive. Missed days are never caught up in one go: the gap between
    two levels is kept.

    :param Policy policy: the rule
    :param Facts facts: the record
    :param ContactCalendar calendar: contact hours
    :param datetime now: naive UTC
    :return: Outcome
    """
    stopped = _stopped(policy, facts, now)
    if stopped:
        return stopped
    rank = max((done[0] for done in facts.done), default=-1) + 1
    natural = _natural_due(policy, rank, facts, calendar)
    if natural is None:
        return Outcome(reason=Reason.NEVER_OPEN)
    unreachable = _unreachable(policy.levels[rank].channel, facts)
    if unreachable:
        return Outcome(rank, max(natural, now), unreachable)
    return _postponed(policy, facts, calendar, Outcome(rank, natural), now)


def _stopped(policy, facts, now):
    if facts.anchor is None:
        return Outcome(reason=Reason.NO_ANCHOR)
    if not facts.matches:
        return Outcome(reason=Reason.STATE_CHANGED)
    if policy.paused:
        return Outcome(reason=Reason.RULE_PAUSED)
    if policy.stops_on_answer and facts.answered_at and facts.answered_at > facts.anchor:
        return Outcome(reason=Reason.ANSWERED, since=facts.answered_at)
    if not facts.has_client:
        return Outcome(reason=Reason.NO_CLIENT)
    if facts.opted_out:
        return Outcome(reason=Reason.OPTED_OUT)
    return _over(policy, facts, now)


def _over(policy, facts, now):
    """The end of the series: all levels done, or an anchor too old to begin with."""
    last = max(facts.done, default=None)
    if (last[0] if last else -1) + 1 >= len(policy.levels):
        since = last[1] if last else facts.anchor
        patient = now - since < timedelta(days=policy.patience_days)
        return Outcome(reason=Reason.WAITING if patient else Reason.NO_ANSWER, since=since)
    aged = policy.max_age_days and now - facts.anchor > timedelta(days=policy.max_age_days)
    return Outcome(reason=Reason.TOO_OLD, since=facts.anchor) if aged and not last else None


def _natural_due(policy, rank, facts, calendar):
    """Instant of the level without pause and throttle: its delay, and the gap to the level before it."""
    levels, level = policy.levels, policy.levels[rank]
    earliest = max(
        facts.anchor, calendar.midnight(calendar.add(calendar.local_day(facts.anchor), level.delay, level.unit))
    )
    if facts.done:
        before, moment = max(facts.done)
        same_unit = levels[before].unit == level.unit
        gap = max(1, level.delay - levels[before].delay) if same_unit else 1
        gap = min(gap, policy.most_gap or gap)
        earliest = max(earliest, calendar.midnight(calendar.add(calendar.local_day(moment), gap, level.unit)))
    return calendar.first_contact(earliest)


def _unreachable(channel, facts):
    """Reason for which the level's channel cannot reach the client, or None."""
    if channel == MAIL:
        if not facts.has_email:
            return Reason.NO_EMAIL
        return Reason.BOUNCED if facts.bounced else None
    return Reason.NO_PHONE if channel == SMS and not facts.has_mobile else None


def _postponed(policy, facts, calendar, outcome, now):
    """Push a level behind the pause of its record, the last contact with the client, and the night."""
    due, reason, since = outcome.due, None, None
    if facts.paused_until and calendar.midnight(facts.paused_until) > due:
        due, reason = calendar.first_contact(calendar.midnight(facts.paused_until)), Reason.RECORD_PAUSED
    if due and policy.throttle_days and facts.last_contact:
        free = calendar.midnight(calendar.local_day(facts.last_contact) + timedelta(days=policy.throttle_days))
        if free > due:
            due, reason, since = calendar.first_contact(free), Reason.THROTTLED, facts.last_contact
    if due and due < now:
        due = calendar.first_contact(now)
        reason, since = (None, None) if due == now else (Reason.QUIET_HOURS, None)
    return Outcome(outcome.rank, due, reason, since) if due else Outcome(reason=Reason.NEVER_OPEN)
