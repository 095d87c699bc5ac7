"""Numbers as they are found in the files of a French company."""

import doctest

import duret_phones
import phonenumbers
import pytest
from duret_phones import display, e164, like_patterns, parse_cell, search_key
from duret_phones.parsing import is_short
from hypothesis import given
from hypothesis import strategies as st

FRENCH = "+33450123456"
MOBILE = "+33612345678"


@pytest.mark.parametrize(
    "text",
    [
        "0450123456",
        "04 50 12 34 56",
        "04.50.12.34.56",
        "04-50-12-34-56",
        "04/50/12/34/56",
        "04 50.12-34/56",
        "04_50_12_34_56",
        "04\u00a050\u00a012\u00a034\u00a056",
        "04\u202f50\u202f12\u202f34\u202f56",
        "04 50 12 34 56",
        "+33450123456",
        "+33 4 50 12 34 56",
        "+33 (0)4 50 12 34 56",
        "+33(0)450123456",
        "+330450123456",
        "+ 33 4 50 12 34 56",
        "(+33) 4 50 12 34 56",
        "0033450123456",
        "0033 (0)4 50 12 34 56",
        "00 33 4 50 12 34 56",
        "33450123456",
        "33 4 50 12 34 56",
        "(0)4 50 12 34 56",
        "(04) 50 12 34 56",
        "450123456",
        "Tél. : 04 50 12 34 56",
        "04 50 12 34 56 demander Paul",
        "  04 50 12 34 56;",
        "04 50 12 34 56 poste 12",
    ],
)
def test_french_writings(text):
    assert e164(text) == FRENCH


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+41 22 345 67 89", "FR"),
        ("0041 22 345 67 89", "FR"),
        ("0041 (0)22 345 67 89", "FR"),
        ("41223456789", "FR"),
        ("022 345 67 89", "CH"),
        ("022/345.67.89", "CH"),
    ],
)
def test_swiss_writings(text, region):
    assert e164(text, region) == "+41223456789"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "anonymous",
        "Anonyme",
        "numéro masqué",
        "Restricted",
        "<unknown>",
        "04 50 12 34 5",
        "04 50 12 34 56 7",
        "045012345678",
        "00 00 00 00 00",
        "12345678900012",
        "+33",
        "3631",
        "112",
        "le 12/03/2026",
        "0" * 400,
        "1 " * 400,
    ],
)
def test_no_complete_number(text):
    assert e164(text) is None


@pytest.mark.parametrize("text", ["112", "15", "17", "18", "3631", "36 31", "118 218", "116 117"])
def test_short_numbers_are_kept_apart(text):
    (number,) = parse_cell(text)
    assert number.e164 is None
    assert number.raw == text
    assert is_short(text)
    assert number.callable


@pytest.mark.parametrize("text", ["12", "1234", "abc", "", None, "04 50 12 34 56", "06 12 34", "²"])
def test_not_short(text):
    assert not is_short(text)


@pytest.mark.parametrize(
    "text",
    [
        "04 50 12 34 56 / 06 12 34 56 78",
        "04 50 12 34 56 06 12 34 56 78",
        "0450123456 0612345678",
        "04/50/12/34/56/06/12/34/56/78",
        "04.50.12.34.56 ou 06.12.34.56.78",
        "04 50 12 34 56 ; +33 6 12 34 56 78",
        "+33450123456+33612345678",
        "0450123456,0612345678",
        "04 50 12 34 56\n06 12 34 56 78",
        "0033450123456 0033612345678",
        "04 50 12 34 56 - 06 12 34 56 78",
    ],
)
def test_two_numbers_in_one_cell(text):
    assert [number.e164 for number in parse_cell(text)] == [FRENCH, MOBILE]


def test_words_become_notes():
    numbers = parse_cell("Bureau 04 50 12 34 56, 06 12 34 56 78 (Paul, le soir)")
    assert [(n.kind, n.note) for n in numbers] == [("bureau", "Bureau"), ("mobile", "Paul, le soir")]


def test_other_last_digits_stay_as_words():
    (number,) = parse_cell("06 12 34 56 78 / 79")
    assert (number.e164, number.note) == (MOBILE, "79")


def test_same_number_twice_is_one():
    assert len(parse_cell("0450123456 / +33 4 50 12 34 56")) == 1


def test_bad_number_is_kept_as_typed():
    (number,) = parse_cell("04 50 12 34 5")
    assert (number.raw, number.e164, number.callable) == ("04 50 12 34 5", None, False)


@pytest.mark.parametrize(
    ("number", "kind"), [("06 12 34 56 78", "mobile"), ("0450123456", "fixe"), ("0800 123 456", "autre")]
)
def test_kind(number, kind):
    assert parse_cell(number)[0].kind == kind


def test_display():
    assert display(FRENCH) == "04 50 12 34 56"
    assert display("+41223456789") == "+41 22 345 67 89"
    assert display("3631") == "3631"
    assert display("pas de numéro") == "pas de numéro"


