"""A SAGE that exports clients and documents, imports clients only and knows no contacts: the exchange goes on."""

from random import Random

import pytest
from memory_store import MemoryStore
from sage.engine import Exchange, prove_equality, repair, scan, sync
from sage.profiles import load
from sage.transports.csv_folder.ledger import FolderLedger
from sage.transports.csv_folder.transport import FolderTransport

CLIENTS = "Code client;Nom;Code postal;Observations;Clé Odoo\r\nC1;DUPONT;74000;;\r\nC2;AUTRE;74000;x;\r\n"
DOCUMENTS = (
    "N° document;Type;Date;Code client;Total HT;Total TTC;N° ligne;Désignation;Quantité;Prix unitaire;"
    "TVA;Montant HT\r\n"
    "DE1;Devis;05/11/2026;C1;100,00;120,00;1;Pose;1;100;20;100,00\r\n"
)
QUOTE = {"kind": "quotation", "date": "2026-11-20", "total_untaxed": "100", "total_tax": "20", "total": "120"}


class Both:
    """Our side in memory, a folder as Batigest fills it."""

    def __init__(self, root):
        self.root, self.store = root, MemoryStore()
        self.transport = FolderTransport(root, load("batigest"), FolderLedger(":memory:"), now=lambda: 1e12)
        self.drop("clients.csv", CLIENTS)
        self.drop("documents.csv", DOCUMENTS)
        self.went(sync)
        self.client = self.store.tables["binding"]["client", "C1"].local

    def exchange(self):
        return Exchange(self.store, self.transport, chance=Random(1))

    def drop(self, name, text):
        (self.root / "depuis_sage" / name).write_bytes(text.encode("cp1252"))

    def went(self, work):
        """A run that goes to its end."""
        report = work(self.exchange())
        assert not report.stopped, (report.stopped, report.stopped_by)
        return report

    def gaps(self):
        return [(gap.entity, gap.kind, gap.key) for proof in prove_equality(self.exchange()) for gap in proof.gaps]


@pytest.fixture
def both(tmp_path):
    return Both(tmp_path)


def test_everything_goes_to_its_end_and_both_sides_are_equal(both):
    both.went(scan)
    assert [proof.entity for proof in prove_equality(both.exchange())] == ["client", "document"]
    assert both.gaps() == []


def test_people_of_a_client_stay_here_and_stop_nothing(both):
    both.store.add("contact", {"last_name": "Favre"}, parent=both.client)
    both.store.add("client", {"name": "Nouveau", "zip": "74000"})
    assert both.went(sync).total("sent_create") == 1
    (name,) = [path.name for path in (both.root / "vers_sage").iterdir()]
    assert name.startswith("clients_create_")
    both.went(scan)


def test_a_quotation_that_sage_cannot_import_is_no_dead_letter_but_a_difference(both):
    quote = both.store.add("document", QUOTE, parent=both.client)
    both.went(sync)
    assert not both.store.tables["outbox"]
    gaps = [gap for proof in prove_equality(both.exchange()) for gap in proof.gaps]
    assert [(gap.entity, gap.kind, gap.local) for gap in gaps] == [("document", "only_odoo", quote)]
    repair(both.exchange(), gaps[0])
    assert not both.store.tables["outbox"]


def test_a_list_that_nobody_can_read_whole_does_not_keep_the_others(both):
    """A line that hides its key: no client is said to be gone, documents are compared all the same."""
    both.drop("clients.csv", CLIENTS.replace("AUTRE", "AU;TRE"))
    both.drop("documents.csv", DOCUMENTS.splitlines(True)[0])
    both.went(sync)
    report = scan(both.exchange())
    assert (report.stopped, report.stopped_by) == ("partial_list", "clients.csv:3")
    assert [(entry.entity, entry.verb) for entry in report.entries] == [("document", "gone")]
    assert len(both.store.tables["archived"]) == 1


def test_a_refused_line_of_a_new_client_does_not_stop_the_comparison(both):
    both.drop("clients.csv", CLIENTS + "C3;=cmd;74000;;\r\n")
    both.went(sync)
    both.went(scan)
    assert both.gaps() == [("client", "unreadable", "clients.csv:4")]
