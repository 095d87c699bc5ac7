"""A small SAGE in memory with its traps: whole minutes, shortened texts, numbers in capitals, transformations in place,
hard deletes, renamed clients, creations that are done although no answer comes."""

from collections import Counter
from datetime import datetime, timedelta

from sage.errors import OutcomeUnknown, Refused, Unavailable
from sage.projection import LENGTHS
from sage.records import CLIENT, CONTACT, DOCUMENT, ENTITIES, FIELDS, Cursor, Line, Page, Record, Written, key_order
from sage.transports.base import Capabilities

_UPPER = {"number", "payer", "client_number"}


class MemoryPeer:
    """See `sage.transports.base.Transport`.

    :ivar faults: (verb, fault) of the next calls; a fault is "unavailable", "lost" (nothing done, no answer), "timeout"
        (done, no answer)
    :ivar noise: pages come with old versions, twice and in disorder
    """

    def __init__(self, page=50, **capabilities):
        told = {"writes": True, "lists_keys": True, "finds_marks": frozenset(ENTITIES), "answers_at_once": True}
        self.capabilities = Capabilities(**{**told, **capabilities})
        self.rows = {entity: {} for entity in ENTITIES}
        self.history = []
        self.writes = Counter()
        self.faults = []
        self.noise = False
        self.without = frozenset()
        self.mangle = lambda entity, values: values
        self.acknowledged = []
        self.on_call = lambda verb: None
        self._page = page
        self._next = 1
        self.clock = datetime(2026, 11, 21, 8, 0)

    # --- people of SAGE
    def tick(self, minutes=1):
        """Time goes on."""
        self.clock += timedelta(minutes=minutes)

    def add(self, entity, values, lines=(), mark=""):
        """Somebody makes a record; gives its key."""
        key = str(self._next)
        self._next += 1
        told = dict(values)
        if entity == CLIENT:
            told.setdefault("number", f"C{key.zfill(5)}")
        if entity == DOCUMENT:
            told.setdefault("number", f"DE{key.zfill(5)}")
            told.setdefault("kind", "quotation")
        self._store(entity, key, told, lines, mark)
        return key

    def edit(self, entity, key, values, lines=None):
        """Somebody changes a record."""
        record = self.rows[entity][key]
        kept = record.lines if lines is None else lines
        self._store(entity, key, {**record.values, **values}, kept, record.mark)

    def transform(self, key, kind, number):
        """A quotation becomes an order, an order an invoice: kind and number are rewritten in place."""
        self.edit(DOCUMENT, key, {"kind": kind, "number": number})

    def delete(self, entity, key):
        """A hard delete: nothing tells of it. What hangs on a client goes with him."""
        del self.rows[entity][key]
        if entity == CLIENT:
            for other in (CONTACT, DOCUMENT):
                for child in [k for k, r in self.rows[other].items() if r.values.get("client") == key]:
                    del self.rows[other][child]

    def _store(self, entity, key, values, lines, mark):
        held = {name: self._hold(entity, name, value) for name, value in self.mangle(entity, values).items()}
        numbered = tuple(
            Line(line.key or f"{key}.{place}", {n: self._hold("line", n, v) for n, v in line.values.items()})
            for place, line in enumerate(lines, 1)
        )
        stamp = self.clock.replace(second=0).isoformat(timespec="seconds")
        record = Record(entity, key, stamp, held, numbered, mark, held.get("number", ""))
        if key in self.rows[entity]:
            self.history.append(self.rows[entity][key])
        self.rows[entity][key] = record

    @staticmethod
    def _hold(entity, name, value):
        value = value.encode("cp1252", "replace").decode("cp1252")
        if name in _UPPER:
            value = value.upper()
        return value[: LENGTHS[entity].get(name, 200)]

    # --- transport
    def fields(self, entity):
        return frozenset(FIELDS[entity]) - self.without

    def check(self):
        return []

    def close(self):
        self.on_call("close")

    def everything(self, entity):
        return self.changes(entity, None)

    def acknowledge(self, entity):
        self.acknowledged.append(entity)

    def changes(self, entity, since):
        self._fault("changes")
        rows = [row for row in self.rows[entity].values() if since is None or row.stamp >= since.stamp]
        rows.sort(key=lambda row: (row.stamp, key_order(row.key)))
        if self.noise:
            rows = self._disorder(entity, rows, since)
        starts = range(0, max(len(rows), 1), self._page)
        for start in starts:
            page = rows[start : start + self._page]
            far = max(page, key=lambda row: (row.stamp, key_order(row.key)), default=None)
            cursor = Cursor(far.stamp, far.key) if far else None
            self.on_call("page")
            yield Page(tuple(page), cursor, last=start + self._page >= len(rows))

    def _disorder(self, entity, rows, since):
        old = [
            row
            for row in self.history
            if row.entity == entity and row.key in self.rows[entity] and (since is None or row.stamp >= since.stamp)
        ]
        return [*reversed(rows), *rows, *old, *old]

    def keys(self, entity):
        self._fault("keys")
        yield from list(self.rows[entity])

    def read(self, entity, key):
        self._fault("read")
        return self.rows[entity].get(key)

    def find(self, entity, mark):
        self._fault("find")
        found = [row for row in self.rows[entity].values() if row.mark == mark]
        return min(found, key=lambda row: key_order(row.key), default=None)

    def create(self, entity, values, lines, mark):
        fault = self._fault("create")
        told = dict(values)
        if entity != CLIENT and told.get("client") not in self.rows[CLIENT]:
            raise Refused("no_client", told.get("client", ""))
        key = self.add(entity, told, lines, mark)
        self.writes["create"] += 1
        self._lose_answer(fault)
        return Written(key, self.rows[entity][key].stamp, self.rows[entity][key].number)

    def update(self, entity, key, values, mark, lines=None):
        fault = self._fault("update")
        if key not in self.rows[entity]:
            raise Refused("not_found", key)
        self.edit(entity, key, values, lines)
        self.writes["update"] += 1
        self._lose_answer(fault)
        return Written(key, self.rows[entity][key].stamp, self.rows[entity][key].number)

    def _fault(self, verb):
        """Meet the next fault when it is for this verb."""
        self.on_call(verb)
        if not self.faults or self.faults[0][0] != verb:
            return ""
        _verb, fault = self.faults.pop(0)
        if fault == "unavailable":
            raise Unavailable("unreachable")
        if fault == "lost":
            raise OutcomeUnknown("timeout")
        return fault

    @staticmethod
    def _lose_answer(fault):
        if fault == "timeout":
            raise OutcomeUnknown("timeout")


def state_of(store, peer):
    """Give everything that matters of both sides: records, which belong together, conflicts; no moments, no ids."""
    ours = {}
    for (entity, key), binding in store.tables["binding"].items():
        record = store.tables["local"][entity, binding.local]
        archived = store.tables["archived"].get((entity, binding.local), "")
        ours[entity, key] = (sorted(record.values.items()), record.lines, binding.state, archived)
    free = sorted(
        (entity, sorted(record.values.items()))
        for (entity, local), record in store.tables["local"].items()
        if (entity, local) not in store.tables["place"]
    )
    theirs = {
        (entity, key): (sorted(row.values.items()), row.lines, row.mark)
        for entity in ENTITIES
        for key, row in peer.rows[entity].items()
    }
    conflicts = {place: (c.ours, c.theirs) for place, c in store.tables["conflict"].items()}
    proposals = sorted((p.entity, p.key, p.rung) for p in store.tables["proposal"].values())
    return sorted(ours.items()), free, sorted(theirs.items()), sorted(conflicts.items()), proposals
