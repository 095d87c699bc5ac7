"""Who may already be a client."""

import doctest

import contact_match
import pytest
from contact_match import POSSIBLE, SURE, Sheet, compare, rank, similarity, words
from hypothesis import given
from hypothesis import strategies as st

LAKE = Sheet(
    name="Régie du Lac",
    phones=frozenset({"+33450123456", "+33612345678"}),
    email="contact@regie-du-lac.example",
    siret="123 456 789 00012",
    street="12 avenue de Genève",
    zip="74000",
    city="Annecy",
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jean Dupont", "DUPONT Jean"),
        ("M. Jean Dupont", "Dupont, Jean"),
        ("Hélène Le Goff", "helene le goff"),
        ("SARL Perrin", "Perrin"),
        ("Régie du Lac", "Regie Lac SAS"),
        ("Jean-Marc Favre", "FAVRE Jean Marc"),
    ],
)
def test_the_same_name_in_other_words(one, other):
    assert similarity(one, other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dupont", "Dupond"),
        ("Jean Dupont", "Jean Dupond"),
        ("Mairie de Sevrier", "Mairie Sévrier"),
        ("Bouvier Paul", "Bouvyer Paul"),
    ],
)
def test_a_letter_typed_wrong_stays_near(one, other):
    assert similarity(one, other) >= 0.62


@pytest.mark.parametrize(
    ("one", "other"), [("Jean Dupont", "Marie Bouvier"), ("Mairie de Sevrier", "Mairie de Talloires"), ("", "Dupont")]
)
def test_other_names_are_far(one, other):
    assert similarity(one, other) < 0.62


@pytest.mark.parametrize(
    ("wanted", "reasons", "sure"),
    [
        (Sheet(siret="12345678900012"), ("siret",), True),
        (Sheet(email="Contact@Regie-du-Lac.example"), ("email",), True),
        (Sheet(phones=frozenset({"+33612345678"})), ("phone",), False),
        (Sheet(name="regie lac", phones=frozenset({"+33612345678"})), ("phone", "name"), True),
        (Sheet(name="Régie du lacs", street="12, av. de Geneve", zip="74 000"), ("name_address",), False),
        (Sheet(name="LAC Régie", street="12 av de Genève", city="ANNECY"), ("name_address",), False),
        (Sheet(name="La régie du lac"), ("name",), False),
    ],
)
def test_what_they_have_in_common_is_said(wanted, reasons, sure):
    match = compare(wanted, LAKE)
    assert match.reasons == reasons
    assert match.score >= POSSIBLE
    assert match.is_sure is sure


@pytest.mark.parametrize(
    "wanted",
    [
        Sheet(),
        Sheet(name="Lac"),
        Sheet(siret="123456789"),
        Sheet(name="Régie de la Gare", street="12 avenue de Genève", zip="74000"),
        Sheet(name="Agence Favre", street="14 avenue de Genève", zip="74000"),
        Sheet(phones=frozenset({"+33450123457"})),
    ],
)
def test_neighbours_are_not_the_same(wanted):
    assert compare(wanted, LAKE) is None


def test_one_word_in_common_is_no_reason():
    assert compare(Sheet(name="Martin"), Sheet(name="Martin")) is None
    assert compare(Sheet(name="Martin Paul"), Sheet(name="Paul Martin")).score < SURE


def test_the_likeliest_comes_first():
    known = {1: Sheet(name="Regie du Lac"), 2: LAKE, 3: Sheet(name="Autre")}
    found = rank(Sheet(name="Régie du Lac", email=LAKE.email), known)
    assert [key for key, _match in found] == [2, 1]
    assert rank(Sheet(name="Régie du Lac"), {key: LAKE for key in range(9)}, limit=3)[-1][0] == 2


NAMES = st.text(alphabet="abcdeéè -'MZ", max_size=30)
SHEETS = st.builds(
    Sheet,
    name=NAMES,
    phones=st.frozensets(st.sampled_from(["+33450123456", "+33612345678", "+41223456789"]), max_size=2),
    email=st.sampled_from(["", "a@b.example", "c@d.example"]),
    siret=st.sampled_from(["", "12345678900012", "1234"]),
    street=st.sampled_from(["", "1 rue Royale", "1, r. royale", "2 rue Royale"]),
    zip=st.sampled_from(["", "74000", "74 000", "74200"]),
    city=st.sampled_from(["", "Annecy", "ANNECY"]),
)


@given(SHEETS, SHEETS)
def test_the_order_of_the_two_changes_nothing(one, other):
    assert compare(one, other) == compare(other, one)


@given(SHEETS)
def test_a_sheet_is_like_itself_when_it_says_enough(sheet):
    match = compare(sheet, sheet)
    telling = sheet.email or sheet.phones or len(sheet.siret) == 14 or len(words(sheet.name)) > 1
    if telling:
        assert match and POSSIBLE <= match.score <= 100


@given(st.text(max_size=1000), st.text(max_size=1000))
def test_any_text_has_a_similarity(one, other):
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)


def test_examples_of_the_package():
    for module in (contact_match, contact_match.wording):
        assert doctest.testmod(module).failed == 0
