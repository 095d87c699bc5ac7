"""The proof says « 0 écart » only when every line of SAGE could be read."""

from random import Random

import pytest
from memory_store import MemoryStore
from sage.engine import Exchange, prove_equality, repair, sync
from sage.errors import Unavailable
from sim.benches import FolderBench, ODataBench


class Both:
    """Our side in memory, SAGE simulated, three clients."""

    def __init__(self, bench):
        self.bench, self.sage, self.store = bench, bench.sage, MemoryStore()
        for name in ("Perrin", "Favre", "Rey"):
            self.sage.client(CT_Intitule=name)

    def exchange(self):
        return Exchange(self.store, self.bench.transport, now=lambda: self.sage.clock.now, chance=Random(1))

    def exported(self, damage=None):
        """SAGE exports its clients, something damages the file, a run takes it."""
        self.sage.clock.tick(minutes=20)
        path = self.bench.face.export("F_COMPTET")
        if damage:
            lines = path.read_bytes().split(b"\r\n")
            lines[2] = damage(lines[2])
            path.write_bytes(b"\r\n".join(lines))
            self.bench.face.finish(path)
        return sync(self.exchange(), ("client",))

    def proof(self):
        (proof,) = prove_equality(self.exchange(), ("client",))
        assert proof.is_equal == (not proof.gaps)
        return proof


@pytest.fixture
def both(tmp_path):
    bench = FolderBench(tmp_path)
    yield Both(bench)
    bench.close()


def gaps(proof):
    return [(gap.kind, gap.key, gap.field, gap.repair) for gap in proof.gaps]


def with_bad_siret(line):
    """A SIRET that Excel has damaged, in its own column."""
    cells = line.split(b";")
    cells[16] = b"7,32829E+13"
    return b";".join(cells)


def test_a_line_that_never_came_in_is_a_difference(both):
    both.exported(with_bad_siret)
    proof = both.proof()
    assert gaps(proof) == [("unreadable", "CLIENTS_000001.csv:3", "scientific", "correct")]
    assert (proof.ours.count, proof.theirs.count) == (2, 2)
    assert repair(both.exchange(), proof.gaps[0]) is False
    both.exported()
    assert gaps(both.proof()) == []


def test_a_known_client_whose_line_is_refused_is_one_difference(both):
    both.exported()
    both.exported(with_bad_siret)
    assert gaps(both.proof()) == [("unreadable", "CLIENTS_000002.csv:3", "scientific", "correct")]


def test_a_line_that_hides_its_key_does_not_end_the_proof(both):
    both.exported()
    both.exported(lambda line: line.replace(b"Favre", b"Fa;vre"))
    proof = both.proof()
    assert gaps(proof) == [("unreadable", "CLIENTS_000002.csv:3", "shifted", "correct"), ("gone", "", "", "scan")]
    with pytest.raises(Unavailable) as refusal:
        repair(both.exchange(), proof.gaps[1])
    assert refusal.value.code == "partial_list"


def test_a_record_that_an_interface_tells_and_nobody_can_read_is_a_difference(tmp_path):
    bench = ODataBench(tmp_path)
    both = Both(bench)
    sync(both.exchange(), ("client",))
    both.sage.change("F_COMPTET", 2, CT_Siret="PARTICULIER")
    assert [one[0] for one in gaps(both.proof())] == ["unreadable"]
    bench.close()
