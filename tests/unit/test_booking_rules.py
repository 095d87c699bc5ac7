"""Rules of the online booking: codes, changes, free times by day, what forms may hold, who is known."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import booking_rules.codes as codes
import pytest
from booking_rules import (
    MOST_TRIES,
    Offer,
    Verdict,
    choose_known,
    clock,
    is_abandoned,
    judge,
    last_change,
    local_day,
    may_change,
    new_code,
    offers_by_day,
    read_address,
    read_contact,
    read_day,
    read_start,
    seconds_before_next,
    seconds_taken,
    soonest,
)
from booking_rules.days import once_each
from booking_rules.forms import MOST
from hypothesis import given
from hypothesis import strategies as st

PARIS = "Europe/Paris"
NOW = datetime(2026, 11, 23, 9, 0)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
OFFERS = st.builds(
    lambda start, person, detour: Offer(start, start + timedelta(hours=1), (person,), detour),
    st.integers(0, 2000).map(lambda quarter: NOW + timedelta(minutes=15 * quarter)),
    st.integers(1, 9),
    st.integers(0, 90).map(float),
)
ANYTHING = st.one_of(st.none(), st.integers(), st.text(max_size=300), st.lists(st.text(), max_size=2))


def e164(text):
    digits = text.replace(" ", "")
    return "+33" + digits[1:] if len(digits) == 10 and digits.isdigit() and digits.startswith("0") else None


# --- codes


def test_a_code_is_six_digits_and_not_always_the_same():
    found = {new_code() for _ in range(50)}
    assert len(found) > 40
    assert all(len(code) == 6 and code.isdigit() for code in found)


@given(ANYTHING)
def test_whatever_is_typed_is_a_code_or_nothing(typed):
    kept = codes.typed_digits(typed)
    assert kept == "" or (len(kept) == 6 and kept.isdigit() and kept.isascii())


@given(st.booleans(), st.integers(0, 12), st.timedeltas(timedelta(-1), timedelta(1)))
def test_a_code_is_right_only_when_it_matches_in_time_and_in_few_tries(matches, tries, left):
    verdict = judge(matches, tries, NOW + left, NOW)
    right = matches and tries < MOST_TRIES and left > timedelta()
    assert (verdict is Verdict.RIGHT) is right
    if tries >= MOST_TRIES:
        assert verdict is Verdict.EXHAUSTED


@given(st.lists(MOMENTS, max_size=12), MOMENTS)
def test_after_the_wait_a_code_may_be_sent_and_not_before(sent, now):
    sent = [moment for moment in sent if moment <= now]
    wait = seconds_before_next(sent, now)
    assert seconds_before_next(sent, now + timedelta(seconds=wait)) == 0
    if wait:
        assert seconds_before_next(sent, now + timedelta(seconds=wait - 1)) > 0


@given(MOMENTS)
def test_no_hour_holds_more_codes_than_allowed(begin):
    sent, now = [], begin
    for _ in range(40):
        now += timedelta(seconds=seconds_before_next(sent, now))
        sent.append(now)
    for moment in sent:
        within = [other for other in sent if moment <= other < moment + codes.PERIOD]
        assert len(within) <= codes.MOST_SENT


# --- changes


@given(MOMENTS, MOMENTS, st.integers(-5, 200))
def test_the_last_instant_of_change_divides_yes_from_no(start, now, hours):
    assert may_change(start, now, hours) is (now <= last_change(start, hours))
    assert last_change(start, hours) <= start


def test_a_visit_without_a_time_may_be_cancelled():
    assert may_change(None, NOW, 24)


# --- days


@given(st.lists(OFFERS, max_size=40))
def test_each_time_is_shown_once_with_the_least_detour(offers):
    shown = once_each(offers)
    starts = [offer.start for offer in shown]
    assert starts == sorted(set(starts)) and set(starts) == {offer.start for offer in offers}
    for offer in shown:
        assert offer.detour == min(other.detour for other in offers if other.start == offer.start)


@given(st.lists(OFFERS, max_size=40), st.integers(0, 10))
def test_every_offer_stands_on_its_own_local_day(offers, first):
    days = [date(2026, 11, 23) + timedelta(days=first + number) for number in range(7)]
    strip = offers_by_day(offers, days, PARIS)
    assert [day.day for day in strip] == days
    for day in strip:
        assert all(local_day(offer.start, PARIS) == day.day for offer in day.offers)
        assert sorted(day.part(True, PARIS) + day.part(False, PARIS), key=lambda offer: offer.start) == list(day.offers)
    shown = {offer.start for day in strip for offer in day.offers}
    assert shown == {offer.start for offer in offers if local_day(offer.start, PARIS) in days}


@given(st.lists(OFFERS, max_size=40), st.integers(0, 5))
def test_the_next_times_come_after_then_nearest_before(offers, count):
    after = NOW + timedelta(days=5)
    found = soonest(offers, after, count)
    times = sorted({offer.start for offer in offers})
    following = [start for start in times if start >= after][:count]
    assert len(found) == min(count, len(times))
    assert [offer.start for offer in found if offer.start >= after] == following
    before = [offer.start for offer in found if offer.start < after]
    assert before == [start for start in times if start < after][len([s for s in times if s < after]) - len(before) :]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 3, 29, 0, 59), "1 h 59"),  # the last minute of winter time
        (datetime(2026, 3, 29, 1, 0), "3 h"),
        (datetime(2026, 10, 25, 1, 0), "2 h"),
        (datetime(2026, 12, 31, 23, 30), "0 h 30"),
    ],
)
def test_the_clock_knows_summer_and_winter(moment, shown):
    assert clock(moment, PARIS).replace("\xa0", " ") == shown


@given(MOMENTS)
def test_the_day_is_that_of_the_wall_clock(moment):
    assert local_day(moment, PARIS) == moment.replace(tzinfo=UTC).astimezone(ZoneInfo(PARIS)).date()


# --- forms


@given(st.dictionaries(st.sampled_from(["street", "zip", "city", "x"]), ANYTHING))
def test_an_address_is_complete_or_has_a_fault(raw):
    values, faults = read_address(raw)
    assert set(values) == {"street", "zip", "city"}
    if not faults:
        assert all(values.values()) and len(values["zip"]) == 5
        assert all(len(value) <= MOST[name] for name, value in values.items())


@given(st.dictionaries(st.sampled_from(["name", "phone", "email", "note", "code_by"]), ANYTHING))
def test_a_contact_can_receive_its_code_or_has_a_fault(raw):
    values, faults = read_contact(raw, e164)
    if not faults:
        assert values["name"] and values["phone"].startswith("+33")
        assert values["email"] if values["code_by"] == "mail" else values["phone"][3] in "67"
    assert not any("\u200b" in value or "\x00" in value for value in values.values())


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"name": "Anne Roux", "phone": "06 12 34 56 78"}, {}),
        ({"name": "Anne Roux", "phone": "04 50 12 34 56"}, {"phone": "not_a_mobile"}),
        ({"name": "Anne Roux", "phone": "04 50 12 34 56", "code_by": "mail"}, {"email": "required"}),
        ({"name": "Anne Roux", "phone": "04 50 12 34 56", "code_by": "mail", "email": "A@B.fr"}, {}),
        ({"name": "Anne Roux", "phone": "0612345678", "email": "a@b"}, {"email": "not_an_email"}),
        ({"name": "Anne Roux", "phone": "0612345678", "email": "a@b.fr, c@d.fr"}, {"email": "not_an_email"}),
        ({"name": "https://gain.example", "phone": "0612345678"}, {"name": "not_a_name"}),
        ({"name": "0612345678", "phone": "0612345678"}, {"name": "not_a_name"}),
        ({"name": "A" * 81, "phone": "06"}, {"name": "too_long", "phone": "not_a_phone"}),
        ({}, {"name": "required", "phone": "required"}),
    ],
)
def test_faults_of_a_contact(typed, faults):
    assert read_contact(typed, e164)[1] == faults


@pytest.mark.parametrize(
    ("typed", "code"),
    [({"zip": "7400"}, "not_a_zip"), ({"zip": "1200 Genève"}, "not_a_zip"), ({"zip": "٧٤٠٠٠"}, "not_a_zip")],
)
def test_a_post_code_has_five_digits(typed, code):
    assert read_address({"street": "1 rue X", "city": "Y"} | typed)[1] == {"zip": code}


@given(ANYTHING)
def test_a_day_is_always_one_that_is_offered(raw):
    first, last = date(2026, 11, 23), date(2026, 12, 20)
    assert first <= read_day(raw, first, last) <= last


@given(ANYTHING)
def test_a_start_is_a_whole_minute_or_nothing(raw):
    moment = read_start(raw)
    assert moment is None or (moment.second == 0 and moment.tzinfo is None)


@given(MOMENTS)
def test_a_start_survives_its_form(moment):
    moment = moment.replace(second=0)
    assert read_start(str(moment)) == moment


def test_dates_that_do_not_exist_are_no_start():
    assert read_start("2026-02-30 08:00:00") is None
    assert read_start("9999-99-99 99:99:00") is None


# --- who is known


def test_nobody_is_known_by_a_name_alone():
    assert choose_known({}, [(4, 62, ("name",))], lambda _name: 1.0) == (None, False)


def test_an_unproved_number_with_another_name_is_nobody():
    assert choose_known({}, [(4, 85, ("phone",))], lambda _name: 0.0) == (None, False)


def test_the_oldest_sheet_when_names_do_not_tell():
    assert choose_known({9: "Roux", 4: "Roux"}, [], lambda _name: 0.5) == (4, True)


# --- measure


@given(MOMENTS, MOMENTS)
def test_seconds_are_never_negative(one, other):
    assert seconds_taken(one, other) >= 0


def test_an_hour_of_silence_is_an_abandonment():
    assert not is_abandoned(NOW - timedelta(minutes=59), NOW)
    assert is_abandoned(NOW - timedelta(minutes=60), NOW)
