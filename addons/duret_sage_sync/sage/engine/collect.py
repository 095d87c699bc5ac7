"""From our side to the outbox: what our records say that SAGE does not know yet."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from ..errors import BadData
from ..mapping import LINKS
from ..merge import Side, merge
from ..projection import decode
from ..records import CLIENT, digest
from ..store import (
    CONFIRMED,
    CREATE,
    DEAD,
    GONE,
    OPEN_OPERATIONS,
    PENDING,
    SENDING,
    SENT,
    UPDATE,
    WITHDRAWN,
    Applied,
    Binding,
    Change,
    Conflict,
    LocalRecord,
    Operation,
)
from .exchange import Exchange
from .planning import BOTH_CHANGED, agreed, conflicts_of, hold_refused, is_known, last_known, ours_of, owner_of


def collect(exchange: Exchange, entity: str) -> None:
    """Put what our side has changed into the outbox, chunk by chunk, each in one transaction."""
    after = ""
    while records := exchange.store.changed_locals(entity, after, exchange.settings.chunk):
        after = records[-1].id
        with exchange.store.transaction():
            _Collector(exchange, entity, records).collect()
        exchange.step("push.collected")


class _Collector:
    """One chunk of records of our side."""

    def __init__(self, exchange: Exchange, entity: str, records: Sequence[LocalRecord]) -> None:
        store, ids = exchange.store, [record.id for record in records]
        self._exchange = exchange
        self._entity = entity
        self._records = records
        self._bindings = store.bindings_of(entity, ids)
        self._operations = store.outbox_of(entity, ids)
        self._conflicts = store.conflicts(entity, [binding.key for binding in self._bindings.values()])
        strangers = [record for record in records if record.id not in self._bindings]
        self._asked = store.asked(entity, [record.id for record in strangers]) if strangers else set()
        parents = {record.parent for record in strangers if record.parent}
        self._parents = store.bindings_of(CLIENT, parents) if parents else {}
        # What is to be kept, written once for the whole chunk
        self._agreed: list[Binding] = []
        self._new: list[Operation] = []
        self._kept: list[Operation] = []

    def collect(self) -> None:
        for record in self._records:
            binding = self._bindings.get(record.id)
            try:
                if binding is None:
                    self._collect_new(record)
                elif binding.state != GONE:
                    self._collect_changed(record, binding)
            except BadData as fault:
                # A value of ours that cannot be written for SAGE: the record stays as it is and is told at each run.
                self._exchange.report.note(self._entity, "unsent", local=record.id, detail=str(fault))
        self._write()

    def _write(self) -> None:
        """Write what was gathered: one statement of each kind, whatever the number of records."""
        store = self._exchange.store
        if self._agreed:
            store.save_bindings(self._agreed)
        if self._new:
            stored = zip(self._new, store.outbox_put_all(self._new), strict=True)
            # The same effect once more after it was confirmed or withdrawn: the row is used again.
            self._kept += [_again(one, known) for one, known in stored if known.state not in OPEN_OPERATIONS]
        if self._kept:
            store.outbox_save(self._kept)

    def _collect_new(self, record: LocalRecord) -> None:
        """A record that SAGE shall have, unless it waits for its client or for a person."""
        exchange, operation = self._exchange, self._operations.get(record.id)
        if not exchange.ownership.may_be_created(self._entity, record.values):
            return
        if record.id in self._asked:
            exchange.report.note(self._entity, "unsent", local=record.id, detail="asked")
            return
        if self._entity != CLIENT and not self._has_client(record):
            exchange.report.note(self._entity, "unsent", local=record.id, detail="no_client")
            return
        held = exchange.transport.fields(self._entity)
        told = {name: value for name, value in record.values.items() if name in held and name not in LINKS}
        payload = exchange.ownership.sent_on_creation(self._entity, exchange.projection.project(self._entity, told))
        self._put(record, operation, CREATE, payload, exchange.projection.lines(record.lines) or None, None)

    def _has_client(self, record: LocalRecord) -> bool:
        client = self._parents.get(record.parent)
        return client is not None and client.state != GONE

    def _collect_changed(self, record: LocalRecord, binding: Binding) -> None:
        """Merge with what SAGE was last seen to hold."""
        exchange, known = self._exchange, self._conflicts.get(binding.key, {})
        theirs = last_known(binding, known)
        ours = ours_of(exchange, record, theirs)
        owners = owner_of(exchange, self._entity, theirs.values, bool(binding.mark))
        base = Side(binding.base, binding.base_lines)
        outcome = merge(self._entity, base, ours, theirs, owners)
        standing = conflicts_of(binding.key, record, outcome, BOTH_CHANGED, binding.stamp)
        standing = [_keep_reason(conflict, known) for conflict in standing]
        standing += hold_refused(binding.key, record, ours, theirs, outcome, known)
        self._write_conflicts(standing, known)
        version = record.version
        if outcome.changes_ours:
            version = self._restore(record, outcome)
        after = replace(agreed(binding, outcome, standing), version=version)
        self._agreed.append(after)
        operation = self._operations.get(record.id)
        if outcome.changes_theirs:
            self._put(record, operation, UPDATE, outcome.push, outcome.push_lines, after)
        elif operation is not None and operation.state in (PENDING, DEAD):
            self._kept.append(replace(operation, state=CONFIRMED, code=""))

    def _write_conflicts(self, standing: list[Conflict], known: dict[str, Conflict]) -> None:
        new = [conflict for conflict in standing if not is_known(conflict, known)]
        names = {conflict.field for conflict in standing}
        settled = [conflict for name, conflict in known.items() if name not in names]
        if new:
            self._exchange.store.save_conflicts(new)
        if settled:
            self._exchange.store.settle_conflicts(settled)

    def _restore(self, record: LocalRecord, outcome) -> str:
        """Bring back what SAGE owns; gives the new version of our record."""
        values = decode(self._entity, outcome.apply)
        change = Change(self._entity, record.id, values, outcome.apply_lines)
        (result,) = self._exchange.store.apply([change])
        fields = " ".join(sorted(outcome.apply))
        if isinstance(result, Applied):
            self._exchange.report.note(self._entity, "restored", local=record.id, detail=fields)
            return result.version
        self._exchange.report.note(self._entity, "rejected", local=record.id, detail=result.code)
        return record.version

    def _put(self, record: LocalRecord, operation: Operation | None, verb: str, payload, lines, binding) -> None:
        """Store what is to be sent: in the open operation of the record when there is one that may still change."""
        wanted = self._operation(record, verb, payload, lines, binding)
        if operation is None:
            self._new.append(wanted)
            return
        same = (operation.verb, operation.payload, operation.lines) == (verb, wanted.payload, wanted.lines)
        unknown = operation.state == SENDING or (operation.state == DEAD and operation.attempts)
        if operation.verb == CREATE and (unknown or operation.state == SENT):
            # Nobody knows whether SAGE has it: what was sent stays written here, the rest follows as a change.
            return
        if same and operation.state in (PENDING, SENDING, SENT, DEAD):
            if operation.version != record.version:
                self._kept.append(replace(operation, version=record.version))
            return
        state = SENDING if operation.state == SENDING else PENDING
        again = replace(wanted, id=operation.id, idempotency=operation.idempotency, state=state)
        self._kept.append(replace(again, attempts=operation.attempts if state == SENDING else 0))

    def _operation(self, record: LocalRecord, verb: str, payload, lines, binding: Binding | None) -> Operation:
        mark = binding.mark if binding is not None else mark_for(self._exchange, self._entity, record.id)
        return Operation(
            self._entity,
            record.id,
            verb,
            idempotency_of(self._entity, record.id, verb, binding, payload, lines),
            mark,
            dict(payload),
            lines,
            key=binding.key if binding is not None else "",
            version=record.version,
        )


def _again(operation: Operation, known: Operation) -> Operation:
    """Open a closed row again; what was withdrawn after it had been tried is searched in SAGE before it is sent."""
    return replace(operation, id=known.id, attempts=known.attempts if known.state == WITHDRAWN else 0)


def _keep_reason(conflict: Conflict, known: dict[str, Conflict]) -> Conflict:
    """A conflict that stands keeps its reason and the moment of SAGE's side."""
    before = known.get(conflict.field)
    return conflict if before is None else replace(conflict, reason=before.reason, stamp=before.stamp)


def mark_for(exchange: Exchange, entity: str, local: str) -> str:
    """Give the mark a record of ours bears in SAGE: the same at each attempt, another in each database.

    :return: A-Z and 2-7, as long as SAGE's field (`mark_length`)
    """
    text = f"{exchange.store.identity}/{entity}/{local}"
    letters = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return letters[: exchange.transport.capabilities.mark_length]


def idempotency_of(entity: str, local: str, verb: str, binding: Binding | None, payload, lines) -> str:
    """Name an effect: a creation by its record, a change by the agreement it starts from and what it writes."""
    if binding is None:
        return f"{verb}/{entity}/{local}"
    return f"{verb}/{entity}/{local}/{binding.revision}/{digest(payload, lines or ())[:16]}"
