"""« À rappeler avant » as it is said on the telephone."""

import doctest
from datetime import date, datetime, timedelta

import call_words
import pytest
import pytz
from call_words import DeadlinePassed, DeadlineUnreadable, read_deadline, say_deadline, suggestions
from hypothesis import assume, example, given
from hypothesis import strategies as st

PARIS = pytz.timezone("Europe/Paris")


def paris(*local):
    """Naive UTC instant of a wall clock in Annecy."""
    return PARIS.localize(datetime(*local)).astimezone(pytz.utc).replace(tzinfo=None)


def weekdays(day):
    return day.weekday() < 5


FRIDAY = paris(2026, 11, 20, 10, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16h", (20, 16, 0)),
        ("16 h", (20, 16, 0)),
        ("16H30", (20, 16, 30)),
        ("16:30", (20, 16, 30)),
        ("16 heures 30", (20, 16, 30)),
        ("16 heures et demie", (20, 16, 30)),
        ("avant 16h", (20, 16, 0)),
        ("à 16h00 au plus tard", (20, 16, 0)),
        ("16", (20, 16, 0)),
        ("midi", (20, 12, 0)),
        ("avant midi", (20, 12, 0)),
        ("ce matin", (20, 12, 0)),
        ("cet après-midi", (20, 14, 0)),
        ("cet aprem", (20, 14, 0)),
        ("ce soir", (20, 17, 0)),
        ("fin de journée", (20, 17, 0)),
        ("avant la fin de la journée", (20, 17, 0)),
        ("dans la journée", (20, 17, 30)),
        ("aujourd’hui", (20, 17, 30)),
        ("aujourd'hui 15h", (20, 15, 0)),
        ("5h", (20, 17, 0)),
        ("3h de l'après-midi", (20, 15, 0)),
        ("dans 1h", (20, 11, 12)),
        ("dans une heure", (20, 11, 12)),
        ("dans 1h30", (20, 11, 42)),
        ("d'ici 2 heures", (20, 12, 12)),
        ("dans deux heures et demie", (20, 12, 42)),
        ("dans une demi-heure", (20, 10, 42)),
        ("20 min", (20, 10, 32)),
        ("sous 45 minutes", (20, 10, 57)),
        # nobody answers on Saturday: an hour that is over comes back on Monday
        ("9h", (23, 9, 0)),
        ("10h", (23, 10, 0)),
        ("demain", (21, 9, 0)),
        ("demain 9h", (21, 9, 0)),
        ("demain matin", (21, 9, 0)),
        ("demain matin 8h", (21, 8, 0)),
        ("demain après-midi", (21, 14, 0)),
        ("après-demain", (22, 9, 0)),
        ("apres demain 14h15", (22, 14, 15)),
        ("lundi", (23, 9, 0)),
        ("LUNDI PROCHAIN", (23, 9, 0)),
        ("lun. 14h", (23, 14, 0)),
        ("mardi matin", (24, 9, 0)),
        ("mar 8h30", (24, 8, 30)),
        ("jeudi fin de matinée", (26, 11, 30)),
        ("vendredi", (27, 9, 0)),
        ("vendredi 16h", (20, 16, 0)),
        ("vendredi 9h", (27, 9, 0)),
        ("la semaine prochaine", (23, 9, 0)),
        ("dans 3 jours", (23, 9, 0)),
        ("dans une semaine à 14h", (27, 14, 0)),
        ("24/11", (24, 9, 0)),
        ("le 24/11/2026 à 14h", (24, 14, 0)),
        ("24.11.26 14:05", (24, 14, 5)),
        ("le 24", (24, 9, 0)),
        ("24 novembre", (24, 9, 0)),
        ("mardi 24 novembre à 9 h", (24, 9, 0)),
        ("24 nov. 15h", (24, 15, 0)),
    ],
)
def test_said_on_a_friday_morning(text, expected):
    assert read_deadline(text, FRIDAY) == paris(2026, 11, *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1er décembre", (2026, 12, 1)), ("5/1", (2027, 1, 5)), ("le 5", (2026, 12, 5)), ("3 août 2027", (2027, 8, 3))],
)
def test_a_date_is_the_next_one(text, expected):
    assert read_deadline(text, FRIDAY) == paris(*expected, 9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "avant",
        "bientôt",
        "16h 17h",
        "lundi mardi",
        "demain lundi",
        "mardi 23 novembre",
        "31/02",
        "le 45",
        "25h",
        "16h75",
        "16hx",
        "dans 0 minutes",
        "dans 500 jours",
        "dans 2h à 16h",
        "04 50 12 34 56",
        "<script>alert(1)</script>",
        "😀 16h",
        "16h" * 40,
        "١٦h",
        None,
        16,
    ],
)
def test_what_is_not_understood_is_refused(text):
    with pytest.raises(DeadlineUnreadable):
        read_deadline(text, FRIDAY)


