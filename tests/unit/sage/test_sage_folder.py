"""Files of a drop folder: taken when whole, once, archived; written whole, once; and killed at every step."""

import hashlib
import os
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from folder_desk import names, taken
from sage.errors import Unavailable
from sage.profiles import build, load
from sage.records import CLIENT, DOCUMENT
from sage.transports.csv_folder import files
from sage.transports.csv_folder.ledger import FolderLedger
from sage.transports.csv_folder.transport import FolderTransport
from sim.benches import FolderBench
from sim.people import FULL_CLIENT, MARK, pulled, quotation


def test_a_file_is_left_alone_until_its_companion_is_there(bench, root):
    bench.sage.client(CT_Intitule="Perrin")
    bench.face.companions = False
    path = bench.face.export("F_COMPTET")
    assert taken(bench) == []
    assert [finding.code for finding in bench.transport.check()] == ["folder_ready", "file_waiting"]
    path.with_name(path.stem + ".OK").write_text("")
    assert taken(bench) == ["1"]
    assert names(root, "depuis_sage") == []
    assert names(root, "traites") == [path.name]


def test_a_companion_that_announces_another_size_does_not_count(bench, root):
    bench.sage.client(CT_Intitule="Perrin")
    path = bench.face.export("F_COMPTET")
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    assert taken(bench) == []
    path.write_bytes(whole)
    assert taken(bench) == ["1"]


def test_a_companion_that_announces_another_content_refuses_the_file(bench, root):
    bench.sage.client(CT_Intitule="Perrin")
    path = bench.face.export("F_COMPTET")
    path.with_suffix(".ok").write_text(f"sha256={hashlib.sha256(b'autre').hexdigest()}")
    records, rejected = {}, [bad for page in bench.transport.changes(CLIENT, None) for bad in page.rejected]
    assert not records
    assert [bad.code for bad in rejected] == ["checksum"]
    bench.transport.acknowledge(CLIENT)
    assert path.name in names(root, "erreurs")


def test_without_companions_a_size_must_stand_still(tmp_path):
    clock = [0.0]
    profile = build(
        {
            "complete": {"how": "stable", "stable_seconds": 10},
            "entity": {"client": {"pattern": "C_{any}.csv", "columns": {"Code": "key", "Nom": "name"}}},
        },
        "x",
    )
    transport = FolderTransport(tmp_path, profile, FolderLedger(":memory:"), now=lambda: clock[0])
    path = tmp_path / "depuis_sage" / "C_1.csv"
    path.write_bytes(b"Code;Nom\r\n1;Perrin\r\n")
    # A copy that carries the moment of its original is no older than the copying.
    os.utime(path, (1, 1))
    clock[0] = path.stat().st_ctime + 5
    assert list(transport.changes(CLIENT, None))[0].records == ()
    clock[0] += 6
    assert [record.key for record in list(transport.changes(CLIENT, None))[0].records] == ["1"]


def test_the_same_file_twice_changes_nothing(bench, root):
    bench.sage.client(CT_Intitule="Perrin")
    content = bench.face.export("F_COMPTET").read_bytes()
    assert taken(bench) == ["1"]
    for name in ("CLIENTS_000001.csv", "CLIENTS_000002.csv"):
        again = root / "depuis_sage" / name
        again.write_bytes(content)
        bench.face.finish(again)
        assert taken(bench) == []
        assert names(root, "depuis_sage") == []
    assert len(names(root, "traites")) == 2
    assert [finding.code for finding in bench.transport.check()] == ["folder_ready"]


def test_a_rehearsal_leaves_the_folder_as_it_is(bench, root):
    bench.sage.client(CT_Intitule="Perrin")
    bench.face.export("F_COMPTET")
    before = [(path, path.read_bytes()) for path in sorted(root.rglob("*")) if path.is_file()]
    for _ in range(2):
        assert len(list(bench.transport.changes(CLIENT, None))[0].records) == 1
    assert [(path, path.read_bytes()) for path in sorted(root.rglob("*")) if path.is_file()] == before
    assert taken(bench) == ["1"]


def test_files_are_read_in_the_order_of_their_numbers(bench, root):
    bench.sage.client(CT_Intitule="Avant")
    bench.face.export("F_COMPTET", 10)
    bench.sage.change("F_COMPTET", 1, CT_Intitule="Après")
    bench.face.export("F_COMPTET", 11)
    (root / "depuis_sage" / "CLIENTS_000010.csv").touch()
    values = [r.values["name"] for page in bench.transport.changes(CLIENT, None) for r in page.records]
    assert values == ["Avant", "Après"]


