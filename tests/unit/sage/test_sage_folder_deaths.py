"""A drop folder whose machine dies at every step, and what is never written."""

from pathlib import Path

import pytest
from folder_desk import names, taken
from sage.errors import OutcomeUnknown, Refused, Unavailable
from sage.profiles import build
from sage.records import CLIENT, CONTACT
from sage.transports.csv_folder import files
from sage.transports.csv_folder.ledger import FolderLedger
from sage.transports.csv_folder.transport import FolderTransport
from sim.benches import FolderBench
from sim.people import MARK


class Killed(Exception):
    """The machine dies here."""


def own_folder(tmp_path, stop):
    """A folder for one of the deaths."""
    folder = tmp_path / str(stop)
    folder.mkdir()
    return folder


def writes_of(monkeypatch, stop):
    """Let the machine die at the `stop`-th change of the disk; returns how many there were."""
    count = [0]

    def dying(function):
        def wrapped(*arguments, **options):
            count[0] += 1
            if count[0] == stop:
                raise Killed(function.__name__)
            return function(*arguments, **options)

        return wrapped

    for name in ("open", "replace", "unlink"):
        original = getattr(Path, name)
        if name == "open":

            def opened(self, mode="r", *arguments, original=original, **options):
                if "w" in mode:
                    count[0] += 1
                    if count[0] == stop:
                        raise Killed("open")
                return original(self, mode, *arguments, **options)

            monkeypatch.setattr(Path, "open", opened)
        else:
            monkeypatch.setattr(Path, name, dying(original))
    return count


@pytest.mark.parametrize("when_sage_reads", ["before", "after"])
def test_a_creation_killed_anywhere_drops_one_file_in_all(tmp_path, monkeypatch, when_sage_reads):
    steps = 0
    for stop in range(1, 20):
        bench = FolderBench(own_folder(tmp_path, stop))
        with monkeypatch.context() as patched:
            count = writes_of(patched, stop)
            try:
                bench.transport.create(CLIENT, {"name": "Perrin"}, (), MARK)
            except Killed:
                steps += 1
            else:
                assert count[0] < stop
        if when_sage_reads == "before":
            bench.take()
        bench.transport.create(CLIENT, {"name": "Perrin"}, (), MARK)
        bench.take()
        bench.transport.create(CLIENT, {"name": "Perrin"}, (), MARK)
        bench.take()
        assert [row["CT_Intitule"] for row in bench.sage.rows("F_COMPTET")] == ["Perrin"], stop
        bench.close()
    assert steps >= 5


@pytest.mark.parametrize("refused", [0, 1])
def test_an_acknowledgement_killed_anywhere_loses_nothing_and_takes_nothing_twice(tmp_path, monkeypatch, refused):
    steps = 0
    for stop in range(1, 12):
        bench = FolderBench(own_folder(tmp_path, stop))
        bench.sage.client(CT_Intitule="Bon")
        for _number in range(refused):
            bench.sage.client(CT_Intitule="Mauvais", CT_Siret="x")
        path = bench.face.export("F_COMPTET")
        got = [record.key for page in bench.transport.changes(CLIENT, None) for record in page.records]
        with monkeypatch.context() as patched:
            writes_of(patched, stop)
            try:
                bench.transport.acknowledge(CLIENT)
            except Killed:
                steps += 1
        # What was not read whole is read again as long as it lies there: the same records change nothing.
        kept = not path.exists() or bench.ledger.known(bench.ledger.last(CLIENT))
        again = taken(bench)
        assert got == ["1"]
        assert again == ([] if kept else ["1"])
        root = bench.transport.root
        assert [name for name in names(root, "depuis_sage") if name.endswith(".csv")] == []
        assert names(root, "traites") == ["CLIENTS_000001.csv"]
        assert len([name for name in names(root, "erreurs") if name.endswith(".rejets.csv")]) == refused
        bench.close()
    assert steps >= 2 + refused


def test_a_reader_never_sees_half_a_file(tmp_path):
    def blocks():
        yield b"premier"
        assert [path.name for path in tmp_path.iterdir()] == ["x.csv.part"]
        yield b" second"

    files.write_whole(tmp_path / "x.csv", blocks())
    assert (tmp_path / "x.csv").read_bytes() == b"premier second"
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_what_cannot_be_written_says_so_and_nothing_is_dropped(bench, root):
    for entity, values, code in (
        (CLIENT, {"name": "Ж"}, "outside_code_page"),
        (CLIENT, {"name": "x", "name2": "y"}, "field_without_column"),
    ):
        with pytest.raises(Refused) as refusal:
            bench.transport.create(entity, values, (), MARK)
        assert refusal.value.code == code
    assert names(root, "vers_sage") == names(root, "envoyes") == []


def test_a_folder_that_is_gone_is_unavailable(bench, root):
    root.rename(root.with_name("ailleurs"))
    assert [finding.code for finding in bench.transport.check()] == ["no_folder"]
    with pytest.raises(Unavailable):
        list(bench.transport.changes(CLIENT, None))
    with pytest.raises(Unavailable):
        bench.transport.create(CLIENT, {"name": "x"}, (), MARK)


def test_what_the_profile_does_not_know_is_not_exchanged(tmp_path):
    layout = {"pattern": "C.csv", "columns": {"Code": "key", "Nom": "name"}}
    transport = FolderTransport(tmp_path, build({"entity": {"client": layout}}, "x"), FolderLedger(":memory:"))
    assert list(transport.changes(CONTACT, None))[0].records == ()
    for call in (
        lambda: transport.create(CONTACT, {}, (), MARK),
        lambda: transport.create(CLIENT, {}, (), MARK),
        lambda: transport.update(CLIENT, "1", {}, ""),
    ):
        with pytest.raises(Refused) as refusal:
            call()
        assert not isinstance(refusal.value, OutcomeUnknown)
