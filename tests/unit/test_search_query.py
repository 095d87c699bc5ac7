"""What a person types in the search box: numbers, addresses, words; nothing typed can become an operator."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_query import MAX_TEXT, MAX_WORDS, analyse, fold

TYPED = st.text(max_size=400) | st.text(alphabet="tT-#n°[] 0123456789'%&|!:*()<>\\\"@.é\x00", max_size=60)


@pytest.mark.parametrize(
    "text", ["T-00042", "t-00042", "[T-00042]", "t42", "T 42", "#42", "n° 42", "N°T-42", "42", "00042"]
)
def test_a_ticket_number_in_every_writing(text):
    assert analyse(text).ticket_numbers == ("T-00042",)


@pytest.mark.parametrize(
    "text", ["0450123456", "04 50 12 34 56", "+33 4 50", "T-", "x42", "42 rue", "", "1234567890", "٤٢"]
)
def test_what_is_no_ticket_number(text):
    assert analyse(text).ticket_numbers == ()


def test_a_long_number_keeps_its_digits():
    assert analyse("t-1234567").ticket_numbers == ("T-1234567",)


def test_words_are_folded_once_each_without_single_letters():
    assert analyse("L'Électricité à l'Arve, électricité & Cœur").words == ("electricite", "arve", "coeur")
    assert analyse("Élo\u0302die e\u0301te\u0301").words == ("elodie", "ete")


def test_the_last_word_may_be_half_typed():
    assert analyse("prise qui chau").full_text == "prise & qui & chau:*"
    assert analyse("!").full_text == ""


def test_addresses():
    assert analyse("de Jeanne@Client.example, merci").email == "jeanne@client.example"
    assert analyse("jeanne@").email == "" and analyse("jeanne@").email_start == "jeanne@"
    assert analyse("@client.example").email_start == ""


def test_references_with_and_without_spaces():
    assert "FAVRE01" in analyse("favre01").references
    assert "12345678900012" in analyse("123 456 789 00012").references
    assert analyse("rue de l'Arve").references == ()


@pytest.mark.parametrize("text", [None, 12, ["a"], {"a": 1}, b"abc", True, 1.5])
def test_what_is_no_text_finds_nothing(text):
    assert not analyse(text)


@given(TYPED)
def test_words_hold_letters_and_digits_only(text):
    query = analyse(text)
    assert len(query.words) <= MAX_WORDS
    assert all(re.fullmatch(r"[^\W_]{2,40}", word) for word in query.words)
    assert len(set(query.words)) == len(query.words)
    assert len(query.text) <= MAX_TEXT
    assert "\x00" not in query.text + "".join(query.references) + query.email + query.email_start


@given(TYPED)
def test_numbers_are_written_as_stored(text):
    assert all(re.fullmatch(r"T-[0-9]{5,9}", number) for number in analyse(text).ticket_numbers)


@given(st.integers(1, 999_999_999))
def test_every_stored_number_is_recognised(number):
    stored = f"T-{number:05d}"
    assert analyse(stored).ticket_numbers == analyse(stored.lower()).ticket_numbers == (stored,)


@given(TYPED)
def test_understanding_is_stable(text):
    assert analyse(analyse(text).text) == analyse(text)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_a_pasted_page_costs_nothing():
    for text in ("a" * 100_000, "a-" * 100_000, "@" * 100_000, "1 " * 100_000, "\x00" * 100_000, "e\u0301" * 100_000):
        assert len(analyse(text).text) <= MAX_TEXT