def test_a_complete_export_that_comes_after_a_later_one_is_refused(bench, root):
    bench.sage.client(CT_Intitule="Avant")
    bench.face.export("F_COMPTET", 10)
    old = root / "depuis_sage" / "CLIENTS_000010.csv"
    content = old.read_bytes()
    old.unlink()
    bench.sage.change("F_COMPTET", 1, CT_Intitule="Après")
    bench.face.export("F_COMPTET", 11)
    assert names_read(bench.transport) == ["Après"]
    old.write_bytes(content)
    old.with_suffix(".ok").write_text("")
    pages = list(bench.transport.changes(CLIENT, None))
    assert [bad.code for page in pages for bad in page.rejected] == ["late_file"]
    assert not [record for page in pages for record in page.records]
    bench.transport.acknowledge(CLIENT)
    assert old.name in names(root, "erreurs")


def test_missing_numbers_raise_an_alert_and_may_hold_back_what_follows(bench, root):
    for number in (3, 4, 8):
        bench.sage.client(CT_Intitule=f"Client {number}")
        bench.face.export("F_COMPTET", number)
    alerts = [finding for finding in bench.transport.check() if finding.code == "sequence_gap"]
    assert [(alert.level, alert.detail) for alert in alerts] == [("warning", "client 5-7")]
    waiting = FolderTransport(root, build_waiting(), bench.ledger)
    assert {r.key for page in waiting.changes(CLIENT, None) for r in page.records} == {"1", "2"}
    waiting.acknowledge(CLIENT)
    bench.face.export("F_COMPTET", 5)
    assert {r.key for page in waiting.changes(CLIENT, None) for r in page.records} == {"1", "2", "3"}
    waiting.acknowledge(CLIENT)
    assert names(root, "depuis_sage") == ["CLIENTS_000008.csv", "CLIENTS_000008.ok"]
    # The eighth says nothing else than the fifth.
    assert taken(bench) == []
    assert names(root, "depuis_sage") == []
    assert [f.detail for f in bench.transport.check() if f.code == "sequence_gap"] == ["client 6-7"]


def build_waiting():
    """The profile of Sage 100 that waits for missing numbers."""
    return replace(load("sage100"), gap="wait")


def stampless(root, pattern="C_{sequence}.csv"):
    """A transport whose files tell no moments."""
    layout = {"pattern": pattern, "full": True, "columns": {"Code": "key", "Nom": "name"}}
    return FolderTransport(root, build({"entity": {"client": layout}}, "x"), FolderLedger(":memory:"))


def drop(root, name, text):
    """A whole file from SAGE."""
    path = root / "depuis_sage" / name
    path.write_bytes(text.encode("cp1252"))
    path.with_suffix(".ok").write_text("")
    return path


def names_read(transport):
    """Names of the clients that come now, acknowledged."""
    found = [r.values["name"] for page in transport.changes(CLIENT, None) for r in page.records]
    transport.acknowledge(CLIENT)
    return found


def test_without_moments_an_undone_change_is_news_and_a_late_file_is_refused(tmp_path):
    transport = stampless(tmp_path)
    first, second = "Code;Nom\r\n1;Perrin\r\n", "Code;Nom\r\n1;Perrin SARL\r\n"
    for number, text in ((2, first), (3, second), (4, first)):
        drop(tmp_path, f"C_{number}.csv", text)
        assert len(names_read(transport)) == 1
    drop(tmp_path, "C_1.csv", "Code;Nom\r\n1;Très ancien\r\n")
    rejected = [bad.code for page in transport.changes(CLIENT, None) for bad in page.rejected]
    assert rejected == ["late_file"]
    transport.acknowledge(CLIENT)
    assert "C_1.csv" in names(tmp_path, "erreurs")


def test_one_name_for_every_export_works_too(tmp_path):
    transport = stampless(tmp_path, "clients.csv")
    seen = []
    for text in ("Code;Nom\r\n1;A\r\n", "Code;Nom\r\n1;A\r\n", "Code;Nom\r\n1;B\r\n", "Code;Nom\r\n1;A\r\n"):
        drop(tmp_path, "clients.csv", text)
        seen.append(names_read(transport))
    assert seen == [["A"], [], ["B"], ["A"]]
    assert len(names(tmp_path, "traites")) == 3
    assert (tmp_path / "traites" / "clients.csv").read_bytes().endswith(b"1;A\r\n")


