"""Calendar files, read by a parser that is not ours."""

import string
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from calendar_file import CANCEL, PUBLISH, Appointment, write
from hypothesis import given
from hypothesis import strategies as st

STAMP = datetime(2026, 11, 20, 14, 0)
START = datetime(2026, 11, 23, 8, 0)
PARIS = ZoneInfo("Europe/Paris")

moments = st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 1)).map(lambda moment: moment.replace(microsecond=0))
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")) | st.just("\n"), max_size=200)


def one(**values):
    """An appointment of an hour."""
    usual = {"uid": "visit-7@test", "sequence": 0, "stamp": STAMP, "summary": "Dépannage"}
    start = values.pop("start", START)
    return Appointment(start=start, stop=values.pop("stop", start + timedelta(hours=1)), **usual | values)


def read(text):
    """The first event of a calendar, as icalendar understands it."""
    return icalendar.Calendar.from_ical(text).walk("VEVENT")[0]


def test_everything_is_read_back():
    """All that a client sees in his calendar."""
    event = read(
        write(
            [
                one(
                    description="Votre technicien : Luc\nApportez, s'il vous plaît; la clé",
                    location="12 rue Royale, 74000 Annecy",
                    url="https://duret.test/rdv/visite/abc?x=1,2",
                    organizer=('Duret "Électricité"', "contact@duret.test"),
                    alarm_minutes=90,
                )
            ]
        )
    )
    assert event["SUMMARY"] == "Dépannage"
    assert event["DESCRIPTION"] == "Votre technicien : Luc\nApportez, s'il vous plaît; la clé"
    assert event["LOCATION"] == "12 rue Royale, 74000 Annecy"
    assert event["URL"] == "https://duret.test/rdv/visite/abc?x=1,2"
    assert event["ORGANIZER"] == "mailto:contact@duret.test"
    assert event["ORGANIZER"].params["CN"] == "Duret 'Électricité'"
    assert event["STATUS"] == "CONFIRMED"
    assert event.walk("VALARM")[0]["TRIGGER"].dt == timedelta(minutes=-90)


def test_the_clock_of_annecy():
    """Nine o'clock in November as in July, with the zone's name and rules in the file."""
    for start, hour in ((START, 9), (datetime(2027, 7, 1, 7, 0), 9)):
        text = write([one(start=start)])
        assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n" in text
        shown = read(text)["DTSTART"].dt
        assert (shown.hour, str(shown.tzinfo)) == (hour, "Europe/Paris")


@pytest.mark.parametrize("year", [2026, 2027, 2030, 2036])
def test_our_rules_of_summer_time_are_those_of_the_world(year):
    """The zone that we write says the same as the zone database, hour by hour around the changes."""
    calendar = icalendar.Calendar.from_ical(write([]))
    ours = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    for month in (3, 10):
        for hour in range(31 * 24):
            moment = datetime(year, month, 1, tzinfo=UTC) + timedelta(hours=hour)
            assert moment.astimezone(ours).utcoffset() == moment.astimezone(PARIS).utcoffset(), moment


@given(moments, st.integers(1, 600))
def test_every_instant_is_the_same_instant(start, minutes):
    """Also in the hour that comes twice and around the one that does not exist."""
    event = read(write([one(start=start, stop=start + timedelta(minutes=minutes))]))
    assert event["DTSTART"].dt.astimezone(UTC).replace(tzinfo=None) == start
    assert event["DTEND"].dt.astimezone(UTC).replace(tzinfo=None) == start + timedelta(minutes=minutes)


@pytest.mark.parametrize("minute", range(0, 240, 15))
def test_the_night_of_october(minute):
    """Each quarter of the night on which 2 h comes twice."""
    start = datetime(2026, 10, 24, 23, 0) + timedelta(minutes=minute)
    assert read(write([one(start=start)]))["DTSTART"].dt.astimezone(UTC).replace(tzinfo=None) == start


@given(texts, texts, texts)
def test_any_text_is_carried(summary, description, location):
    """Whatever people type: nothing is lost, nothing becomes a property of its own."""
    text = write([one(summary=summary, description=description, location=location)])
    event = read(text)
    assert event["SUMMARY"] == summary
    assert event.get("DESCRIPTION", "") == description
    assert event.get("LOCATION", "") == location


@given(st.text(st.sampled_from(string.printable + "éü€😀")), texts)
def test_lines_are_short_and_whole(summary, location):
    """75 octets at most, never a character cut in two, no stray end of line (RFC 5545, 3.1)."""
    raw = write([one(summary=summary, location=location)]).encode()
    assert raw.endswith(b"\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line and b"\r" not in line
        line.decode()


def test_a_control_character_ends_nothing():
    """A form that smuggles an end of line into an address or a name."""
    text = write(
        [one(organizer=("A\r\nATTENDEE:mailto:x@y.test", "a@b.test\r\nX-EVIL:1"), url="https://a.test\r\nX:1")]
    )
    event = read(text)
    assert "ATTENDEE" not in event and "X-EVIL" not in event and "X" not in event


def test_cancelled():
    """The calendar takes the appointment out: same identity, higher number, no alarm."""
    text = write([one(sequence=3, is_cancelled=True, alarm_minutes=60)], method=CANCEL)
    assert icalendar.Calendar.from_ical(text)["METHOD"] == "CANCEL"
    event = read(text)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("visit-7@test", 3, "CANCELLED")
    assert not event.walk("VALARM")


def test_a_calendar_of_many():
    """A name to subscribe to, and one event for each appointment."""
    calendar = icalendar.Calendar.from_ical(
        write([one(uid=f"visit-{number}@test") for number in range(3)], PUBLISH, name="Luc – Duret")
    )
    assert calendar["X-WR-CALNAME"] == "Luc – Duret"
    assert [event["UID"] for event in calendar.walk("VEVENT")] == [f"visit-{number}@test" for number in range(3)]
