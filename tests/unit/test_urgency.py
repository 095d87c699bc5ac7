"""Urgency: words found whatever their dress, not when denied; levels that only grow with what presses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urgency import Facts, Found, Word, assess, find, key_of

DANGER = [Word("ça sent le brûlé", "danger", 6), Word("odeur de brûlé", "danger", 6), Word("brûlé", "danger", 6)]
DANGER += [Word("étincelle", "danger", 6), Word("fumée", "danger", 6), Word("disjoncteur chaud", "danger", 6)]
OTHERS = [Word("plus de courant", "outage", 4), Word("pas de courant", "outage", 4), Word("oxygène", "fragile", 3)]
OTHERS += [Word("personne âgée", "fragile", 3), Word("pas urgent", "calm", -2), Word("détecteur de fumée", "harmless")]
WORDS = DANGER + OTHERS


def categories(text):
    return {word.category for word in find(text, WORDS)}


@pytest.mark.parametrize(
    "text",
    [
        "Ça sent le brûlé dans la cuisine",
        "ca sent le brule",
        "ÇA SENT LE BRÛLÉ !!!",
        "ça sent vraiment très le brûlé",
        "Bonjour,\nune odeur de\nbrûlé au tableau",
        "Il y a des étincelles, ce n'est pas normal",
        "ce n'est pas normal cette odeur de brûlé",
        "pas seulement une odeur de brûlé",
        "le disjoncteur est chaud",
        "Le câble n'est pas fixé mais il y a de la fumée",
        "plus de fumée que ce matin",
    ],
)
def test_danger_is_heard(text):
    assert "danger" in categories(text)


@pytest.mark.parametrize(
    "text",
    [
        "pas d'odeur de brûlé",
        "Il n'y a pas d’étincelles",
        "aucune étincelle",
        "ni fumée ni étincelles",
        "sans fumée",
        "pas de fumée ou d'étincelles",
        "Il n'y a plus de fumée depuis hier",
        "ça ne sent pas le brûlé",
        "ça ne sent plus le brûlé",
        "je n'ai jamais vu d'étincelles",
        "pas de trace de fumée",
        "changer le détecteur de fumée",
        "Bonjour, merci pour votre devis",
        "",
    ],
)
def test_what_is_denied_or_harmless_is_not(text):
    assert "danger" not in categories(text)


def test_words_that_contain_a_negation_are_words():
    assert categories("Je n'ai plus de courant depuis ce matin") == {"outage"}
    assert categories("pas de courant, personne âgée sous oxygène") == {"outage", "fragile"}
    assert categories("Rien de grave, ce n'est pas urgent") == {"calm"}


def test_words_are_shown_as_the_client_wrote_them():
    assert [word.shown for word in find("Alerte : ÇA SENT vraiment le Brûlé.", WORDS[:1])] == [
        "ÇA SENT vraiment le Brûlé"
    ]


def test_each_word_once():
    assert len(find("fumée, fumée, FUMEE", WORDS)) == 1


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    for word in find(text, WORDS):
        assert word.shown in text


@given(st.text(alphabet=st.characters(codec="latin-1", categories=("L", "Nd", "Zs", "P")), max_size=300))
def test_the_form_in_which_words_are_compared_is_final(text):
    assert key_of(key_of(text)) == key_of(text)


@given(st.sampled_from(DANGER), st.text(alphabet="abcdehijkloprtu ,.", max_size=60))
def test_danger_after_anything_without_negation(word, text):
    assert any(found.category == "danger" for found in find(f"{text}. {word.text}", WORDS))


@given(st.sampled_from([word.text for word in DANGER]), st.sampled_from(["pas de", "aucune", "sans", "jamais de"]))
def test_a_negation_just_before_denies(word, denial):
    assert not [found for found in find(f"{denial} {word}", DANGER)]


FOUND = st.builds(
    Found,
    st.sampled_from(["danger", "outage", "fragile", "calm"]),
    st.just("mot"),
    st.integers(1, 9),
).map(lambda word: Found(word.category, word.shown, -word.points if word.category == "calm" else word.points))
FACTS = st.builds(Facts, st.booleans(), st.integers(0, 400), st.integers(0, 40))


@given(st.lists(FOUND, max_size=6), FACTS)
def test_the_level_is_between_0_and_3_and_explained(found, facts):
    verdict = assess(found, facts)
    assert verdict.level in range(4)
    assert verdict.level == 1 or verdict.reasons
    assert list(verdict.reasons) == sorted(verdict.reasons, key=lambda reason: -reason.points)


@given(st.lists(FOUND, max_size=6), FACTS, st.integers(1, 9))
def test_pressing_words_never_lower_the_level(found, facts, points):
    assert assess([*found, Found("danger", "x", points)], facts).level >= assess(found, facts).level


@given(st.lists(FOUND, max_size=6), FACTS)
def test_waiting_asking_and_a_contract_never_lower_the_level(found, facts):
    later = Facts(True, facts.waiting_days + 3, facts.contacts + 1)
    assert assess(found, later).level >= assess(found, facts).level


@pytest.mark.parametrize(
    ("found", "facts", "level"),
    [
        ([], Facts(), 1),
        ([Found("danger", "étincelles", 6)], Facts(), 3),
        ([Found("danger", "étincelles", 6), Found("calm", "pas urgent", -2)], Facts(), 3),
        ([Found("outage", "plus de courant", 4)], Facts(), 2),
        ([Found("outage", "plus de courant", 4), Found("fragile", "oxygène", 3)], Facts(), 3),
        ([Found("fragile", "oxygène", 3)], Facts(), 2),
        ([Found("calm", "pas urgent", -2)], Facts(), 0),
        ([Found("calm", "pas urgent", -2)], Facts(under_contract=True, waiting_days=5), 1),
        ([], Facts(under_contract=True), 1),
        ([], Facts(under_contract=True, contacts=3), 2),
        ([], Facts(waiting_days=10), 2),
        ([Found("outage", "plus de courant", 4)], Facts(contacts=3), 3),
    ],
)
def test_levels(found, facts, level):
    assert assess(found, facts).level == level
