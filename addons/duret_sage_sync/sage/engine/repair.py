"""« Réparer » beside a gap of the proof: the same rules as any run, applied to one record now."""

from dataclasses import replace

from ..errors import Refused
from ..store import DEAD, HELD, NEW, REJECTED, WAITING, InboxRow
from .absorb import absorb_rows
from .collect import collect
from .decisions import replay
from .exchange import Exchange
from .key_scan import scan_keys
from .proof import PULL, PUSH, REPLAY, SCAN, Gap
from .pull import absorb
from .send import send, weigh_outbox
from .withdraw import withdraw


def repair(exchange: Exchange, gap: Gap) -> bool:
    """Do what closes a gap, when a machine may.

    Nothing is forced: SAGE's record is merged again with ours, ours is compared again, keys are compared again. A
    value on both sides that was never agreed on becomes a conflict, as in any run.

    :return: False when a person is needed first (a conflict, a question, a value that cannot be read)
    :raise SageError: what stops a run, or why our side still refuses SAGE's record
    """
    with exchange.store.lock():
        if gap.repair == SCAN:
            scan_keys(exchange, gap.entity)
            absorb(exchange, gap.entity)
        elif gap.repair == PULL:
            return _pull(exchange, gap)
        elif gap.repair in (PUSH, REPLAY):
            _push(exchange, gap)
        else:
            return False
    return True


def _pull(exchange: Exchange, gap: Gap) -> bool:
    """Merge SAGE's present record again, although it has not changed since it was last taken in."""
    store, entity = exchange.store, gap.entity
    record = exchange.transport.read(entity, gap.key)
    if record is None:
        return False
    with store.transaction():
        bindings = store.bindings(entity, [gap.key])
        store.save_bindings([replace(binding, digest="", version="") for binding in bindings.values()])
        store.inbox_put([record])
    row = _waiting(exchange, gap)
    if row is not None:
        absorb_rows(exchange, entity, [row])
        row = _waiting(exchange, gap)
    if row is not None and row.state == HELD:
        return False
    if row is not None:
        raise Refused(row.code, row.detail)
    _push(exchange, gap)
    return True


def _waiting(exchange: Exchange, gap: Gap) -> InboxRow | None:
    """Give the row of the inbox of this record, whatever it waits for."""
    store, after = exchange.store, 0
    while rows := store.inbox(gap.entity, (NEW, WAITING, HELD, REJECTED), after, exchange.settings.chunk):
        after = rows[-1].id
        found = next((row for row in rows if row.record.key == gap.key), None)
        if found is not None:
            return found
    return None


def _push(exchange: Exchange, gap: Gap) -> None:
    """Compare ours again and send what SAGE does not have; what was given up is tried again."""
    store, entity = exchange.store, gap.entity
    dead = store.outbox_of(entity, [gap.local] if gap.local else []).get(gap.local)
    if dead is not None and dead.state == DEAD:
        replay(exchange, dead)
    if not exchange.transport.capabilities.sends(entity):
        return
    collect(exchange, entity)
    withdraw(exchange, entity)
    weigh_outbox(exchange, entity)
    send(exchange, entity)
