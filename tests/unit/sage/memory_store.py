"""The engine's store in memory: transactions that undo, unique keys that hold, and a count of every write."""

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from memory_boxes import ABSENT, Duplicate, MemoryBoxes
from sage.dedupe import match_keys
from sage.errors import BadData, Unavailable
from sage.mapping import LINKS
from sage.records import FIELDS, INVOICE_KINDS
from sage.store import (
    GONE,
    Applied,
    Candidate,
    KeyGap,
    LocalRecord,
)
from sage.transitions import CANCELLED


class MemoryStore(MemoryBoxes):
    """See `sage.store.Store`."""

    def __init__(self, identity="memory"):
        self.identity = identity
        self.tables = defaultdict(dict)
        self.writes = Counter()
        self.refuses = lambda change: ""
        self.before_commit = lambda: None
        self._undo = []
        self._depth = 0
        self._locked = False
        self._ids = count(1)
        self._index = defaultdict(set)  # (entity, kind, value) -> local ids

    # --- transactions
    def _put(self, table, key, value):
        rows = self.tables[table]
        before = rows.get(key, ABSENT)
        if before is not ABSENT and before == value:
            return
        if self._depth:
            self._undo.append((table, key, before))
        self._set(table, key, value)
        self.writes[table] += 1

    def _set(self, table, key, value):
        rows = self.tables[table]
        if table == "local":
            self._reindex(key, rows.get(key), None if value is ABSENT else value)
        if value is ABSENT:
            rows.pop(key, None)
        else:
            rows[key] = value

    def _reindex(self, key, before, after):
        entity = key[0]
        for found in () if before is None else match_keys(entity, before.values, before.parent):
            self._index[entity, *found].discard(key[1])
        for found in () if after is None else match_keys(entity, after.values, after.parent):
            self._index[entity, *found].add(key[1])

    @contextmanager
    def transaction(self):
        mark = len(self._undo)
        self._depth += 1
        try:
            yield
            if self._depth == 1:
                self.before_commit()
        except BaseException:
            self._back_to(mark)
            raise
        finally:
            self._depth -= 1
            if not self._depth:
                self._undo.clear()

    @contextmanager
    def rehearsal(self):
        self._depth += 1
        before = Counter(self.writes)
        mark = len(self._undo)
        try:
            yield
        finally:
            self._back_to(mark)
            self._depth -= 1
            self.writes = before

    def _back_to(self, mark):
        while len(self._undo) > mark:
            self._set(*self._undo.pop())

    @contextmanager
    def lock(self):
        if self._locked:
            raise Unavailable("locked")
        self._locked = True
        try:
            yield
        finally:
            self._locked = False

    # --- our people
    def add(self, entity, values, lines=(), parent=None):
        """Somebody of ours makes a record; gives its id."""
        local = f"{entity}{next(self._ids):07d}"
        told = {name: "" for name in FIELDS[entity] if name not in LINKS} | dict(values)
        record = LocalRecord(entity, local, told, tuple(lines), self._version(), parent, "Claire")
        self._put("local", (entity, local), record)
        return local

    def edit(self, entity, local, values, lines=None):
        """Somebody of ours changes a record; an invoice that came from SAGE refuses."""
        record = self.tables["local"][entity, local]
        if record.values.get("kind") in INVOICE_KINDS:
            raise PermissionError(local)
        changed = {**record.values, **values}
        lines = record.lines if lines is None else tuple(lines)
        if (changed, lines) != (record.values, record.lines):
            self._put("local", (entity, local), replace(record, values=changed, lines=lines, version=self._version()))

    def _version(self):
        return f"v{next(self._ids)}"

    # --- bindings
    def bindings(self, entity, keys):
        table = self.tables["binding"]
        return {key: table[entity, key] for key in keys if (entity, key) in table}

    def bindings_of(self, entity, locals_):
        places, table = self.tables["place"], self.tables["binding"]
        found = {local: places[entity, local] for local in locals_ if (entity, local) in places}
        return {local: table[entity, key] for local, key in found.items()}

    def bindings_numbered(self, entity, numbers):
        wanted = set(numbers)
        found = [b for (kind, _key), b in self.tables["binding"].items() if kind == entity and b.number in wanted]
        return {b.number: b for b in sorted(found, key=lambda b: b.state != GONE)}

    def save_bindings(self, bindings):
        for binding in bindings:
            place = self.tables["place"].get((binding.entity, binding.local))
            if place not in (None, binding.key):
                raise Duplicate(f"{binding.local} is bound to {place} and {binding.key}")
            before = self.tables["binding"].get((binding.entity, binding.key))
            if before is not None and before.local != binding.local:
                self._put("place", (binding.entity, before.local), ABSENT)
            self._put("place", (binding.entity, binding.local), binding.key)
            self._put("binding", (binding.entity, binding.key), binding)

    def rebind(self, entity, old, new):
        binding = self.tables["binding"][entity, old]
        self._put("binding", (entity, old), ABSENT)
        self._put("binding", (entity, new), replace(binding, key=new))
        self._put("place", (entity, binding.local), new)
        for table in ("conflict", "proposal", "inbox"):
            self._follow(table, entity, old, new)
        for operation in self.outbox_of(entity, [binding.local]).values():
            self._put("outbox", operation.id, replace(operation, key=new))

    def _follow(self, table, entity, old, new):
        """What waits under a key goes to the new one, unless something of its kind waits there."""
        for place, row in list(self.tables[table].items()):
            if place[:2] != (entity, old):
                continue
            there = (entity, new, *place[2:])
            if table == "inbox":
                row = replace(row, record=replace(row.record, key=new))
            else:
                row = replace(row, key=new)
            if there not in self.tables[table]:
                self._put(table, there, row)
                self._put(table, place, ABSENT)
            elif table == "inbox":
                self._put(table, place, ABSENT)
            elif table == "proposal" and not row.decision:
                self._put(table, place, replace(row, key=old, held=False))

    def count_bindings(self, entity):
        return sum(kind == entity and b.state != GONE for (kind, _key), b in self.tables["binding"].items())

    def compare_keys(self, entity, keys):
        listed = set(keys)
        known = {key for (kind, key), b in self.tables["binding"].items() if kind == entity and b.state != GONE}
        return KeyGap(len(listed), sorted(known - listed), sorted(listed - known))

    # --- records of our side
    def locals(self, entity, ids):
        table = self.tables["local"]
        return {local: table[entity, local] for local in ids if (entity, local) in table}

    def changed_locals(self, entity, after, limit):
        found = [
            record
            for (kind, local), record in self.tables["local"].items()
            if kind == entity and local > after and self._is_changed(entity, record)
        ]
        return sorted(found, key=lambda record: record.id)[:limit]

    def _is_changed(self, entity, record):
        binding = self.bindings_of(entity, [record.id]).get(record.id)
        if binding is not None:
            return binding.state != GONE and binding.version != record.version
        operation = self.outbox_of(entity, [record.id]).get(record.id)
        if self.unwanted(entity, [record.id]):
            return False
        return operation is None or operation.version != record.version

    def unwanted(self, entity, locals_):
        return {local for local in locals_ if not self._is_wanted(entity, local)}

    def _is_wanted(self, entity, local):
        record = self.tables["local"].get((entity, local))
        return record is not None and record.values.get("state") != CANCELLED

    def paired(self, entity):
        for (kind, _key), binding in list(self.tables["binding"].items()):
            if kind == entity and binding.state != GONE:
                yield binding, self.tables["local"][entity, binding.local]

    def unbound(self, entity):
        for (kind, local), record in list(self.tables["local"].items()):
            ours = entity != "document" or record.values.get("kind") == "quotation"
            if (
                kind == entity
                and ours
                and (entity, local) not in self.tables["place"]
                and self._is_wanted(entity, local)
            ):
                yield local

    def apply(self, changes):
        return [self._apply(change) for change in changes]

    def _apply(self, change):
        code = self.refuses(change)
        if code:
            return BadData(0, code)
        if change.local is None:
            local = self.add(change.entity, change.values, change.lines or (), change.parent)
            return Applied(local, self.tables["local"][change.entity, local].version)
        record = self.tables["local"][change.entity, change.local]
        after = replace(
            record,
            values={**record.values, **change.values},
            lines=record.lines if change.lines is None else change.lines,
            parent=change.parent or record.parent,
        )
        if after != record:
            after = replace(after, version=self._version())
            self._put("local", (change.entity, change.local), after)
        return Applied(change.local, after.version)

    def archive(self, entity, ids, reason):
        for local in ids:
            self._put("archived", (entity, local), reason)

    def revive(self, entity, ids):
        for local in ids:
            self._put("archived", (entity, local), ABSENT)

    # --- duplicates
    def candidates(self, entity, keys, limit):
        found = {}
        for key in keys:
            ids = sorted(self._index.get((entity, *key), ()))[:limit]
            found[key] = [self._candidate(entity, local) for local in ids]
        return found

    def _candidate(self, entity, local):
        record = self.tables["local"][entity, local]
        binding = self.bindings_of(entity, [local]).get(local)
        return Candidate(local, record.values, binding.key if binding else "", record.parent)

    def proposals(self, entity, keys):
        wanted, found = set(keys), defaultdict(list)
        for (kind, key, _local), proposal in self.tables["proposal"].items():
            if kind == entity and key in wanted:
                found[key].append(proposal)
        return dict(found)

    def asked(self, entity, locals_):
        rows = self.tables["proposal"].values()
        return {p.local for p in rows if p.entity == entity and p.held and not p.decision} & set(locals_)

    def save_proposals(self, proposals):
        for proposal in proposals:
            place = (proposal.entity, proposal.key, proposal.local)
            before = self.tables["proposal"].get(place)
            self._put("proposal", place, replace(proposal, decision=before.decision if before else ""))

    def decide_proposal(self, entity, key, local, decision):
        """A person answers."""
        proposal = self.tables["proposal"][entity, key, local]
        self._put("proposal", (entity, key, local), replace(proposal, decision=decision))

    # --- conflicts
    def conflicts(self, entity, keys):
        table, found = self.tables["conflict"], defaultdict(dict)
        if not table:
            return {}
        wanted = set(keys)
        for (kind, key, name), conflict in table.items():
            if kind == entity and key in wanted:
                found[key][name] = conflict
        return dict(found)

    def save_conflicts(self, conflicts):
        for conflict in conflicts:
            self._put("conflict", (conflict.entity, conflict.key, conflict.field), conflict)

    def settle_conflicts(self, conflicts):
        for conflict in conflicts:
            self._put("conflict", (conflict.entity, conflict.key, conflict.field), ABSENT)

    def decided(self, entity, limit):
        return [c for c in self.tables["conflict"].values() if c.entity == entity and c.decision][:limit]

    def decide(self, entity, key, name, decision):
        """A person decides."""
        conflict = self.tables["conflict"][entity, key, name]
        self._put("conflict", (entity, key, name), replace(conflict, decision=decision))

    # --- cursors and runs
    def cursor(self, entity):
        return self.tables["cursor"].get(entity)

    def set_cursor(self, entity, cursor):
        self._put("cursor", entity, cursor)

    def start_run(self, kind, when, rehearsal):
        run = f"run{next(self._ids)}"
        self.tables["run"][run] = (kind, when, None)
        return run

    def end_run(self, run, when, report):
        kind, begun, _report = self.tables["run"][run]
        self.tables["run"][run] = (kind, begun, report)