@pytest.mark.parametrize(
    "typed",
    [
        "0450123456",
        "04 50 12",
        "04.50.12",
        "+33 4 50",
        "+33 (0)4 50",
        "0033450",
        "33450123456",
        "12 34 56",
        "34-56",
        "450123456",
        "450",
    ],
)
def test_search_finds(typed):
    key = search_key("04 50 12 34 56", FRENCH)
    patterns = like_patterns(typed)
    assert any(_like(pattern, key) for pattern in patterns), patterns


@pytest.mark.parametrize("typed", ["Dupont", "12", "", None, False, "04 a", "%%%", "rue du 8 mai 1945", "+", "0"])
def test_search_leaves_words_alone(typed):
    assert like_patterns(typed) == ()


@pytest.mark.parametrize("typed", ["0450123457", "04 51", "+41", "99 99"])
def test_search_does_not_find_others(typed):
    assert not any(_like(pattern, FRENCH) for pattern in like_patterns(typed))


@pytest.mark.parametrize("typed", ["Perrin 04 50 12 34 56", "tél. : 0450123456", "+33 4 50 12 34 56 (Paul)"])
def test_a_number_among_words_is_looked_for(typed):
    assert like_patterns(typed) == (FRENCH,)


@pytest.mark.parametrize("typed", ["079 123 45 67", "0791234567", "022 345 67 89"])
def test_a_swiss_number_is_found_without_its_country_code(typed):
    assert f"+41{''.join(typed[1:].split())}" in like_patterns(typed)
    assert f"+33{''.join(typed[1:].split())}" in like_patterns(typed), "the same digits may be French"


NATIONAL, WITH_CODE = "06 39 98 69 33", ["+33 6 39 98 69 33", "0033 (0)6 39 98 69 33", "(+33) 6 39 98", "33639986933"]


@pytest.mark.parametrize(("stored", "typed"), [(NATIONAL, one) for one in WITH_CODE] + [(WITH_CODE[0], NATIONAL)])
def test_a_number_of_a_range_that_no_plan_knows_is_found_in_the_other_writing(stored, typed):
    """Stored as typed, because the plan of numbers does not have it (a new range, one for films)."""
    key = search_key(stored, None)
    assert any(_like(pattern, key) for pattern in like_patterns(typed)), like_patterns(typed)


def test_a_country_code_alone_finds_no_national_writing():
    patterns = [pattern for typed in ("+33", "0033", "+33 6") for pattern in like_patterns(typed)]
    assert not any(_like(pattern, "0639986933") for pattern in patterns)


def test_short_number_is_found():
    assert search_key("36 31", None) == "3631"
    assert any(_like(p, "3631") for p in like_patterns("3631"))


def _like(pattern, value):
    """SQL LIKE for patterns whose only joker is a leading or trailing %."""
    body = pattern.strip("%")
    if pattern.startswith("%"):
        return body in value
    return value.startswith(body) if pattern.endswith("%") else value == body


separators = st.sampled_from([" ", ".", "-", "/", "", "\u00a0", " - ", "  "])
lines = st.builds(
    lambda lead, rest: f"{lead}{rest:08d}", st.integers(1, 9).filter(lambda n: n != 8), st.integers(0, 99_999_999)
).filter(lambda nsn: phonenumbers.is_valid_number(phonenumbers.parse("+33" + nsn)))


@given(lines, separators, st.sampled_from(["0", "+33", "+33 ", "0033", "0033 ", "+33 (0)", "+33(0)"]))
def test_any_separator_and_prefix_gives_the_same_number(nsn, separator, prefix):
    written = prefix + separator.join([nsn[0], *(nsn[i : i + 2] for i in range(1, 9, 2))])
    assert e164(written) == f"+33{nsn}"


@given(lines)
def test_what_is_shown_is_read_back(nsn):
    assert e164(display(f"+33{nsn}")) == f"+33{nsn}"


@given(lines, st.integers(3, 10))
def test_any_part_of_a_shown_number_finds_it(nsn, size):
    shown = display(f"+33{nsn}").replace(" ", "")
    assert any(_like(p, f"+33{nsn}") for p in like_patterns(shown[:size]))
    assert any(_like(p, f"+33{nsn}") for p in like_patterns(shown[1:][-size:]))


@given(st.text(max_size=80))
def test_nothing_typed_is_lost_and_nothing_breaks(text):
    numbers = parse_cell(text)
    typed = text.replace("\x00", "").strip()
    assert bool(numbers) == bool(typed)
    for number in numbers:
        assert number.e164 is None or phonenumbers.is_valid_number(phonenumbers.parse(number.e164))
    if not any(number.e164 for number in numbers) and numbers:
        assert numbers[0].raw == typed


@given(st.text(alphabet="0123456789+ ()./-", max_size=60))
def test_digits_soup_never_breaks(text):
    for number in parse_cell(text):
        assert number.raw
    like_patterns(text)


def test_examples_of_the_docstrings():
    assert doctest.testmod(duret_phones).failed == 0
