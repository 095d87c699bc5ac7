"""One key twice in a complete export: nobody can say which record it is, and neither takes the other's place."""

from random import Random

import pytest
from memory_store import MemoryStore
from sage.check import main
from sage.engine import Exchange, sync
from sage.profiles import build
from sage.records import CLIENT
from sage.transports.csv_folder.ledger import FolderLedger
from sage.transports.csv_folder.reading import _Seen
from sage.transports.csv_folder.transport import FolderTransport

HEAD = "Code;Nom;Ville\r\n"


def door(root, full=True, **special):
    """A way through a folder whose exports hold every client, or only changes."""
    columns = {"Code": "key", "Nom": "name", "Ville": "city"} | special
    layout = {"pattern": "C_{sequence}.csv", "full": full, "columns": columns}
    return FolderTransport(root, build({"entity": {"client": layout}}, "x"), FolderLedger(":memory:"))


def drop(root, number, text):
    """A whole file from SAGE."""
    path = root / "depuis_sage" / f"C_{number}.csv"
    path.write_bytes(text.encode("cp1252"))
    path.with_suffix(".ok").write_text("")


def come(transport):
    """([key, name] of what comes, [line, code] of what is refused), acknowledged."""
    pages = list(transport.changes(CLIENT, None))
    transport.acknowledge(CLIENT)
    told = [(one.key, one.values["name"]) for page in pages for one in page.records]
    return told, [(bad.line, bad.code) for page in pages for bad in page.rejected]


def test_the_second_of_two_clients_with_one_key_is_refused(tmp_path):
    transport = door(tmp_path)
    drop(tmp_path, 1, HEAD + "C1;DUPONT;Annecy\r\nC2;REY;Cran\r\nC1;DURAND;Seynod\r\n")
    assert come(transport) == ([("C1", "DUPONT"), ("C2", "REY")], [(4, "doubled_key")])
    drop(tmp_path, 2, HEAD + "C1;DUPONT;Annecy\r\nC1;DURAND;Seynod\r\n")
    assert set(transport.keys(CLIENT)) == {"C1"}
    assert transport.read(CLIENT, "C1").values["name"] == "DUPONT"


def test_two_clients_with_one_key_do_not_change_places_at_each_export(tmp_path):
    transport, store = door(tmp_path), MemoryStore()
    seen = []
    for number in (1, 2, 3):
        drop(tmp_path, number, f"{HEAD}C1;DUPONT;Annecy\r\nC1;DURAND;Seynod\r\nC2;REY;{number}\r\n")
        sync(Exchange(store, transport, chance=Random(1)), (CLIENT,))
        seen += [record.values["name"] for record in store.tables["local"].values()]
    assert seen == ["DUPONT", "REY"] * 3


def test_exports_one_behind_the_other_are_said_to_be_so(tmp_path):
    transport = door(tmp_path)
    drop(tmp_path, 1, HEAD + "C1;DUPONT;Annecy\r\n" + HEAD + "C1;DUPONT;Cran\r\nC2;REY;Cran\r\n")
    assert come(transport) == ([("C1", "DUPONT"), ("C2", "REY")], [(3, "header_again"), (4, "doubled_key")])


def test_a_file_of_changes_may_tell_a_record_twice(tmp_path):
    transport = door(tmp_path, full=False, Modif="stamp")
    drop(tmp_path, 1, "Code;Nom;Ville;Modif\r\nC1;A;Annecy;2026-11-20 10:00\r\nC1;B;Annecy;2026-11-20 11:00\r\n")
    assert come(transport) == ([("C1", "A"), ("C1", "B")], [])


@pytest.mark.parametrize(("one", "other"), [("100", "0100"), ("7", "07"), ("1", "1a")])
def test_a_nought_before_a_key_makes_another_key(one, other):
    seen = _Seen()
    assert [seen.again(key) for key in (one, other, one, other)] == [False, False, True, True]


def test_the_check_names_a_workbook(tmp_path, capsys):
    (tmp_path / "clients.csv").write_bytes(b"PK\x03\x04\x14\0\x06\0xl/workbook.xml")
    assert main([str(tmp_path)]) == 2
    assert "classeur Excel" in capsys.readouterr().out
