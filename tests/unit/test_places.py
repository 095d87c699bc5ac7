"""Addresses as people type them are found, and those that are not say why."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slotting import places
from slotting.places import UnknownAddress, locate
from slotting.travel import Place, great_circle

ANNECY = Place(45.9055, 6.1229)


def test_examples_of_the_text():
    """What the module says of itself is true."""
    assert doctest.testmod(places).failed == 0


@pytest.mark.parametrize(
    ("code", "town", "name", "precision"),
    [
        ("74000", "Annecy", "Annecy", "town"),
        ("74 000", "ANNECY CEDEX 9", "Annecy", "town"),
        ("F-74940", "annecy le vieux", "Annecy-le-Vieux", "town"),
        ("74600", "Seynod", "Seynod", "town"),
        ("74220", "la clusaz", "La Clusaz", "town"),
        ("74220", "CLUSAZ", "La Clusaz", "town"),
        ("74410", "st jorioz", "Saint-Jorioz", "town"),
        ("74400", "Argentière", "Chamonix-Mont-Blanc", "code"),  # a village of the only town of that code
        ("01210", "Ferney Voltaire", "Ferney-Voltaire", "town"),
        ("73000", "chambery", "Chambéry", "town"),
        ("74008", "Annecy Cedex", "Annecy Cedex", "town"),  # firms have codes of their own: the town decides
    ],
)
def test_typed_addresses(code, town, name, precision):
    """With or without accents, articles, hyphens, capitals and cedex."""
    found = locate(code, town)
    assert (found.town, found.precision) == (name, precision)


def test_a_code_of_several_towns_is_in_the_middle_of_their_inhabitants():
    """74370 goes from Argonay to Fillière: near Annecy all the same."""
    found = locate("74370", "nowhere")
    assert found.precision == "code"
    assert great_circle(found.place, ANNECY) < 12


def test_paris_and_marseille_are_far_and_known():
    """Other departments are known by their seat: enough to tell that they are too far."""
    for code, least in (("75011", 400), ("13001", 250), ("97400", 8000), ("20000", 400), ("20200", 400)):
        found = locate(code, "anything")
        assert found.precision == "department"
        assert great_circle(found.place, ANNECY) > least


@pytest.mark.parametrize(
    ("code", "town", "country", "reason"),
    [
        ("", "", "", "empty"),
        (None, None, None, "empty"),
        ("1201", "Genève", "CH", "foreign"),
        ("74000", "Annecy", "CH", "foreign"),
        ("1201", "Genève", "", "malformed"),
        ("7400", "Annecy", "FR", "malformed"),
        ("ABCDE", "Annecy", "FR", "malformed"),
        ("00000", "Nulle part", "FR", "unknown"),
        ("", "Atlantide", "FR", "unknown"),
        ("", "Saint-Maurice", "FR", "unknown"),
    ],
)
def test_addresses_that_are_not_found_say_why(code, town, country, reason):
    """Each reason has its own sentence on the screens."""
    with pytest.raises(UnknownAddress) as caught:
        locate(code, town, country)
    assert caught.value.reason == reason


def test_a_town_without_code():
    """Alone of its name it is found; with namesakes the code is asked."""
    assert locate("", "Chamonix Mont Blanc").precision == "town"
    with pytest.raises(UnknownAddress) as caught:
        locate("", "Châtillon")
    assert caught.value.reason in ("several", "unknown")


def test_every_town_of_the_table_is_where_its_department_is():
    """All four departments lie within 140 km of Annecy, and each row is found by its own code and name."""
    for code, towns in places._by_code().items():
        for town in towns:
            assert great_circle(town.place, ANNECY) < 160, town
            assert locate(code, town.name).precision == "town"
    codes = set(places._by_code())
    assert {code[:2] for code in codes} == {"01", "38", "73", "74"}
    assert len(codes) > 250


@given(
    st.text(max_size=12) | st.none(), st.text(max_size=30) | st.none(), st.sampled_from(["", "FR", "fr", "CH", None])
)
def test_whatever_is_typed_is_found_or_refused(code, town, country):
    """No other error than the one that says why."""
    try:
        assert locate(code, town, country).precision in ("town", "code", "department")
    except UnknownAddress as error:
        assert error.reason in ("empty", "foreign", "malformed", "unknown", "several")