@pytest.mark.parametrize("text", ["aujourd'hui 9h", "20/11/2026 8h", "12/11/2025"])
def test_what_is_over_is_refused(text):
    with pytest.raises(DeadlinePassed):
        read_deadline(text, FRIDAY)


def test_public_holidays_are_skipped_by_an_hour_without_a_day():
    christmas_eve = paris(2026, 12, 24, 17, 50)
    closed = {date(2026, 12, 25)}
    assert read_deadline("9h", christmas_eve, lambda day: day.weekday() < 5 and day not in closed) == paris(
        2026, 12, 28, 9
    )
    assert read_deadline("demain 9h", christmas_eve) == paris(2026, 12, 25, 9), "a day that was said is kept"


def test_nights_when_the_clocks_change():
    spring, autumn = paris(2027, 3, 27, 20, 0), paris(2026, 10, 24, 20, 0)
    assert read_deadline("demain 9h", spring) - spring == timedelta(hours=12)
    assert read_deadline("demain 9h", autumn) - autumn == timedelta(hours=14)
    assert read_deadline("dans 13h", autumn) - autumn == timedelta(hours=13)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((2026, 11, 18, 8, 0), ["dans 1h", "12h", "16h", "17h", "demain 9h", "demain 14h", "lundi 9h"]),
        ((2026, 11, 18, 15, 10), ["dans 1h", "17h", "demain 9h", "demain 14h", "lundi 9h"]),
        ((2026, 11, 20, 17, 0), ["lundi 9h", "lundi 14h"]),
        ((2026, 11, 21, 11, 0), ["lundi 9h", "lundi 14h"]),
        ((2026, 11, 22, 11, 0), ["demain 9h", "demain 14h"]),
    ],
)
def test_suggestions_make_sense_at_that_time(now, expected):
    assert suggestions(paris(*now), weekdays) == expected


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(MOMENTS)
def test_every_suggestion_is_read_back_later_the_same_week(now):
    for text in suggestions(now, weekdays):
        assert timedelta(0) < read_deadline(text, now, weekdays) - now <= timedelta(days=8)


@given(MOMENTS, st.integers(1, 390), st.integers(7, 22), st.integers(0, 59))
@example(datetime(2028, 2, 28, 12, 0), 1, 9, 0)
def test_what_is_said_is_read_back(now, days, hour, minute):
    day = pytz.utc.localize(now).astimezone(PARIS).date() + timedelta(days=days)
    instant = paris(day.year, day.month, day.day, hour, minute)
    assert read_deadline(say_deadline(instant, now), now) == instant


@given(st.text(max_size=80), MOMENTS)
def test_any_text_gives_a_later_whole_minute_or_a_refusal(text, now):
    try:
        found = read_deadline(text, now)
    except (DeadlineUnreadable, DeadlinePassed):
        return
    assert found > now and not found.second and not found.microsecond
    assert found - now <= timedelta(days=401)


WORDS = st.lists(
    st.sampled_from(
        "avant à 16h 9 demain lundi matin le 24 24/11 dans 2 heures jours soir midi 1er mai 31/02 5h30".split()
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(WORDS, MOMENTS)
def test_words_in_any_order_never_give_the_past(text, now):
    try:
        assert read_deadline(text, now) > now
    except (DeadlineUnreadable, DeadlinePassed):
        assume(False)


@given(WORDS, MOMENTS)
def test_capitals_and_spaces_change_nothing(text, now):
    def read(words):
        try:
            return read_deadline(words, now)
        except (DeadlineUnreadable, DeadlinePassed) as error:
            return type(error)

    assert read(text) == read(f"  {text.upper().replace(' ', '   ')} ".replace("1ER", "1er"))


def test_examples_of_the_package():
    assert doctest.testmod(call_words).failed == 0
    assert doctest.testmod(call_words.vocabulary).failed == 0
