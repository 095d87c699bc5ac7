"""Whole runs, as a scheduler or a button starts them."""

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace

from ..errors import SageError, Unavailable
from ..records import ENTITIES
from .collect import collect
from .decisions import carry_out
from .exchange import Exchange
from .key_scan import scan_keys
from .proof import Proof, prove
from .pull import absorb, fetch, weigh
from .rehearsal import ReadOnlyTransport
from .report import Report
from .send import send, weigh_outbox
from .withdraw import withdraw


def sync(exchange: Exchange, entities: Sequence[str] = ENTITIES, *, rehearsal: bool = False) -> Report:
    """Bring both sides together: decisions, what SAGE has changed, what we have changed.

    Everything SAGE says is read and weighed before the first of our records is written; what we say is weighed before
    it is written into SAGE. Clients come before contacts and documents; what waits for its client is tried again in
    each run.

    :param rehearsal: give the report of the run without keeping or sending anything
    :return: :class:`Report`; `stopped` says what ended it early (`Unavailable`, `Refused`, a brake): what was kept
        until then stays, the next run goes on from there
    """

    def work(running: Exchange) -> None:
        for entity in entities:
            carry_out(running, entity)
        _pull(running, entities, fetch)
        _push(running, [entity for entity in entities if running.transport.capabilities.sends(entity)])

    return _run(exchange, "sync", work, rehearsal)


def scan(exchange: Exchange, entities: Sequence[str] = ENTITIES, *, rehearsal: bool = False) -> Report:
    """Compare all keys, as every night: set aside what is gone, fetch what was never seen, try again what was refused.

    :return: :class:`Report`
    """
    listed = [entity for entity in entities if entity in exchange.transport.capabilities.entities]
    return _run(exchange, "scan", lambda running: _scan(running, listed), rehearsal)


def prove_equality(exchange: Exchange, entities: Sequence[str] = ENTITIES) -> list[Proof]:
    """Compare both sides record by record, as every day; writes nothing but the journal of the run.

    :return: one :class:`Proof` for each entity that is exchanged this way
    """
    entities = [entity for entity in entities if entity in exchange.transport.capabilities.entities]
    proofs: list[Proof] = []
    store = exchange.store
    with store.lock():
        run = store.start_run("proof", exchange.now(), False)
        proofs.extend(prove(exchange, entity) for entity in entities)
        store.end_run(run, exchange.now(), {"kind": "proof", "proofs": [proof.figures() for proof in proofs]})
    return proofs


def _scan(exchange: Exchange, entities: Sequence[str]) -> None:
    """Scan each entity; a list that nobody can read whole does not keep the others, and is told at the end."""
    unread: list[Unavailable] = []

    def read(running: Exchange, entity: str) -> None:
        try:
            scan_keys(running, entity)
        except Unavailable as error:
            if error.code not in ("partial_list", "no_full_export"):
                raise
            unread.append(error)

    _pull(exchange, entities, read, again=True)
    if unread:
        raise unread[0]


def _pull(
    exchange: Exchange, entities: Sequence[str], read: Callable[[Exchange, str], None], again: bool = False
) -> None:
    for entity in entities:
        read(exchange, entity)
    for entity in entities:
        weigh(exchange, entity)
    exchange.step("pull.weighed")
    for entity in entities:
        absorb(exchange, entity, again)


def _push(exchange: Exchange, entities: Sequence[str]) -> None:
    for entity in entities:
        collect(exchange, entity)
        withdraw(exchange, entity)
        weigh_outbox(exchange, entity)
        exchange.step("push.weighed")
        send(exchange, entity)


def _run(exchange: Exchange, kind: str, work: Callable[[Exchange], None], rehearsal: bool) -> Report:
    report = Report(kind, rehearsal)
    running = replace(exchange, report=report)
    if rehearsal:
        running = replace(running, transport=ReadOnlyTransport(exchange.transport))
    store = exchange.store
    with store.lock(), _undone(store, rehearsal):
        run = "" if rehearsal else store.start_run(kind, exchange.now(), rehearsal)
        try:
            work(running)
        except SageError as error:
            report.stopped, report.stopped_by = error.code, error.detail
        if run:
            store.end_run(run, exchange.now(), report.figures())
    return report


@contextmanager
def _undone(store, rehearsal: bool):
    if not rehearsal:
        yield
        return
    with store.rehearsal():
        yield
