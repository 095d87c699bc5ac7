"""Deletions leave no trace in SAGE's moments of modification: once a night all keys are compared.

What is gone there is set aside and flagged here; nothing is ever deleted. What is there and was never seen here (a
moment that the cursor passed over) is fetched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..errors import BadData
from ..records import Record
from ..store import DEAD, GONE
from .brakes import brake
from .exchange import Exchange


def scan_keys(exchange: Exchange, entity: str) -> None:
    """Compare the keys of one entity; records to take in are put into the inbox.

    :raise BrakeOn: `would_vanish`, before anything is written
    :raise Unavailable: nothing was compared; half a list is no list
    """
    store, transport = exchange.store, exchange.transport
    if not transport.capabilities.lists_keys:
        return
    gap = store.compare_keys(entity, transport.keys(entity))
    exchange.step("scan.compared")
    brake(exchange, "would_vanish", len(gap.missing), store.count_bindings(entity))
    size = exchange.settings.chunk
    for keys in _chunks(gap.missing, size):
        _set_aside(exchange, entity, keys)
    if not transport.capabilities.answers_at_once:
        # Whatever the last export holds was read, or will be: what is not bound waits, or was refused with its reason.
        return
    for keys in _chunks(gap.unknown, size):
        _fetch(exchange, entity, keys)


def _chunks(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _set_aside(exchange: Exchange, entity: str, keys: Sequence[str]) -> None:
    """Archive and flag, once SAGE has said for each key that it is gone."""
    store, transport = exchange.store, exchange.transport
    live = transport.capabilities.answers_at_once
    still, unreadable = _read(exchange, entity, keys) if live else ({}, {})
    gone = [key for key in keys if key not in still and key not in unreadable]
    with store.transaction():
        if still:
            store.inbox_put(list(still.values()))
        if unreadable:
            store.reject(entity, list(unreadable.values()))
        bindings = list(store.bindings(entity, gone).values())
        locals_ = [binding.local for binding in bindings]
        store.archive(entity, locals_, "deleted_in_sage")
        store.save_bindings([replace(binding, state=GONE, revision=binding.revision + 1) for binding in bindings])
        operations = store.outbox_of(entity, locals_).values()
        store.outbox_save([replace(operation, state=DEAD, code="not_found") for operation in operations])
        exchange.step("scan.archived")
    for binding in bindings:
        exchange.report.note(entity, "gone", key=binding.key, local=binding.local)


def _fetch(exchange: Exchange, entity: str, keys: Sequence[str]) -> None:
    """Put records that were never seen into the inbox."""
    found, unreadable = _read(exchange, entity, keys)
    with exchange.store.transaction():
        if found:
            exchange.store.inbox_put(list(found.values()))
        if unreadable:
            exchange.store.reject(entity, list(unreadable.values()))


def _read(exchange: Exchange, entity: str, keys: Sequence[str]) -> tuple[dict[str, Record], dict[str, BadData]]:
    """Read records one by one: those that are there, and those that are there but cannot be understood."""
    found, unreadable = {}, {}
    for key in keys:
        try:
            record = exchange.transport.read(entity, key)
        except BadData as fault:
            # Once each: the key stands for the line of a file.
            unreadable[key] = BadData(0, fault.code, fault.detail, source=f"key {key}", raw=fault.raw)
            continue
        if record is not None:
            found[key] = record
    return found, unreadable
