"""What is read of a message: its author's own words, in time proportional to its length."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage import marking
from triage.features import signs, stem
from triage.text import (
    TEXT_LIMIT,
    Message,
    fold,
    from_html,
    own_words,
    prepare,
    signs_of,
    words,
)


def forms(text):
    return [word.form for word in words(text)]


@pytest.mark.parametrize(
    "history",
    [
        "Le mar. 3 nov. 2026 à 09:12, Service client <a@duret.example> a écrit :\n> Votre facture",
        "-----Message d'origine-----\nDe : Duret\nVotre facture",
        "De : Service client\nEnvoyé : lundi\nVotre facture",
        "________________________________\nVotre facture",
        "On Tue, Nov 3, 2026 at 9:12 AM Duret wrote:\n> facture",
        "Am 3. November schrieb Duret:\n> facture",
        "> Votre facture",
        "--\nJeanne Favre, facture",
        "Envoyé de mon iPhone\nfacture",
        "Cordialement,\nJeanne Favre\nService facture",
    ],
)
def test_history_and_signatures_are_cut(history):
    text = own_words(f"Bonjour,\nplus de courant.\n\n{history}")
    assert "plus de courant" in text
    assert "facture" not in text


def test_a_message_made_of_history_only_is_read():
    """A forward without a word of its own is about what it passes on."""
    body = "De : M. Girod\nObjet : panne\nPlus d'eau chaude"
    assert "Plus d'eau chaude" in own_words(body, forwarded=True)
    message = prepare("TR: à traiter", body)
    assert "chaude" in [word.form for word in message.body]


def test_a_question_after_the_closing_word_is_not_lost():
    assert "rappeler" in own_words("Cordialement, pourriez-vous me rappeler ?\nMerci")


def test_html_gives_lines_without_markup_styles_or_quotes():
    text = from_html(
        "<style>p{color:red}</style><p>Bonjour&nbsp;&amp; merci</p><div>La VMC &lt;siffle&gt;</div>"
        "<blockquote>ancien</blockquote><script>alert(1)</script>"
    )
    assert text.strip().split("\n")[:2] == ["Bonjour\xa0& merci", "La VMC <siffle>"]
    assert "ancien" not in text and "alert" not in text and "color" not in text


def test_a_quote_without_own_words_is_kept():
    assert "panne" in from_html("<blockquote>Une panne</blockquote>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("06 39 98 44 01", "_phone"),
        ("+33 6 39 98 44 01", "_phone"),
        ("1 140,50 €", "_amount"),
        ("800 euros", "_amount"),
        ("16h30", "_hour"),
        ("14 heures", "_hour"),
        ("12/11/2026", "_date"),
        ("FA26-0918", "_ref"),
        ("42", "_num"),
        ("jeanne@client.example", "_mail"),
        ("https://exemple.example/x?y=1", "_link"),
        ("!!!", "_cry"),
    ],
)
def test_numbers_and_addresses_become_their_shape(text, expected):
    assert forms(text) == [expected]


def test_accents_case_and_apostrophes_do_not_matter():
    assert forms("L’ÉCLAIRAGE") == forms("l'eclairage") == ["l", "eclairage"]
    assert fold("Œuvre") == "oeuvre"


def test_prefixes_and_ticket_numbers_of_a_subject_are_dropped():
    message = prepare("RE: Re : [T-00042] Portail bloqué", "")
    assert [word.form for word in message.subject] == ["portail", "bloque"]


def test_files_and_colleagues_are_signs():
    assert signs_of(True, ["Photo.JPG", "devis.pdf", "plan.dwg", "x.unknown"]) == ("internal", "photo", "pdf", "plan")


@given(st.text(max_size=400), st.text(max_size=3000), st.booleans())
def test_any_text_is_accepted(subject, body, is_html):
    message = prepare(subject, body, is_html)
    assert sum(len(word.shown) for word in message.body) <= TEXT_LIMIT * 2
    weighted, sources = signs(message)
    assert all(weight > 0 for weight in weighted.values())
    assert set(sources) <= set(weighted)


@given(st.lists(st.sampled_from(["Bonjour", "panne", "> cité", "", "Cordialement", "le four saute"]), max_size=30))
def test_cleaning_twice_changes_nothing(lines):
    once = own_words("\n".join(lines))
    assert own_words(once) == once


@pytest.mark.parametrize(
    "body",
    [
        "panne\n" + "Jean Dupont\n" * 10_000,
        "<div>" * 200_000,
        "<style>" * 50_000,
        "<" * 500_000,
        "1 2 3 4 5 6 " * 20_000,
        "0 " * 100_000,
        "a" * 300_000 + "@",
        "Le " + "x " * 100_000,
        "de : " * 50_000,
        "<!--" * 50_000,
        "&amp;" * 100_000,
        "é" * 200_000,
    ],
    ids=range(12),
)
@pytest.mark.parametrize("is_html", [True, False])
def test_hostile_text_takes_no_time(body, is_html):
    start = time.process_time()
    signs(prepare("Re: " * 5000, body, is_html))
    assert time.process_time() - start < 0.25


def test_stems_join_the_forms_of_a_word():
    assert stem("factures") == stem("facture")
    assert stem("renovation") != stem("reservation")
    assert stem("gaz") == "gaz"


def test_marked_pieces_give_the_text_back():
    text = "Plus de COURANT, le disjoncteur…"
    pieces = marking.pieces(text, {"courant", "disjoncteur"})
    assert "".join(piece for piece, _mark in pieces) == text
    assert [piece for piece, mark in pieces if mark] == ["COURANT", "disjoncteur"]


@given(st.text(max_size=300), st.sets(st.sampled_from(["panne", "le", "eau"])))
def test_marking_never_loses_a_letter(text, marks):
    assert "".join(piece for piece, _mark in marking.pieces(text, marks)) == text


def test_an_empty_message_has_no_sign():
    assert signs(Message((), ())) == ({}, {})
