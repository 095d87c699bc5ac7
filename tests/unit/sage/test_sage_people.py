"""Names of people and firms, and writings of countries: what holds whatever somebody types into SAGE."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sage.countries import folded, index
from sage.people import is_firm, join_name, split_name

LETTERS = st.sampled_from("abcdéèçïôœ")
WORD = st.text(LETTERS, min_size=2, max_size=8)
CAPITALS = WORD.map(str.upper).filter(lambda word: word.isupper() and len(word) > 1)
GIVEN = WORD.map(str.capitalize).filter(lambda word: not word.isupper())
ANY = st.text(max_size=30)
COUNTRIES = [
    (1, "FR", ["France"]),
    (2, "CH", ["Suisse", "Switzerland"]),
    (3, "GB", ["Royaume-Uni", "United Kingdom"]),
    (4, "NL", ["Pays-Bas", "Netherlands"]),
]


def loud(text):
    """The same words in capitals, without accents, between other signs."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return f"  {plain.upper().replace(' ', ' - ')} "


# --- names of people
@given(st.lists(GIVEN, min_size=1, max_size=3), st.lists(CAPITALS, min_size=1, max_size=3))
def test_two_columns_of_sage_are_found_again_in_one_name(first, last):
    """Whichever comes first: capitals tell the last name."""
    first, last = " ".join(first), " ".join(last)
    assert split_name(join_name(first, last)) == (first, last)
    assert split_name(f"{last} {first}") == (first, last)


@given(GIVEN, st.lists(GIVEN, min_size=1, max_size=3))
def test_without_capitals_the_first_word_is_the_first_name(first, last):
    assert split_name(" ".join([first, *last])) == (first, " ".join(last))


@given(ANY)
def test_no_word_of_a_name_is_lost_or_invented(name):
    first, last = split_name(name)
    assert sorted(f"{first} {last}".split()) == sorted(name.split())
    assert not name.strip() or last, "somebody has a last name"


@given(ANY)
def test_split_and_joined_twice_says_the_same_as_once(name):
    once = split_name(name)
    assert split_name(join_name(*once)) in (once, split_name(" ".join(join_name(*once).split())))


@given(ANY, ANY)
def test_a_joined_name_has_no_blank_at_its_ends(first, last):
    assert join_name(first, last) == join_name(first, last).strip()


# --- firm or person
@given(st.sampled_from(["SARL", "S.A.R.L", "sci", "Mairie", "Syndic", "Copropriété", "ÉTABLISSEMENTS"]), WORD)
def test_a_word_of_firms_makes_a_firm_wherever_it_stands(word, name):
    assert is_firm({"name": f"{word} {name}"})
    assert is_firm({"name": f"{name} {word}", "category": word})


@given(st.sampled_from(["M.", "Mme", "mlle", "Monsieur", "MADAME", "M"]), st.sampled_from(["Favre", "SARL Favre"]))
def test_a_civility_at_the_beginning_makes_a_person(civility, name):
    """Even with a number of SIRET: craftsmen have one."""
    assert not is_firm({"name": f"{civility} {name}", "siret": "73282932000074"})
    assert not is_firm({"name": name, "category": civility})


@given(WORD)
def test_the_quality_goes_before_the_name(name):
    assert is_firm({"name": f"Mme {name}", "category": "SARL"})


@given(GIVEN, st.booleans(), st.booleans())
def test_a_plain_name_is_a_firm_when_it_has_a_number_of_firms(name, siret, vat):
    told = {"name": f"Xy{name}", "siret": "1" * siret, "vat": "2" * vat}
    assert is_firm(told) is (siret or vat)


@given(st.dictionaries(st.sampled_from(["name", "category", "siret", "vat"]), ANY))
def test_whatever_is_typed_there_is_an_answer(values):
    assert is_firm(values) in (True, False)


# --- countries
@given(ANY)
def test_what_is_folded_stays_as_it_is(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    "writing, number",
    [("France", 1), ("fr", 1), ("SUISSE", 2), ("Confédération suisse", 2), ("royaume uni", 3), ("Hollande", 4)],
)
def test_writings_that_people_use(writing, number):
    table = index(COUNTRIES)
    assert table[folded(writing)] == table[folded(loud(writing))] == number


@given(st.permutations(COUNTRIES))
def test_the_order_of_the_list_does_not_matter_as_long_as_names_differ(countries):
    assert index(countries) == index(COUNTRIES)


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["XX", "YY", "ZZ"]), st.lists(WORD)), max_size=4))
def test_each_writing_leads_to_the_first_country_that_has_it(countries):
    table = index(countries)
    for writing, number in table.items():
        first = next(row for row in countries if writing in {folded(text) for text in (row[1], *row[2])})
        assert number == first[0]