def test_refused_lines_go_to_a_file_with_number_reason_and_content(bench, root):
    bench.sage.client(CT_Intitule="Bon")
    bench.sage.client(CT_Intitule="Mauvais", CT_Siret="7,32829E+13")
    bench.sage.client(CT_Intitule="Bon aussi")
    bench.face.export("F_COMPTET")
    assert taken(bench) == ["1", "3"]
    (name,) = names(root, "erreurs")
    lines = (root / "erreurs" / name).read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0] == "fichier;ligne;motif;contenu"
    assert lines[1].startswith("CLIENTS_000001.csv;3;Des chiffres ont été perdus (notation scientifique d'Excel)")
    assert "7,32829E+13" in lines[1]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\r\n\r\n", "empty_file"),
        ("cbMarq;CT_Num".encode("utf-16"), "utf16"),
        (b"Prenom;Age\r\nx;1\r\n", "unknown_header"),
        (b"CT_Num;CT_Intitule\r\nC1;x\r\n", "no_key_column"),
        (b"cbMarq;CT_Num;CT_NUM\r\n1;a;b\r\n", "doubled_column"),
        (b"%PDF-1.4\0\0", "nul_bytes"),
        (b"PK\x03\x04\x14\0\x06\0xl/workbook.xml", "workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "workbook"),
    ],
)
def test_a_file_that_is_none_goes_to_the_errors_and_the_next_one_is_read(bench, root, content, code):
    bad = root / "depuis_sage" / "CLIENTS_000000.csv"
    bad.write_bytes(content)
    bench.face.finish(bad)
    bench.sage.client(CT_Intitule="Perrin")
    bench.face.export("F_COMPTET")
    records, rejected = pulled_now(bench)
    assert [reject.code for reject in rejected] == [code]
    assert list(records) == ["1"]
    assert {"CLIENTS_000000.csv"} < set(names(root, "erreurs"))


def pulled_now(bench, entity=CLIENT):
    """(records, rejected) of what lies there, acknowledged."""
    pages = list(bench.transport.changes(entity, None))
    bench.transport.acknowledge(entity)
    return {r.key: r for page in pages for r in page.records}, [bad for page in pages for bad in page.rejected]


def test_a_document_is_taken_whole_or_not_at_all(bench, root):
    bench.sage.client(**FULL_CLIENT)
    for _ in range(3):
        quotation(bench.sage)
        bench.sage.line(len(bench.sage.rows("F_DOCENTETE")), 2, DL_Design="Deuxième", DL_Qte=1, DL_Taxe1=20)
    path = bench.face.export("F_DOCENTETE")
    lines = path.read_bytes().split(b"\r\n")
    lines[4] = lines[4].replace("Deuxième".encode("cp1252"), "Deux;ième".encode("cp1252"))
    path.write_bytes(b"\r\n".join(lines))
    bench.face.finish(path)
    records, rejected = pulled_now(bench, DOCUMENT)
    assert list(records) == ["1", "3"]
    assert [(bad.line, bad.code) for bad in rejected] == [(4, "document_incomplete"), (5, "shifted")]


def test_lines_of_one_document_that_do_not_follow_each_other_are_refused(bench):
    bench.sage.client(**FULL_CLIENT)
    quotation(bench.sage)
    quotation(bench.sage)
    path = bench.face.export("F_DOCENTETE")
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([*lines[:3], lines[1], b""]))
    bench.face.finish(path)
    records, rejected = pulled_now(bench, DOCUMENT)
    assert [bad.code for bad in rejected] == ["scattered_document"]
    assert list(records) == ["1", "2"]


def test_a_line_that_hides_its_key_is_no_deletion(bench):
    bench.sage.client(CT_Intitule="Perrin")
    path = bench.face.export("F_COMPTET")
    path.write_bytes(path.read_bytes() + b"2;un;deux\r\n")
    bench.face.finish(path)
    with pytest.raises(Unavailable) as refusal:
        list(bench.transport.keys(CLIENT))
    assert refusal.value.code == "partial_list"
    with pytest.raises(Unavailable):
        bench.transport.read(CLIENT, "2")


