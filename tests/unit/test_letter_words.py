"""Words of letters: nobody is called by something that is no name; dates are French."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_words import FORMAL, appointment, greeting, long_date, opening

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("name", "civility", "is_person", "expected"),
    [
        ("Jeanne Favre", "Madame", True, "Bonjour Madame Jeanne Favre,"),
        ("  Paul   Métral ", "", True, "Bonjour Paul Métral,"),
        ("Régie du Lac", "", False, FORMAL),
        ("", "Madame", True, FORMAL),
        (None, "", True, FORMAL),
        (False, "", True, FORMAL),
        ("jeanne@client.example", "", True, FORMAL),
        ("0450123456", "", True, FORMAL),
        ("x" * 61, "", True, FORMAL),
    ],
)
def test_greeting(name, civility, is_person, expected):
    assert greeting(name, civility, is_person) == expected


@given(st.one_of(st.none(), st.text(max_size=120)), st.sampled_from(["", "Madame", "Monsieur"]), st.booleans())
def test_a_greeting_is_always_a_line_that_can_be_sent(name, civility, is_person):
    line = greeting(name, civility, is_person)
    assert (
        line.endswith(",")
        and "False" not in line.replace(name or "", "")
        and "None" not in line.replace(name or "", "")
    )
    assert "  " not in line and "\n" not in line and len(line) < 100


def test_dates():
    assert long_date(date(2026, 8, 1)) == f"1er{NBSP}août 2026"
    assert long_date(date(2026, 12, 25), year=False) == f"25{NBSP}décembre"
    assert appointment(datetime(2026, 2, 3, 8)) == f"mardi 3{NBSP}février 2026 à 8{NBSP}h"
    assert appointment(datetime(2026, 2, 3, 16, 5)).endswith(f"à 16{NBSP}h{NBSP}05")


def test_openings_are_said_from_now():
    now = datetime(2026, 12, 31, 7)
    assert opening(datetime(2026, 12, 31, 8), now) == f"aujourd’hui à 8{NBSP}h"
    assert opening(datetime(2027, 1, 1, 8), now) == f"demain à 8{NBSP}h"
    assert opening(datetime(2027, 1, 4, 8), now) == f"lundi 4{NBSP}janvier 2027 à 8{NBSP}h"


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.integers(0, 400))
def test_every_moment_is_said_in_french(now, days):
    words = opening(now + timedelta(days=days), now)
    assert " à " in words and words.endswith(("h", *"0123456789"))
    assert (words.startswith("aujourd’hui")) == (days == 0)
