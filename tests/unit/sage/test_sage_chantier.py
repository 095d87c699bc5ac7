"""The hand-off of building sites: numbered, once, acknowledged."""

import csv
import io

import pytest
from sage.errors import Refused
from sage.records import Line
from sage.transports.chantier_file import OUT, RECEIPTS, REFUSED, TAKEN, ChantierFolder

SITE = {
    "quotation": "DE00012",
    "accepted_on": "2026-11-03",
    "client": "Mairie d'Épagny",
    "client_number": "C12",
    "zip": "01000",
    "total_untaxed": "269.82",
    "total": "296.80",
    "reference": "=cmd|'/C calc'!A0",
}
LINES = (
    Line("1", {"name": "Tableau ; posé\nau mur", "quantity": "2.00", "unit_price": "134.91", "tax_rate": "10.00"}),
    Line("2", {"name": "Câble", "quantity": "1.50", "unit_price": "0.00"}),
)


def rows(path):
    """Rows of a file, read by Python's own reader."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_site_is_a_file_that_any_import_reads(tmp_path):
    path = ChantierFolder(tmp_path).hand_off(12, SITE, LINES)
    assert path == tmp_path / OUT / "CHANTIER_000012.csv"
    first, second = rows(path)
    assert (first["chantier"], first["devis"], first["code_postal"], first["total_ttc"]) == (
        "000012",
        "DE00012",
        "01000",
        "296,80",
    )
    assert (first["designation"], first["quantite"], first["ligne"]) == ("Tableau ; posé au mur", "2,00", "1")
    assert (second["designation"], second["ligne"], second["client"]) == ("Câble", "2", "Mairie d'Épagny")
    assert first["reference"].startswith("'=")
    assert not list(tmp_path.rglob("*.part"))


def test_a_site_given_twice_is_there_once_even_after_it_was_taken(tmp_path):
    folder = ChantierFolder(tmp_path)
    folder.hand_off(12, SITE, LINES)
    folder.hand_off(12, SITE, LINES)
    assert [path.name for path in (tmp_path / OUT).iterdir()] == ["CHANTIER_000012.csv"]
    (tmp_path / RECEIPTS / "chantier_000012.OK").write_text("MDE-4711\n")
    (receipt,) = folder.receipts()
    assert (receipt.number, receipt.accepted, receipt.words) == (12, True, "MDE-4711")
    folder.settle(receipt)
    folder.settle(receipt)
    assert not list(folder.receipts())
    folder.hand_off(12, SITE, LINES)
    assert not list((tmp_path / OUT).iterdir())
    assert (tmp_path / TAKEN / "CHANTIER_000012.csv").exists()


def test_a_number_is_never_given_to_another_site(tmp_path):
    folder = ChantierFolder(tmp_path)
    folder.hand_off(12, SITE, LINES)
    with pytest.raises(Refused) as refusal:
        folder.hand_off(12, SITE | {"client": "Autre"}, LINES)
    assert refusal.value.code == "chantier_twice"


def test_a_refused_site_may_be_given_again_once_mended(tmp_path):
    folder = ChantierFolder(tmp_path)
    folder.hand_off(12, SITE, LINES)
    (tmp_path / RECEIPTS / "CHANTIER_000012.err").write_text("Code postal inconnu")
    (receipt,) = folder.receipts()
    assert (receipt.accepted, receipt.words) == (False, "Code postal inconnu")
    folder.settle(receipt)
    assert (tmp_path / REFUSED / "CHANTIER_000012.csv").exists()
    folder.hand_off(12, SITE | {"zip": "74330"}, LINES)
    assert rows(tmp_path / OUT / "CHANTIER_000012.csv")[0]["code_postal"] == "74330"


@pytest.mark.parametrize(("number", "site", "code"), [(0, SITE, "chantier_number"), (1, {}, "chantier_client")])
def test_a_site_without_number_or_client_is_refused(tmp_path, number, site, code):
    with pytest.raises(Refused) as refusal:
        ChantierFolder(tmp_path).hand_off(number, site, LINES)
    assert refusal.value.code == code
    assert not list((tmp_path / OUT).iterdir())


def test_check_says_what_waits_and_what_is_missing(tmp_path):
    folder = ChantierFolder(tmp_path)
    folder.hand_off(3, SITE, ())
    assert [finding.code for finding in folder.check()] == ["folder_ready", "chantier_waiting"]
    assert [finding.code for finding in ChantierFolder(tmp_path / "nowhere").check()] == ["no_folder"]