def test_a_file_that_changes_while_it_is_read_is_read_again(bench):
    for number in range(1200):
        bench.sage.client(CT_Intitule=f"Client {number}")
    path = bench.face.export("F_COMPTET")
    pages = bench.transport.changes(CLIENT, None)
    next(pages)
    with path.open("ab") as stream:
        stream.write(b"9999;\r\n")
    with pytest.raises(Unavailable) as failure:
        list(pages)
    assert failure.value.code == "file_changed"
    bench.transport.acknowledge(CLIENT)
    assert path.exists()


def test_a_long_file_is_never_in_memory(tmp_path):
    transport = stampless(tmp_path)
    body = "".join(f"{number};Société {number} d'Électricité\r\n" for number in range(15_000))
    drop(tmp_path, "C_1.csv", "Code;Nom\r\n" + body)
    tracemalloc.start()
    read = sum(len(page.records) for page in transport.changes(CLIENT, None))
    _now, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == 15_000
    # As records they would take four times as much.
    assert highest < 3 << 20


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "utf-8-sig"])
@pytest.mark.parametrize(("separator", "said"), [(";", ";"), ("\t", "tab")])
@pytest.mark.parametrize(("day", "form"), [("%d%m%y", "JJMMAA"), ("%d/%m/%Y", "JJ/MM/AAAA"), ("%Y%m%d", "AAAAMMJJ")])
def test_every_writing_of_an_export_is_read_and_written(tmp_path, encoding, separator, said, day, form):
    names_of = {"cp1252": "cp1252", "iso8859-15": "iso-8859-15", "utf-8-sig": "utf-8-bom"}
    bench = FolderBench(tmp_path, encoding=encoding, separator=separator, day=day)
    text = (Path(load.__code__.co_filename).parent / "sage100.toml").read_text("utf-8")
    text = text.replace('separator = ";"', f'separator = "{said}"').replace(
        'encoding = "cp1252"', f'encoding = "{names_of[encoding]}"'
    )
    text = text.replace('dates = ["JJMMAA", "JJ/MM/AAAA", "AAAAMMJJ"]', f'dates = ["{form}"]')
    (tmp_path / "own.toml").write_text(text, "utf-8")
    bench.transport = FolderTransport(bench.transport.root, load(tmp_path / "own.toml"), bench.ledger)
    bench.sage.client(**FULL_CLIENT | {"CT_Intitule": "Café « L'Œuf » 12 €"[:14]})
    quotation(bench.sage, DO_Date="2026-09-05")
    record = pulled(bench, DOCUMENT)[0]["1"]
    assert (record.values["date"], record.values["total"]) == ("2026-09-05", "296.80")
    values = {"kind": "quotation", "client_number": "C0001", "date": "2026-01-02", "reference": "Été"}
    bench.transport.create(DOCUMENT, values, record.lines, MARK)
    bench.take()
    assert bench.face.refused == []
    assert bench.sage.rows("F_DOCENTETE", "DO_NoWeb = ?", [MARK])[0]["DO_Date"] == "2026-01-02"
    bench.close()


def test_pdf_files_are_listed_with_the_number_of_their_document(bench, root):
    folder = root / "depuis_sage"
    whole = b"%PDF-1.4\n...\n%%EOF\n"
    for name, content in {
        "Devis DE00012 - Martin.pdf": whole,
        "de00013.PDF": whole,
        "DE00014.pdf": whole[:10],
        "DE00015.pdf": b"<html>",
        "photo.pdf": whole,
    }.items():
        (folder / name).write_bytes(content)
    bench.transport.now = lambda: files.time.time() + 60
    found = list(bench.transport.attachments())
    assert [(one.path.name, one.number) for one in found] == [
        ("Devis DE00012 - Martin.pdf", "DE00012"),
        ("de00013.PDF", "DE00013"),
    ] or [one.number for one in found] == ["DE00013", "DE00012"]
    assert found[0].sha256 == hashlib.sha256(whole).hexdigest()
    bench.transport.attachment_done(found[0])
    assert [one.path for one in bench.transport.attachments()] == [found[1].path]
    assert found[0].path.name in names(root, "traites")
    bench.transport.now = files.time.time
    assert list(bench.transport.attachments()) == []
