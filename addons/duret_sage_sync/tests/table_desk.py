"""Records of our side in a table of the test's own transaction: what desks do, without what clients and documents are.

The pure package's tests live with such records; over this desk they run on the store of the database.
"""

import json
from dataclasses import replace

from ..sage.dedupe import match_keys
from ..sage.errors import BadData
from ..sage.mapping import LINKS
from ..sage.records import FIELDS
from ..sage.store import Applied, Candidate, LocalRecord
from ..stores.texts import dump, load, plain_lines, read_lines

MODELS = {"client": "res.partner", "contact": "res.partner", "document": "sale.order"}
TABLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS sage_test_local (
    id serial PRIMARY KEY, entity text NOT NULL, values jsonb NOT NULL, lines jsonb NOT NULL, version text NOT NULL,
    parent text, archived text)
"""


class TableDesk:
    """See `duret.sage.desk`.

    :ivar refuses: change -> code of a reason, "" to take it
    """

    def __init__(self, store, entity):
        self.store, self.cr, self.entity = store, store.cr, entity

    def _split(self, local):
        return MODELS[self.entity], int(local.removeprefix(self.entity))

    def _join(self, _model, number):
        return f"{self.entity}{number:07d}"

    # --- people
    def add(self, values, lines=(), parent=None, number=None):
        """Make a record; gives its name."""
        told = {name: "" for name in FIELDS[self.entity] if name not in LINKS} | dict(values)
        self.cr.execute(
            """WITH made AS (SELECT COALESCE(%s, nextval('sage_test_local_id_seq')) AS id)
               INSERT INTO sage_test_local (id, entity, values, lines, version, parent)
               SELECT id, %s, %s, %s, 'v' || id || '.0', %s FROM made RETURNING id""",
            [number, self.entity, dump(told), dump(plain_lines(lines)), parent],
        )
        made = self.cr.fetchone()[0]
        return self._join("", made)

    def put(self, record):
        """Write a record as it is."""
        self.cr.execute(
            "UPDATE sage_test_local SET values = %s, lines = %s, version = %s, parent = %s WHERE id = %s",
            [
                dump(dict(record.values)),
                dump(plain_lines(record.lines)),
                record.version,
                record.parent,
                self._split(record.id)[1],
            ],
        )

    def change(self, record, values, lines=None, parent=None):
        """Write a change and give the record as it stands then."""
        after = replace(
            record,
            values={**record.values, **values},
            lines=record.lines if lines is None else tuple(lines),
            parent=parent or record.parent,
        )
        if after != record:
            name, _dot, count = record.version.partition(".")
            after = replace(after, version=f"{name}.{int(count or 0) + 1}")
            self.put(after)
        return after

    # --- the desk
    def _read(self, _backend, ids):
        numbers = [self._split(local)[1] for local in ids]
        return {record.id: record for record in self._records("id = ANY(%s)", [numbers])}

    def _records(self, asked, told):
        query = "SELECT id, values::text, lines::text, version, parent FROM sage_test_local WHERE entity = %s AND "
        self.cr.execute(query + asked, [self.entity, *told])
        return [
            LocalRecord(
                self.entity,
                self._join("", number),
                load(values),
                read_lines(json.loads(lines)),
                version,
                parent,
                "Claire",
            )
            for number, values, lines, version, parent in self.cr.fetchall()
        ]

    def _changed(self, backend, after, limit):
        self.cr.execute(
            """SELECT l.id FROM sage_test_local l
            LEFT JOIN duret_sage_binding b ON b.backend_id = %(backend)s AND b.entity = l.entity AND b.res_id = l.id
            LEFT JOIN duret_sage_operation o ON o.backend_id = %(backend)s AND o.entity = l.entity AND o.res_id = l.id
                  AND o.state IN ('pending', 'sending', 'sent', 'dead')
                WHERE l.entity = %(entity)s AND l.id > %(after)s AND CASE
                      WHEN b.id IS NOT NULL THEN b.state <> 'gone' AND COALESCE(b.version, '') <> l.version
                      ELSE COALESCE(l.values ->> 'state', '') <> 'cancel'
                           AND (o.id IS NULL OR COALESCE(o.version, '') <> l.version) END
             ORDER BY l.id LIMIT %(limit)s""",
            {
                "backend": backend.id,
                "entity": self.entity,
                "after": self._split(after)[1] if after else 0,
                "limit": limit,
            },
        )
        return [self._join("", number) for (number,) in self.cr.fetchall()]

    def _unwanted(self, _backend, ids):
        numbers = [self._split(local)[1] for local in ids]
        rows = self._records("id = ANY(%s) AND COALESCE(values ->> 'state', '') <> 'cancel'", [numbers])
        return set(ids) - {record.id for record in rows}

    def _unbound(self, backend):
        self.cr.execute(
            """SELECT l.id FROM sage_test_local l
                WHERE l.entity = %s AND COALESCE(l.values ->> 'state', '') <> 'cancel'
                  AND (l.entity <> 'document' OR l.values ->> 'kind' = 'quotation')
                  AND NOT EXISTS (SELECT FROM duret_sage_binding b
                                   WHERE b.backend_id = %s AND b.entity = l.entity AND b.res_id = l.id)
             ORDER BY l.id""",
            [self.entity, backend.id],
        )
        return iter([self._join("", number) for (number,) in self.cr.fetchall()])

    def _apply(self, _backend, changes):
        return [self._apply_one(change) for change in changes]

    def _apply_one(self, change):
        code = self.store.refuses(change)
        if code:
            return BadData(0, code)
        if change.local is None:
            local = self.add(change.values, change.lines or (), change.parent)
            return Applied(local, self._read(None, [local])[local].version)
        record = self._read(None, [change.local])[change.local]
        return Applied(record.id, self.change(record, change.values, change.lines, change.parent).version)

    def _archive(self, _backend, ids, reason):
        self._set_aside(ids, reason)

    def _revive(self, _backend, ids):
        self._set_aside(ids, None)

    def _set_aside(self, ids, reason):
        numbers = [self._split(local)[1] for local in ids]
        self.cr.execute("UPDATE sage_test_local SET archived = %s WHERE id = ANY(%s)", [reason, numbers])

    def _candidates(self, _backend, keys, limit):
        found = {key: [] for key in keys}
        for record in sorted(self._records("TRUE", []), key=lambda record: record.id):
            for key in match_keys(self.entity, record.values, record.parent):
                if key in found and len(found[key]) < limit:
                    found[key].append(record)
        bindings = self.store.bindings_of(self.entity, {record.id for some in found.values() for record in some})
        return {key: [_candidate(record, bindings.get(record.id)) for record in some] for key, some in found.items()}


def _candidate(record, binding):
    return Candidate(record.id, record.values, binding.key if binding else "", record.parent)
