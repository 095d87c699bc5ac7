"""Unhappy comments: what clients of an electrician write, judged word by word and explained."""

import time
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage.text import fold
from unhappy_words import ANGRY, CALM, RESERVE, Judge, pieces
from unhappy_words.reading import TEXT_LIMIT, is_near, once, read

JUDGE = Judge(fold)
CORPUS = Path(__file__).parent / "unhappy_comments"
LEVELS = {"angry": ANGRY, "reserve": RESERVE, "fine": CALM}


def corpus(name):
    """Comments of one half, with what a person thinks of them."""
    lines = (CORPUS / f"{name}.txt").read_text().splitlines()
    return [line.split("\t", 1) for line in lines if not line.startswith("#")]


def level(text):
    return JUDGE.verdict(text).level


def shown(text):
    return {reason.shown for reason in JUDGE.verdict(text).reasons}


@pytest.mark.parametrize(("label", "text"), corpus("studied"))
def test_what_the_rules_were_written_from(label, text):
    assert level(text) == LEVELS[label], JUDGE.verdict(text)


def test_comments_nobody_looked_at():
    """Measured at 97 % and 95 % when the rules were written; below these floors somebody broke something."""
    counts = Counter((label, level(text)) for label, text in corpus("judged"))
    called = {label: counts[label, ANGRY] for label in LEVELS}
    wanted = sum(count for (label, _level), count in counts.items() if label == "angry")
    assert called["angry"] / sum(called.values()) >= 0.95, called
    assert called["angry"] / wanted >= 0.92, called
    assert called["fine"] <= 1, "a happy client is nearly never called for nothing"


def test_the_two_halves_share_nothing():
    halves = [{fold(text) for _label, text in corpus(name)} for name in ("studied", "judged")]
    assert not halves[0] & halves[1]
    assert sum(map(len, halves)) >= 150


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le travail est bâclé.", {"bâclé"}),
        ("Personne n'est venu lundi.", {"Personne n'est venu"}),
        ("Je ne suis pas du tout satisfaite", {"pas du tout satisfaite"}),
        ("La borne ne marche plus", {"marche plus"}),
        ("j'attends toujours", {"attends toujours"}),
        ("Aucune excuse", {"Aucune excuse"}),
    ],
)
def test_the_words_that_alarmed_are_shown_as_written(text, words):
    assert level(text) == ANGRY
    assert shown(text) == words


@pytest.mark.parametrize(
    ("fine", "angry"),
    [
        ("pas déçu", "déçu"),
        ("aucun problème", "toujours le même problème"),
        ("rien à redire", "rien n'est terminé"),
        ("sans souci", "sans nouvelles"),
        ("pas mal", "mal fait"),
        ("plus jamais de panne", "plus jamais"),
        ("vous avez évité la catastrophe", "la catastrophe"),
        ("je n'ai pas attendu", "j'attends encore"),
        ("un artisan qui ne se moque pas du monde", "il se moque du monde"),
        ("l'ancien électricien avait bâclé le travail", "votre électricien a bâclé le travail"),
        ("la salle est finie", "partout c'est sale, poussière partout"),
        ("merci bien", "merci bien pour la panne, toujours pas réparée"),
    ],
)
def test_denial_and_idioms(fine, angry):
    assert level(fine) == CALM, JUDGE.verdict(fine)
    assert level(angry) == ANGRY, JUDGE.verdict(angry)


@pytest.mark.parametrize(
    "text",
    [
        "inadmisible",
        "INADMISSIBLE",
        "inadmissibel",
        "C'est honteu",
        "arnaq",
        "vrmt pa content",
        "nuuuul",
        "tjs pas venu",
    ],
)
def test_slips_and_shorthand(text):
    assert level(text) == ANGRY, JUDGE.verdict(text)


def test_praise_makes_small_complaints_lighter_and_no_others():
    assert level("Trop cher et en retard") == ANGRY
    assert level("Trop cher et en retard, mais travail parfait, équipe sympa et très propre") == RESERVE
    assert level("Équipe sympa, très propre, parfait, mais le tableau n'est toujours pas réparé") == ANGRY


def test_tone_weighs_only_beside_a_fact():
    assert level("SUPER TRAVAIL MERCI BEAUCOUP !!!") == CALM
    quiet, loud = JUDGE.verdict("il y a eu du retard ce matin"), JUDGE.verdict("IL Y A EU DU RETARD CE MATIN !!!")
    assert (quiet.level, loud.level) == (RESERVE, ANGRY)
    assert loud.points == quiet.points + 1


def test_irony_needs_a_failure():
    assert level("Bravo, quel professionnalisme") == CALM
    verdict = JUDGE.verdict("Bravo ! Mur sale et lumière qui saute.")
    assert verdict.level == ANGRY
    assert "ironic" in {reason.category for reason in verdict.reasons}


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    verdict = JUDGE.verdict(text)
    assert verdict.level in LEVELS.values()
    assert (verdict.points == 0) == (verdict.level == CALM)
    for reason in verdict.reasons:
        assert reason.shown in unicodedata.normalize("NFC", text)
    for token in read(text, fold):
        assert 0 <= token.start < token.stop <= len(text)


@given(st.sampled_from([text for name in ("studied", "judged") for _label, text in corpus(name)]))
def test_accents_and_apostrophes_do_not_count(text):
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    assert level(bare) == level(text)
    assert level(text.replace("'", "’")) == level(text)
    assert level(unicodedata.normalize("NFD", text)) == level(text)


@given(st.sampled_from(["honteux", "inadmissible", "bâclé", "lamentable", "incompétents"]), st.text(max_size=80))
def test_what_follows_in_another_sentence_does_not_undo_anger(word, text):
    assert level(f"C'est {word}. {text}") == ANGRY


@given(st.text("abcdefghijkl", min_size=8, max_size=14), st.data())
def test_one_letter_is_a_slip(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    assert is_near(word, word)
    assert is_near(word[:place] + word[place + 1 :], word)
    assert is_near(word[:place] + "z" + word[place + 1 :], word)
    assert not is_near(word + "zz", word)
    assert once(once(word)) == once(word)


def test_a_very_long_comment_takes_no_longer_than_its_length():
    long = "Bonjour, je voulais vous dire que tout va bien, toujours pas mal et encore, plus que jamais. " * 400
    started = time.process_time()
    JUDGE.verdict(long)
    assert time.process_time() - started < 3
    assert level("x" * TEXT_LIMIT + " honteux") == CALM, "what the page cuts is not read either"
    assert level("!" * 100_000) == CALM


@given(st.text("aab é", max_size=40), st.lists(st.text("ab", max_size=3), max_size=3))
def test_pieces_make_the_comment_again(text, words):
    cut = pieces(text, words)
    assert "".join(piece for piece, _weighed in cut) == unicodedata.normalize("NFC", text)
    assert all(left[1] != right[1] for left, right in pairwise(cut))
    for word in filter(None, words):
        assert not any(word in piece for piece, weighed in cut if not weighed)


def test_a_text_without_a_full_stop_costs_no_more():
    """A page of the same word is one clause: looked at word by word, never each word against all those before it."""
    began = time.process_time()
    JUDGE.verdict("fini " * 4_000)
    assert time.process_time() - began < 0.5
