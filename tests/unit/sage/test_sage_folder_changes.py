"""Many changes through a drop folder: the newest export is read once for all of them, and anew when it is another."""

import pytest
from sage.errors import Refused, Unavailable
from sage.records import CLIENT
from sage.transports.csv_folder import transport as transport_module
from sim.benches import FolderBench

CLIENTS = 30


@pytest.fixture
def bench(tmp_path):
    """Thirty clients, exported once."""
    made = FolderBench(tmp_path)
    for number in range(CLIENTS):
        made.sage.client(CT_Intitule=f"Client {number}")
    made.show()
    yield made
    made.close()


@pytest.fixture
def readings(monkeypatch):
    """Files that were opened to be read."""
    opened = []

    class Counted(transport_module.Table):
        def __init__(self, path, *arguments):
            opened.append(path.name)
            super().__init__(path, *arguments)

    monkeypatch.setattr(transport_module, "Table", Counted)
    return opened


def change(bench, key, city="Annecy"):
    """A change of one client."""
    return bench.transport.update(CLIENT, str(key), {"city": city}, "")


def test_a_file_is_read_once_for_all_changes(bench, readings):
    numbers = {change(bench, key).number for key in range(1, CLIENTS + 1)}
    assert len(numbers) == CLIENTS
    assert readings == ["CLIENTS_000001.csv"]
    bench.take()
    assert {row["CT_Ville"] for row in bench.sage.rows("F_COMPTET")} == {"Annecy"}


def test_another_export_is_read_anew(bench, readings):
    change(bench, 1)
    bench.sage.rename_client(1, "AUTRE")
    bench.sage.delete("F_COMPTET", 2)
    bench.show()
    assert change(bench, 1, "Seynod").number == "AUTRE"
    with pytest.raises(Refused) as refusal:
        change(bench, 2)
    assert refusal.value.code == "not_found"
    assert len(readings) == 2


def test_a_key_that_may_stand_in_a_refused_line_is_not_said_to_be_gone(bench):
    path = bench.folder / "echange" / "depuis_sage" / "CLIENTS_000001.csv"
    lines = path.read_bytes().split(b"\r\n")
    lines[2] += b";too;many"
    path.write_bytes(b"\r\n".join(lines))
    path.with_suffix(".ok").write_bytes(b"")
    assert change(bench, 1).pending
    with pytest.raises(Unavailable) as failure:
        change(bench, 2)
    assert failure.value.code == "partial_list"
