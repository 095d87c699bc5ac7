"""Cells of exports: what can be repaired is, what was lost is refused, and what is written is read back the same."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sage.profiles import Dialect
from sage.transports import cells, odata, shaping, sql_reader
from sage.transports.cells import BOOLEAN, DATE, DECIMAL, EMAIL, KIND, MOMENT, PHONE, RATE, SIRET, TEXT, ZIP, CellError
from sage.transports.csv_folder import files, ledger, lines, reading, refusals

FRENCH = Dialect(
    decimal=",",
    dates=("JJMMAA", "JJ/MM/AAAA", "AAAAMMJJ"),
    rates=frozenset({"0.00", "5.50", "10.00", "20.00"}),
    kinds={"0": "quotation", "6": "invoice"},
    kind_codes={"quotation": "0", "invoice": "6"},
)


@pytest.mark.parametrize("module", [cells, files, lines, reading, refusals, ledger, odata, shaping, sql_reader])
def test_the_examples_of_the_documentation_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (TEXT, "\u00a0Société\u202fMartin \u200b", "Société Martin"),
        (TEXT, "SociÃ©tÃ© dâ€™Ã‰lectricitÃ©", "Société d’Électricité"),
        (TEXT, '="01000"', "01000"),
        (TEXT, "'+33 4 50", "+33 4 50"),
        (TEXT, "- néant -", "- néant -"),
        (TEXT, "L'an 2000", "L'an 2000"),
        # A list of works is no formula, nor is a telephone number with its trunk nought.
        (TEXT, "- Fourniture et pose de prise(s)", "- Fourniture et pose de prise(s)"),
        (TEXT, "- RJ45 catégorie 6", "- RJ45 catégorie 6"),
        (TEXT, "- IP44 : étanche", "- IP44 : étanche"),
        (TEXT, "-Prise(s) de courant", "-Prise(s) de courant"),
        (TEXT, "+ Câble R2V(3G2,5)", "+ Câble R2V(3G2,5)"),
        (TEXT, "- Attention ! coupure", "- Attention ! coupure"),
        (TEXT, "-T1 au sous-sol", "-T1 au sous-sol"),
        (TEXT, "- 2 prises(RJ45)", "- 2 prises(RJ45)"),
        (TEXT, "===== LOT 1 =====", "===== LOT 1 ====="),
        (TEXT, "=> voir plan", "=> voir plan"),
        (TEXT, "- Éclairage(Legrand)", "- Éclairage(Legrand)"),
        (PHONE, "+33(0)4 50 12 34 56", "+33(0)4 50 12 34 56"),
        (PHONE, "+41(0)22 345 67 89", "+41(0)22 345 67 89"),
        (DECIMAL, "1 234,50", "1234.50"),
        (DECIMAL, "1\u202f234,5\u00a0€", "1234.50"),
        (DECIMAL, "1.234.567,891", "1234567.891"),
        (DECIMAL, "12,00-", "-12.00"),
        (DECIMAL, ",5", "0.50"),
        (DECIMAL, "", ""),
        (DATE, "050926", "2026-09-05"),
        (DATE, "50926", "2026-09-05"),
        (DATE, "05/09/2026", "2026-09-05"),
        (DATE, "20260905", "2026-09-05"),
        (DATE, "290228", "2028-02-29"),
        (DATE, "000000", ""),
        (DATE, "010170", "1970-01-01"),
        (MOMENT, "05/09/2026 14:05", "2026-09-05T14:05:00"),
        (MOMENT, "2026-09-05 14:05:09.123", "2026-09-05T14:05:09"),
        (MOMENT, "050926", "2026-09-05T00:00:00"),
        (BOOLEAN, "Oui", "1"),
        (BOOLEAN, "0", "0"),
        (ZIP, "74000,0", "74000"),
        (PHONE, "450123456", "0450123456"),
        (PHONE, "450123456.0", "0450123456"),
        (PHONE, "4 50 12 34 56", "04 50 12 34 56"),
        (PHONE, "+41 22 700 00 00", "+41 22 700 00 00"),
        (PHONE, "04.50.12.34.56 / 06 12 34 56 78", "04.50.12.34.56 / 06 12 34 56 78"),
        (SIRET, "732 829 320 00074", "73282932000074"),
        (SIRET, "732829320", "732829320"),
        (EMAIL, "a@b.fr", "a@b.fr"),
        (RATE, "20,00 %", "20.00"),
        (RATE, "5,5", "5.50"),
        (KIND, "6", "invoice"),
    ],
)
def test_damage_with_one_way_back_is_repaired(kind, text, value):
    assert cells.decode(kind, text, FRENCH) == value


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (TEXT, "Soci\ufffdt\ufffd", "lost_characters"),
        (TEXT, "Soci\x8et\x8e", "control_characters"),
        (TEXT, '=HYPERLINK("http://x.example";"clic")', "formula"),
        (TEXT, "=cmd|' /C calc'!A0", "formula"),
        (TEXT, "@SUM(1+1)", "formula"),
        (TEXT, "+A1", "formula"),
        (TEXT, "-2+3+cmd|' /C calc'!A0", "formula"),
        (TEXT, "- cmd|' /C calc'!A0", "formula"),
        (TEXT, "+SUM(A1:A9)", "formula"),
        (TEXT, "-1+SUM(1)", "formula"),
        (TEXT, "=1+1", "formula"),
        (TEXT, "-2*(ABS(12))", "formula"),
        (TEXT, '- HYPERLINK("http://x.example";"clic")', "formula"),
        (TEXT, '+ lien_hypertexte("http://x.example")', "formula"),
        (TEXT, "-A1+B2", "formula"),
        (TEXT, "+Feuil1!A1", "formula"),
        (SIRET, "7,32829E+13", "scientific"),
        (PHONE, "4,50E+08", "scientific"),
        (ZIP, "7.4E4", "scientific"),
        (SIRET, "PARTICULIER", "bad_siret"),
        (SIRET, "1234567890", "bad_siret"),
        (SIRET, "3282932000075", "bad_siret"),
        (DECIMAL, "1,234.56", "bad_decimal"),
        (DECIMAL, "1.23", "bad_decimal"),
        (DECIMAL, "1E3", "bad_decimal"),
        (DECIMAL, "٣", "bad_decimal"),
        (DECIMAL, "douze", "bad_decimal"),
        (DATE, "320126", "bad_date"),
        (DATE, "290226", "bad_date"),
        (DATE, "2026-09-05", "bad_date"),
        (DATE, "5/9/2026", "bad_date"),
        (MOMENT, "05/09/2026 25:00", "bad_date"),
        (BOOLEAN, "peut-être", "bad_boolean"),
        (EMAIL, "74000", "bad_email"),
        (RATE, "19,6", "unknown_rate"),
        (KIND, "4", "unknown_kind"),
    ],
)
def test_what_was_lost_is_refused_with_its_reason(kind, text, code):
    with pytest.raises(CellError) as refusal:
        cells.decode(kind, text, FRENCH)
    assert refusal.value.code == code
    assert refusals.sentence(code, refusal.value.detail).endswith((".", ".)"))


def test_a_lost_nought_of_a_siret_comes_back_only_if_the_control_figure_agrees():
    whole = next(f"0{number}" for number in range(1000000000000, 1000000000100) if cells.luhn(f"0{number}"))
    assert cells.decode(SIRET, whole[1:], FRENCH) == whole
    with pytest.raises(CellError):
        cells.decode(SIRET, str(int(whole[1:]) + 1), FRENCH)


@pytest.mark.parametrize(
    ("code", "country", "wanted"),
    [("1000", "France", "01000"), ("1000", "", "01000"), ("1000", "Belgique", "1000"), ("1200", "SUISSE", "1200")],
)
def test_four_figures_are_french_only_in_france(code, country, wanted):
    assert cells.complete_zip({"zip": code, "country": country})["zip"] == wanted


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text):
    try:
        once = cells.clean(text)
    except CellError:
        return
    try:
        assert cells.clean(once) == once
    except CellError as error:
        assert error.code == "formula"


@given(st.decimals(-10_000_000, 10_000_000, places=4, allow_nan=False))
def test_decimals_are_written_as_they_are_read(number):
    text = cells.plain(number)
    assert cells.decode(DECIMAL, cells.encode(DECIMAL, text, FRENCH), FRENCH) == text


@given(st.dates(min_value=__import__("datetime").date(1970, 1, 1), max_value=__import__("datetime").date(2068, 12, 31)))
def test_days_are_written_as_they_are_read(day):
    for first in ("JJMMAA", "JJ/MM/AAAA", "AAAAMMJJ", "JJ-MM-AAAA"):
        dialect = Dialect(dates=(first,))
        assert cells.decode(DATE, cells.encode(DATE, day.isoformat(), dialect), dialect) == day.isoformat()


@given(st.sampled_from(["=1+1", "+33 4", "-x", "@a", "\tx"]))
def test_formulas_are_disarmed_for_people_and_left_for_sage(text):
    assert cells.encode(TEXT, text, Dialect(neutralise=True)) == "'" + text
    assert cells.encode(TEXT, text, Dialect(neutralise=False)) == text
