"""The engine over each transport and the simulated SAGE: files, OData, SOAP and SQL end in the same equality."""

from random import Random

import pytest
from memory_store import MemoryStore
from sage.engine import Exchange, Killed, Settings, prove_equality, scan, sync
from sage.records import Line
from sage.store import OURS
from sim import schema
from sim.benches import BENCHES
from sim.people import FULL_CLIENT, FULL_VALUES, quotation

SETTINGS = Settings(chunk=10, brake_minimum=1_000)
BUSY = ("sent_create", "sent_update", "created", "updated", "bound")
LONG = "Syndicat des copropriétaires de la résidence « Les Terrasses du Semnoz » bâtiments A à F"
LINES = (
    Line(
        "",
        {
            "product": "CAB",
            "name": "Câble posé ; 3G2,5",
            "quantity": "2",
            "unit": "U",
            "unit_price": "50",
            "discount": "",
            "tax_code": "C20",
            "tax_rate": "20",
            "untaxed": "100",
        },
    ),
)
QUOTE = {"kind": "quotation", "date": "2026-11-20", "total_untaxed": "100", "total_tax": "20", "total": "120"}


class Both:
    """Our side in memory, SAGE simulated."""

    def __init__(self, bench):
        self.bench, self.sage, self.store = bench, bench.sage, MemoryStore()
        self.hook = None

    def exchange(self):
        clock = self.sage.clock
        return Exchange(
            self.store, self.bench.transport, settings=SETTINGS, now=lambda: clock.now, chance=Random(1), hook=self.hook
        )

    def sync(self, work=sync):
        """SAGE shows what it has, a run goes, SAGE takes what was sent."""
        self.sage.clock.tick(minutes=20)
        self.bench.show()
        report = work(self.exchange())
        self.bench.take()
        return report

    def settle(self):
        """Runs until a run finds nothing to do and nothing waits for SAGE's import; gives what still differs."""
        for _time in range(6):
            report = self.sync()
            assert not report.stopped, (report.stopped, report.stopped_by)
            if not report.total(*BUSY) and not self.store.tables["open"]:
                break
        self.bench.show()
        return prove_equality(self.exchange())

    def ours(self, entity, key):
        return self.store.tables["local"][entity, self.store.tables["binding"][entity, str(key)].local]

    def key(self, entity, local):
        return self.store.tables["place"][entity, local]


def gaps(proofs):
    """What differs; without gaps both sides have the same counts, sums and fingerprints."""
    assert all(proof.is_equal == (not proof.gaps) for proof in proofs)
    return [(gap.entity, gap.kind, gap.field, gap.ours, gap.theirs) for proof in proofs for gap in proof.gaps]


@pytest.fixture(params=sorted(BENCHES))
def any_bench(request, tmp_path):
    made = BENCHES[request.param](tmp_path)
    yield made
    made.close()


@pytest.fixture(params=("csv", "odata", "x3"))
def writer(request, tmp_path):
    made = BENCHES[request.param](tmp_path)
    yield made
    made.close()


def test_sage_arrives_whole_and_both_sides_are_proved_equal(any_bench):
    both = Both(any_bench)
    client = any_bench.sage.client(**FULL_CLIENT)
    any_bench.sage.contact(CT_Num="C0001", CT_Nom="Œuvrard", CT_Prenom="Léa", CT_TelPortable="0612345678")
    document = quotation(any_bench.sage)
    assert gaps(both.settle()) == []
    told = {name: FULL_VALUES[name] for name in ("number", "name", "street", "siret", "vat", "zip")}
    assert {name: both.ours("client", client).values[name] for name in told} == told
    assert both.ours("client", client).values["phone"] == "+33450123456"
    assert both.ours("document", document).parent == both.ours("client", client).id
    assert both.ours("document", document).values["total"] == "296.80"
    written = dict(both.store.writes)
    both.sync()
    assert dict(both.store.writes) == written


def test_ours_arrives_in_sage_once_and_comes_back_equal(writer):
    both = Both(writer)
    client = both.store.add("client", {"name": LONG, "zip": "74000", "city": "Annecy", "phone": "+33450123456"})
    person = both.store.add("contact", {"last_name": "Favre", "mobile": "+33612345678"}, parent=client)
    quote = both.store.add("document", QUOTE, LINES, parent=client)
    assert gaps(both.settle()) == []
    (row,) = writer.sage.rows("F_COMPTET")
    assert row["CT_Intitule"] == LONG[:69].rstrip()
    assert both.store.tables["local"]["client", client].values["name"] == LONG
    assert both.store.tables["local"]["client", client].values["number"] == row["CT_Num"]
    assert len(writer.sage.rows("F_CONTACTT")) == len(writer.sage.rows("F_DOCENTETE")) == 1
    assert both.key("contact", person)
    (line,) = writer.sage.lines(int(both.key("document", quote)))
    assert line["DL_Design"] == "Câble posé ; 3G2,5"


def test_edits_meet_and_a_conflict_is_decided(writer):
    both = Both(writer)
    marq = writer.sage.client(**FULL_CLIENT)
    both.settle()
    local = both.ours("client", marq).id
    both.store.edit("client", local, {"city": "Péronnas", "comment": "ici"})
    writer.sage.clock.tick(minutes=3)
    writer.sage.update("F_COMPTET", marq, CT_Commentaire="là-bas", CT_Telephone="0611223344")
    found = gaps(both.settle())
    assert found == [("client", "conflict", "comment", "ici", "là-bas")]
    assert writer.sage.row("F_COMPTET", marq)["CT_Ville"] == "Péronnas"
    assert both.ours("client", marq).values["phone"] == "+33611223344"
    both.store.decide("client", str(marq), "comment", OURS)
    assert gaps(both.settle()) == []
    assert writer.sage.row("F_COMPTET", marq)["CT_Commentaire"] == "ici"


def test_transformations_renames_and_deletions(writer):
    both = Both(writer)
    marq = writer.sage.client(**FULL_CLIENT)
    other = writer.sage.client(CT_Num="C0002", CT_Intitule="Partira")
    document = quotation(writer.sage)
    both.settle()
    place = both.ours("document", document).id
    writer.sage.clock.tick(minutes=3)
    number = writer.sage.transform(document, schema.INVOICE)
    writer.sage.rename_client(marq, "C9999")
    writer.sage.delete("F_COMPTET", other)
    gone = both.ours("client", other).id
    both.sync()
    report = both.sync(scan)
    assert not report.stopped, (report.stopped, report.stopped_by)
    assert both.ours("document", document).id == place
    assert both.ours("document", document).values["kind"] == "invoice"
    assert both.ours("document", document).values["number"] == number
    assert both.ours("client", marq).values["number"] == "C9999"
    assert both.store.tables["archived"] == {("client", gone): "deleted_in_sage"}
    assert gaps(both.settle()) == []


@pytest.mark.parametrize("step", ["push.marked", "push.sent", "push.answered", "push.inside", "pull.stored"])
def test_killed_and_run_again_creates_nothing_twice(writer, step):
    both = Both(writer)
    client = both.store.add("client", {"name": "Favre", "zip": "74000"})
    both.store.add("document", QUOTE, LINES, parent=client)
    for _time in range(2):

        def hook(passed):
            if passed == step:
                raise Killed(passed)

        both.hook = hook
        both.sage.clock.tick(minutes=20)
        writer.show()
        try:
            sync(both.exchange())
        except Killed:
            both.store._locked = False
        both.hook = None
        assert gaps(both.settle()) == []
    assert len(writer.sage.rows("F_COMPTET")) == len(writer.sage.rows("F_DOCENTETE")) == 1
