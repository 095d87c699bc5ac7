"""Who is told what about a visit, and when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visit_messages import (
    CANCELLED,
    CONFIRMATION,
    MOVED,
    QuietHours,
    client_news,
    moment_to_send,
    parts,
    reminder_moment,
    technician_news,
    to_gsm,
)
from visit_messages.measures import CONVERSATION, began_at
from visit_messages.quiet import NOTICE
from visit_messages.sms_text import _BASIC, _DOUBLE

PARIS = ZoneInfo("Europe/Paris")
NIGHT = QuietHours()
starts = st.none() | st.integers(1, 4)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


def at(hour, minute=0, day=20):
    """Naive UTC of an hour of Annecy in November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS).astimezone(UTC).replace(tzinfo=None)


# -- what there is to tell ----------------------------------------------------------------------------------------


@given(st.lists(st.tuples(starts, st.booleans())))
def test_whatever_happens_the_client_knows_the_truth_in_the_end(steps):
    """Changes, some of them followed by a message: the last message says what is true, and none is for nothing."""
    told = now = None
    for now, is_sent in [*steps, (steps[-1][0] if steps else None, True)]:
        if not is_sent:
            continue
        news = client_news(told, now)
        assert (news is None) == (told == now)
        if news == CANCELLED:
            assert now is None
        if news == MOVED:
            assert told is not None
        if news == CONFIRMATION:
            assert told is None
        told = now
    assert told == now


@given(starts, starts)
def test_a_client_who_acts_is_confirmed_not_informed(told, now):
    """He never reads « we have moved your visit » about what he did himself."""
    assert client_news(told, now, by_client=True) in (None, CONFIRMATION, CANCELLED)


@given(starts, starts)
def test_technicians_follow_the_same_truth(told, now):
    """One message for each difference, none without."""
    news = technician_news(told, now)
    assert (news is None) == (told == now)


# -- when --------------------------------------------------------------------------------------------------------


@given(moments)
def test_nothing_leaves_at_night(moment):
    """Later or earlier, messages leave between 8 h and 20 h on the clock of Annecy, DST nights included."""
    later, earlier = NIGHT.next_allowed(moment), NIGHT.last_allowed(moment)
    assert earlier <= moment <= later
    for allowed in (later, earlier):
        assert 8 <= allowed.replace(tzinfo=UTC).astimezone(PARIS).hour < 20
    assert later - moment <= timedelta(hours=13)  # the longest night: when the clock goes back


@pytest.mark.parametrize("day", [datetime(2026, 3, 29), datetime(2026, 10, 25)])
def test_eight_oclock_after_a_change_of_time(day):
    """The morning after is still eight o'clock."""
    allowed = NIGHT.next_allowed(day)
    assert allowed.replace(tzinfo=UTC).astimezone(PARIS).hour == 8


@pytest.mark.parametrize(
    ("now", "start", "answers_client", "expected"),
    [
        (at(14), at(9, day=23), False, at(14)),
        (at(21, 30), at(9, day=23), False, at(8, day=21)),
        # he books at half past nine in the evening: he is looking at his telephone
        (at(21, 30), at(9, day=23), True, at(21, 30)),
        # tomorrow at nine: eight o'clock would leave him an hour
        (at(21, 30), at(9, day=21), False, at(21, 30)),
        (at(21, 30), at(10, day=21), False, at(8, day=21)),
        # a visit that is over wakes nobody up
        (at(21, 30), at(9), False, at(8, day=21)),
    ],
)
def test_when_a_change_is_told(now, start, answers_client, expected):
    """By day, or at once when the night would make it too late."""
    assert moment_to_send(now, [start], NIGHT, answers_client) == expected


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        (at(14, day=23), 24, at(14, day=22)),
        # seven in the morning: an hour later that morning is still a day before
        (at(7, day=23), 24, at(8, day=22)),
        # ten hours before half past eight is night: the evening before
        (at(8, 30, day=23), 10, at(19, 59, day=22)),
        (at(7, day=23), 1, at(19, 59, day=22)),
    ],
)
def test_when_a_client_is_reminded(start, hours, expected):
    """Examples."""
    assert reminder_moment(start, hours, NIGHT) == expected


@given(moments, st.floats(0, 96))
def test_reminders_come_by_day_and_before_the_visit(start, hours):
    """Never at night, never after the visit, never earlier than the evening before the chosen time."""
    moment = reminder_moment(start, hours, NIGHT)
    assert not NIGHT.is_quiet(moment)
    assert moment <= start
    assert moment >= start - timedelta(hours=hours) - timedelta(hours=14)
    assert moment <= max(start - NOTICE, start - timedelta(hours=hours))


def test_a_night_that_makes_no_sense():
    """Settings are checked, not obeyed."""
    with pytest.raises(ValueError):
        QuietHours(8, 20)


# -- letters -----------------------------------------------------------------------------------------------------


@given(st.text())
def test_text_messages_use_the_alphabet_of_telephones(text):
    """One letter outside of it and the message costs twice as much."""
    written = to_gsm(text)
    assert set(written) <= _BASIC | _DOUBLE
    assert to_gsm(written) == written


def test_french_stays_french():
    """Letters that the alphabet has are kept; the others lose their accent."""
    assert to_gsm("Déjà à Évian : où, né, Ñ ù") == "Déjà à Évian : où, né, Ñ ù"
    assert to_gsm("Rendez-vous à Thônes, maçon, Noël, œuf – l’hôtel") == (
        "Rendez-vous à Thones, macon, Noel, oeuf - l'hotel"
    )


@given(st.text("ab€", max_size=700))
def test_parts_hold_what_they_say(text):
    """Joined parts are shorter: their header takes seven letters."""
    places = sum(2 if sign == "€" else 1 for sign in text)
    count = parts(text)
    assert (places <= 160) if count == 1 else (153 * (count - 1) < places <= 153 * count)


# -- measures ----------------------------------------------------------------------------------------------------


@given(moments, moments, st.lists(moments))
def test_a_booking_begins_with_the_conversation(opened, confirmed, candidates):
    """At most two hours before its end, never after it, never later than the form."""
    began = began_at(opened, confirmed, candidates)
    assert confirmed - CONVERSATION <= began <= confirmed
    assert began <= max(opened, confirmed - CONVERSATION)


def test_the_call_comes_before_the_form():
    """The ring at ten, the form at five past ten; the ticket of last week is another conversation."""
    confirmed = at(10, 7)
    assert began_at(at(10, 5), confirmed, [at(10), at(9, day=13)]) == at(10)
    assert began_at(at(10, 5), confirmed, [at(10, 6)]) == at(10, 5)
    assert began_at(at(10, 30), confirmed, []) == confirmed  # a browser whose clock is fast
