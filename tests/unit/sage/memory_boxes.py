"""Inbox and outbox of the store in memory."""

from collections import Counter
from dataclasses import replace

from sage.cursor import surely_older
from sage.store import DEAD, OPEN_OPERATIONS, PENDING, SENDING, SENT, InboxRow

ABSENT = object()


class Duplicate(AssertionError):
    """A unique key was broken."""


def _told(known, place, told):
    """Whether another file has brought the same line, refused for the same reason."""
    entity, source, line, raw = place
    return line and any(
        (one[0], one[3], why[0]) == (entity, raw, told[0]) and one[2] and one[1] != source for one, why in known.items()
    )


class MemoryBoxes:
    """Part of :class:`memory_store.MemoryStore`: it has the tables and writes through `_put`."""

    # --- inbox
    def inbox_put(self, records):
        new = 0
        for record in records:
            place = (record.entity, record.key)
            waiting = self.tables["inbox"].get(place)
            if waiting is not None:
                same = waiting.record.digest() == record.digest()
                if same or surely_older(record.stamp, waiting.record.stamp):
                    continue
            binding = self.tables["binding"].get(place)
            if binding is not None and surely_older(record.stamp, binding.stamp):
                continue
            self._put("inbox", place, self._row(record))
            new += 1
        return new

    def _row(self, record):
        return InboxRow(next(self._ids), record)

    def inbox(self, entity, states, after, limit):
        rows = [
            row
            for (kind, _key), row in self.tables["inbox"].items()
            if kind == entity and row.state in states and row.id > after
        ]
        return sorted(rows, key=lambda row: row.id)[:limit]

    def count_inbox(self, entity, states):
        return sum(kind == entity and row.state in states for (kind, _key), row in self.tables["inbox"].items())

    def inbox_done(self, ids):
        done = set(ids)
        for place in [place for place, row in self.tables["inbox"].items() if row.id in done]:
            self._put("inbox", place, ABSENT)

    def inbox_state(self, rows):
        for row in rows:
            self._put("inbox", (row.record.entity, row.record.key), row)

    def reject(self, entity, rows):
        places = {(entity, bad.source, bad.line, bad.raw): (bad.code, bad.detail) for bad in rows}
        known = self.tables["rejected"]
        new = {place: told for place, told in places.items() if place not in known and not _told(known, place, told)}
        for place, told in new.items():
            self._put("rejected", place, told)
        return len(new)

    # --- outbox
    def outbox_put(self, operation):
        known = self.tables["effect"].get(operation.idempotency)
        if known is not None:
            return self.tables["outbox"][known]
        if operation.local in self.outbox_of(operation.entity, [operation.local]):
            raise Duplicate(operation.idempotency)
        stored = replace(operation, id=next(self._ids))
        self._put("outbox", stored.id, stored)
        self._put("effect", stored.idempotency, stored.id)
        self._put("open", (stored.entity, stored.local), stored.id)
        return stored

    def outbox_put_all(self, operations):
        return [self.outbox_put(operation) for operation in operations]

    def outbox_of(self, entity, locals_):
        places, table = self.tables["open"], self.tables["outbox"]
        return {local: table[places[entity, local]] for local in locals_ if (entity, local) in places}

    def outbox_unsent(self, entity, after, limit):
        rows = [
            operation
            for operation in self.tables["outbox"].values()
            if operation.entity == entity and operation.verb == "create" and operation.id > after
            if operation.state == PENDING or (operation.state == DEAD and not operation.attempts)
        ]
        return sorted(rows, key=lambda operation: operation.id)[:limit]

    def outbox_due(self, entity, now, after, limit):
        return sorted(self._due(entity, now, after), key=lambda operation: operation.id)[:limit]

    def _due(self, entity, now, after=0):
        ids = list(self.tables["open"].values())
        return [
            operation
            for operation in (self.tables["outbox"][number] for number in ids)
            if operation.entity == entity and operation.state in (PENDING, SENDING) and operation.id > after
            if operation.next_try is None or operation.next_try <= now
        ]

    def count_due(self, entity, now):
        return Counter(operation.verb for operation in self._due(entity, now))

    def outbox_sent(self, entity, before, limit):
        rows = self.tables["outbox"].values()
        return [op for op in rows if op.entity == entity and op.state == SENT and op.next_try < before][:limit]

    def outbox_save(self, operations):
        for operation in operations:
            place = (operation.entity, operation.local)
            self._put("outbox", operation.id, operation)
            is_open = operation.state in OPEN_OPERATIONS
            if is_open and self.tables["open"].get(place) not in (None, operation.id):
                raise Duplicate(operation.idempotency)
            if is_open or self.tables["open"].get(place) == operation.id:
                self._put("open", place, operation.id if is_open else ABSENT)

    def outbox_marks(self, entity, marks):
        wanted = set(marks)
        rows = self.tables["outbox"].values()
        return {op.mark: op for op in rows if op.entity == entity and op.verb == "create" and op.mark in wanted}
