"""The check of an export: what a person reads before anything is set up, and the exit code that a script reads."""

import doctest
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sage import check
from sage.inspection import guess, report
from sage.profiles import available, load
from sim.folder_face import FolderFace
from sim.people import FULL_CLIENT, quotation
from sim.store import Sage

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "config" / "sage_samples"


def checked(folder, tmp_path, capsys, *more):
    """(exit code, report) of a check."""
    target = tmp_path / "rapport.txt"
    code = check.main([str(folder), "--rapport", str(target), *more])
    shown = capsys.readouterr().out
    text = target.read_bytes().decode("utf-8-sig")
    assert shown.startswith(text)
    return code, text


def test_the_examples_hold():
    for module in (guess, report):
        assert not doctest.testmod(module).failed


def test_a_sound_export_fits(tmp_path, capsys):
    code, text = checked(SAMPLES / "sain", tmp_path, capsys)
    assert code == 0
    for words in (
        "Windows (cp1252) (sûr",
        "point-virgule (sûr)",
        "4 lignes lues, 0 rejetée, 4 fiches acceptées",
        "24 avec virgule, 0 avec point",
        "JJMMAA (6)",
        "Devis DE00041 - Syndic Lac et Montagne.pdf : DE00041",
        "Tout est lisible",
    ):
        assert words in text


def test_a_damaged_export_says_what_to_mend(tmp_path, capsys):
    code, text = checked(SAMPLES / "abime", tmp_path, capsys)
    assert code == 1
    for words in (
        "Windows (cp1252) (incertain",
        "un séparateur dans un texte a décalé la ligne",
        "ligne 3 : 18/17",
        "ligne 4 : SIRET : 7,32829E+13",
        "ligne 7 : date de modification : 321026",
        "formule de tableur",
        "s'arrête au milieu de cette ligne",
        "1 × même SIRET",
        "73282932000074 : 2 fois (C0012, C0016)",
        "1 × codes postaux à quatre chiffres",
        "1 × accents abîmés",
        "Le fichier est vide.",
        "UTF-8 (sûr : le fichier le dit lui-même (BOM))",
        "tabulation (sûr)",
        "Taux de TVA inconnu",
        "taux de TVA : 19,60",
        "Numéros manquants dans la suite « CLIENTS_….csv » : n° 5 à 6",
        "pas tous le même encodage",
    ):
        assert words in text


def test_the_command_runs_without_odoo_from_the_folder_of_the_addon(tmp_path):
    folder = tmp_path / "export"
    shutil.copytree(SAMPLES / "sain", folder)
    blocked = tmp_path / "blocked"
    for name in ("odoo", "requests", "zeep", "lxml"):
        (blocked / name).mkdir(parents=True)
        (blocked / name / "__init__.py").write_text("raise ImportError('not here')")
    done = subprocess.run(
        [sys.executable, "-m", "sage.check", str(folder)],
        cwd=ROOT / "addons" / "duret_sage_sync",
        env=os.environ | {"PYTHONPATH": str(blocked), "PYTHONIOENCODING": "ascii", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "rapport_sage.txt" in done.stdout.decode("ascii")
    assert "Contrôle d'un export SAGE" in (folder / "rapport_sage.txt").read_text("utf-8-sig")
    # Its own report is no export.
    again = check.main([str(folder)])
    assert again == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["/nulle/part"], "n'existe pas"), ([".", "--profil", "/x.toml"], "profil n'est pas valable")],
)
def test_a_wrong_command_has_a_code_of_its_own(arguments, words, capsys):
    assert check.main(arguments) == 3
    assert words in capsys.readouterr().err


def test_a_command_without_folder_says_how_it_is_used(capsys):
    with pytest.raises(SystemExit) as end:
        check.main([])
    assert end.value.code == 3
    assert "Commande incomplète" in capsys.readouterr().err


def test_an_empty_folder_and_foreign_files_are_not_usable(tmp_path, capsys):
    folder = tmp_path / "x"
    folder.mkdir()
    assert checked(folder, tmp_path, capsys)[0] == 2
    (folder / "notes.csv").write_bytes(b"Prenom;Age\r\nx;1\r\n")
    code, text = checked(folder, tmp_path, capsys)
    assert code == 2
    assert "Aucune colonne n'est reconnue" in text
    (folder / "photo.csv").write_bytes(os.urandom(5_000))
    (folder / "seize.csv").write_bytes("CT_Num;CT_Intitule".encode("utf-16"))
    assert checked(folder, tmp_path, capsys)[0] == 2


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "utf-8", "utf-8-sig", "cp850"])
@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("day", ["%d%m%y", "%d/%m/%Y", "%Y%m%d"])
def test_what_an_export_is_written_in_is_found_out(tmp_path, capsys, encoding, separator, day):
    sage = Sage()
    names = (
        "Électricité générale du Léman",
        "Café de la Gare, à côté",
        "Hôtel « Le Chêne »",
        "Fenêtres & Volets Müller",
    )
    for number, name in enumerate(names):
        sage.client(**FULL_CLIENT | {"CT_Num": f"C{number:04d}", "CT_Intitule": name, "CT_Contact": "", "CT_Siret": ""})
    sage.update("F_COMPTET", 1, CT_Commentaire="forfait 12 €")
    quotation(sage, "C0001")
    (tmp_path / "depuis_sage").mkdir()
    face = FolderFace(sage, tmp_path, encoding=encoding, separator=separator, day=day)
    face.export("F_COMPTET")
    face.export("F_DOCENTETE")
    code, text = checked(tmp_path, tmp_path, capsys)
    assert code == 0, text
    title = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp850": "DOS (cp850)"}.get(encoding)
    # Without a euro sign nothing tells ISO-8859-15 from cp1252.
    title = title or {"cp1252": "Windows (cp1252)", "iso8859-15": "ISO-8859-15"}[encoding]
    assert f"Encodage     {title}" in text
    assert {"%d%m%y": "JJMMAA", "%d/%m/%Y": "JJ/MM/AAAA", "%Y%m%d": "AAAAMMJJ"}[day] in text
    assert f'separator = "{"tab" if separator == chr(9) else ";"}"' in text


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("x")
    (folder / "CLIENTS_000001.csv").write_bytes(data)
    assert check.main([str(folder)]) in (0, 1, 2)


def test_every_profile_that_comes_with_the_suite_is_valid():
    assert available() == ["batigest", "sage100"]
    for name in available():
        assert load(name).layouts
