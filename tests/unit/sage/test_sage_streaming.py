"""Nothing grows with the base: questions to the store for a chunk, memory for a stream. Quiet runs write nothing."""

import tracemalloc
from collections import Counter
from random import Random

import pytest
from memory_peer import MemoryPeer
from memory_store import MemoryStore
from sage.engine import Exchange, Settings, scan, sync
from sage.records import KINDS, Cursor, Line, Page, Record
from sage.store import Store

METHODS = [name for name in vars(Store) if not name.startswith("_") and name not in ("identity",)]


class CountedStore(MemoryStore):
    """Counts what the engine asks, not what it asks itself."""

    def __init__(self):
        super().__init__()
        self.asked_for = Counter()
        self.busy = False
        for name in METHODS:
            setattr(self, name, self._counted(name, getattr(self, name)))

    def _counted(self, name, method):
        def counted(*arguments, **named):
            if self.busy or name in ("transaction", "rehearsal", "lock"):
                return method(*arguments, **named)
            self.asked_for[name] += 1
            self.busy = True
            try:
                return method(*arguments, **named)
            finally:
                self.busy = False

        return counted


def questions(records):
    """What a store is asked while a chunk of new clients and documents, then of changed ones, is taken in."""
    peer, store = MemoryPeer(page=1_000), CountedStore()
    settings = Settings(chunk=1_000, brake_minimum=10_000)
    for number in range(records):
        key = peer.add("client", {"name": f"Client {number}", "phone": f"0450{number:06d}"})
        peer.add("document", {"date": "2026-11-20", "total_untaxed": "", "client": key})
    clock = lambda: peer.clock  # noqa: E731 (a clock is a function)
    sync(Exchange(store, peer, settings=settings, now=clock, chance=Random(1)))
    peer.tick(30)
    for key in list(peer.rows["client"]):
        peer.edit("client", key, {"city": "Annecy"})
    sync(Exchange(store, peer, settings=settings, now=clock, chance=Random(1)))
    return store.asked_for


def test_as_many_questions_for_a_thousand_records_as_for_one():
    one, many = questions(1), questions(300)
    assert many == one


def questions_of_ours(records):
    """What a store is asked while new clients of ours, then changed ones, are put into the outbox."""
    peer, store = MemoryPeer(page=1_000), CountedStore()
    settings = Settings(chunk=1_000, brake_minimum=10_000, operations=0)
    exchange = Exchange(store, peer, settings=settings, now=lambda: peer.clock, chance=Random(1))
    names = [store.add("client", {"name": f"Client {number}"}) for number in range(records)]
    keys = [peer.add("client", {"name": f"Known {number}", "city": ""}) for number in range(records)]
    sync(exchange)
    for name in (*names, *(store.tables["binding"]["client", key].local for key in keys)):
        store.edit("client", name, {"city": "Annecy"})
    sync(exchange)
    assert len(store.tables["open"]) == 2 * records
    return store.asked_for


def test_as_many_questions_for_a_thousand_records_of_ours_as_for_one():
    assert questions_of_ours(300) == questions_of_ours(1)


class Endless:
    """A transport that makes its records as they are read: nothing of them is kept."""

    def __init__(self, pages, size):
        self.inner = MemoryPeer()
        self.capabilities = self.inner.capabilities
        self.pages, self.size = pages, size
        self.read_bytes = 0

    def changes(self, entity, since):
        for page in range(self.pages if entity == "document" else 0):
            records = tuple(self._record(page * self.size + number) for number in range(self.size))
            self.read_bytes += sum(
                len(value) for record in records for line in record.lines for value in line.values.values()
            )
            yield Page(records, Cursor("2026-11-21T08:00:00", records[-1].key), page == self.pages - 1)

    @staticmethod
    def _record(number):
        values = {"kind": KINDS[0], "number": f"DE{number}", "date": "2026-11-20", "reference": "x" * 17}
        # A kilobyte, each another one
        lines = tuple(Line(f"{number}.{place}", {"name": f"{number} {place} " + "x" * 240}) for place in range(4))
        return Record("document", str(number), "2026-11-21T08:00:00", values, lines, number=f"DE{number}")

    def fields(self, entity):
        return self.inner.fields(entity)

    def acknowledge(self, entity):
        pass

    everything = changes


class SieveStore(MemoryStore):
    """An inbox that counts what it is given and keeps nothing: what remains is what the engine holds itself."""

    stored = 0

    def inbox_put(self, records):
        self.stored += len(records)
        return len(records)


def peak(pages):
    """Most memory that a stream of pages takes (bytes), and the size of the stream."""
    transport, store = Endless(pages, 200), SieveStore()
    tracemalloc.start()
    try:
        sync(Exchange(store, transport, chance=Random(1)), ["document"])
        return tracemalloc.get_traced_memory()[1], store.stored
    finally:
        tracemalloc.stop()


def test_a_longer_stream_takes_no_more_memory():
    short, few = peak(5)
    long, many = peak(50)
    assert (few, many) == (1_000, 10_000)
    assert long < short * 1.2


@pytest.mark.parametrize("work", [sync, scan])
def test_a_quiet_run_writes_nothing(work):
    peer, store = MemoryPeer(), MemoryStore()
    for number in range(100):
        key = peer.add("client", {"name": f"Client {number}"})
        peer.add("document", {"date": "2026-11-20", "client": key})
    exchange = Exchange(store, peer, now=lambda: peer.clock, chance=Random(1))
    assert sync(exchange).total("created") == 200
    peer.tick(5)
    store.writes.clear()
    report = work(exchange)
    assert (dict(store.writes), dict(peer.writes), report.stopped) == ({}, {}, "")
