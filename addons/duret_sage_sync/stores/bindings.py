"""Pairs of SAGE's records and ours, and the records of our side themselves."""

from itertools import islice

from odoo.tools import SQL

from ..sage.store import Binding, KeyGap
from .room import Room
from .texts import dump, kept, load, plain_lines, read_lines, told

MODEL = "duret.sage.binding"
PAGE = 500
KEYS_AT_ONCE = 10_000


class Bindings(Room):
    """Part of :class:`~.odoo_store.OdooStore`."""

    def bindings(self, entity, keys):
        """See `sage.store.Store`."""
        wanted = self._list(keys)
        found = self._bindings(entity, SQL("key = ANY(%s)", wanted)) if wanted else ()
        return {binding.key: binding for binding in found}

    def bindings_of(self, entity, locals_):
        """See `sage.store.Store`."""
        models, ids, _names = self._places(entity, locals_)
        if not ids:
            return {}
        places = SQL("SELECT * FROM UNNEST(%s::text[], %s::int[])", models, ids)
        found = self._bindings(entity, SQL("(model, res_id) IN (%s)", places))
        return {binding.local: binding for binding in found}

    def bindings_numbered(self, entity, numbers):
        """See `sage.store.Store`."""
        wanted = self._list(numbers)
        asked = SQL("number = ANY(%s) ORDER BY state = 'gone' DESC, id", wanted)
        found = self._bindings(entity, asked) if wanted else ()
        return {binding.number: binding for binding in found}

    def _bindings(self, entity, asked):
        desk = self.desk(entity)
        return [_binding(desk, row) for row in self._ask(MODEL, _READ, entity=entity, asked=asked)]

    def save_bindings(self, bindings):
        """See `sage.store.Store`; the database refuses a record that is bound to another key."""
        rows = [self._row(binding) for binding in {(one.entity, one.key): one for one in bindings}.values()]
        if not rows:
            return
        with self._writing():
            self._write(MODEL, _SAVE, rows=dump(rows))

    def _row(self, binding):
        model, res_id = self.split(binding.entity, binding.local)
        return {
            "entity": binding.entity,
            "key": binding.key,
            "model": model,
            "res_id": res_id,
            "base": dict(binding.base),
            "base_lines": plain_lines(binding.base_lines),
            "digest": binding.digest,
            "stamp": binding.stamp,
            "state": binding.state,
            "number": binding.number,
            "mark": binding.mark,
            "version": binding.version,
            "revision": binding.revision,
        }

    def rebind(self, entity, old, new):
        """See `sage.store.Store`. What waits under the old key follows, unless the new one has its own."""
        names = {"entity": entity, "old": kept(old), "new": kept(new)}
        with self._writing():
            for model, query in _REBIND:
                self._write(model, query, **names)

    def count_bindings(self, entity):
        """See `sage.store.Store`."""
        return self._ask(MODEL, _COUNT, entity=entity)[0][0]

    def compare_keys(self, entity, keys):
        """See `sage.store.Store`. The keys are streamed into a table of this transaction: memory does not grow."""
        with self.transaction():
            self.cr.execute("CREATE TEMPORARY TABLE duret_sage_listed (key text NOT NULL) ON COMMIT DROP")
            self._list_keys(iter(keys))
            self.cr.execute("ANALYZE duret_sage_listed")
            self.cr.execute("SELECT count(DISTINCT key) FROM duret_sage_listed")
            listed = self.cr.fetchone()[0]
            missing = [told(key) for (key,) in self._ask(MODEL, _MISSING, entity=entity)]
            unknown = [told(key) for (key,) in self._ask(MODEL, _UNKNOWN, entity=entity)]
            self.cr.execute("DROP TABLE duret_sage_listed")
        return KeyGap(listed, missing, unknown)

    def _list_keys(self, keys):
        while some := [kept(key) for key in islice(keys, KEYS_AT_ONCE)]:
            self.cr.execute("INSERT INTO duret_sage_listed SELECT * FROM UNNEST(%s::text[])", [some])

    # --- records of our side
    def locals(self, entity, ids):
        """See `sage.store.Store`."""
        return self.desk(entity)._read(self.backend, list(dict.fromkeys(ids)))

    def changed_locals(self, entity, after, limit):
        """See `sage.store.Store`."""
        desk = self.desk(entity)
        while names := desk._changed(self.backend, after, limit):
            found = desk._read(self.backend, names)
            if found:
                return [found[name] for name in names if name in found]
            after = names[-1]
        return []

    def paired(self, entity):
        """See `sage.store.Store`. A page at a time; a record that was deleted on our side is left out."""
        after = 0
        while rows := self._ask(MODEL, _READ, entity=entity, asked=_page_after(after)):
            after = rows[-1][-1]
            desk = self.desk(entity)
            bindings = [_binding(desk, row) for row in rows]
            records = desk._read(self.backend, [binding.local for binding in bindings])
            # A whole base must not gather in the cache of the ORM.
            self.env.invalidate_all()
            for binding in bindings:
                if binding.local in records:
                    yield binding, records[binding.local]

    def unwanted(self, entity, locals_):
        """See `sage.store.Store`. Somebody who is changing one of them at this moment goes first."""
        return self.desk(entity)._unwanted(self.backend, list(dict.fromkeys(locals_)))

    def unbound(self, entity):
        """See `sage.store.Store`."""
        return self.desk(entity)._unbound(self.backend)

    def apply(self, changes):
        """See `sage.store.Store`."""
        if not changes:
            return []
        with self._writing():
            return self.desk(changes[0].entity)._apply(self.backend, list(changes))

    def archive(self, entity, ids, reason):
        """See `sage.store.Store`."""
        if ids:
            with self._writing():
                self.desk(entity)._archive(self.backend, list(ids), reason)

    def revive(self, entity, ids):
        """See `sage.store.Store`."""
        if ids:
            with self._writing():
                self.desk(entity)._revive(self.backend, list(ids))

    def candidates(self, entity, keys, limit):
        """See `sage.store.Store`."""
        return self.desk(entity)._candidates(self.backend, list(keys), limit)


def _binding(desk, row):
    entity, key, model, res_id, base, lines, digest, stamp, state, number, mark, version, revision, _id = row
    return Binding(
        entity,
        told(key),
        desk._join(model, res_id),
        load(base),
        read_lines(load(lines)),
        told(digest),
        told(stamp),
        state,
        told(number),
        told(mark),
        told(version),
        revision,
    )


def _page_after(number):
    return SQL("state <> 'gone' AND id > %s ORDER BY id LIMIT %s", number, PAGE)


_READ = """
SELECT entity, key, model, res_id, base::text, base_lines::text, digest, stamp, state, number, mark, version, revision,
       id
  FROM duret_sage_binding WHERE backend_id = %(backend)s AND entity = %(entity)s AND %(asked)s
"""
_COUNT = """
SELECT count(*) FROM duret_sage_binding WHERE backend_id = %(backend)s AND entity = %(entity)s AND state <> 'gone'
"""
_MISSING = """
SELECT b.key FROM duret_sage_binding b WHERE b.backend_id = %(backend)s AND b.entity = %(entity)s AND b.state <> 'gone'
   AND NOT EXISTS (SELECT FROM duret_sage_listed l WHERE l.key = b.key) ORDER BY b.key COLLATE "C"
"""
_UNKNOWN = """
SELECT DISTINCT l.key COLLATE "C" AS key FROM duret_sage_listed l
 WHERE NOT EXISTS (SELECT FROM duret_sage_binding b WHERE b.backend_id = %(backend)s AND b.entity = %(entity)s
                      AND b.state <> 'gone' AND b.key = l.key)
 ORDER BY 1
"""
_SAVE = """
INSERT INTO duret_sage_binding AS b (backend_id, entity, key, model, res_id, base, base_lines, digest, stamp, state,
       number, mark, version, revision, exchanged_at, create_uid, create_date, write_uid, write_date)
SELECT %(backend)s, r.entity, r.key, r.model, r.res_id, r.base, NULLIF(r.base_lines, 'null'::jsonb),
       NULLIF(r.digest, ''), NULLIF(r.stamp, ''), r.state, NULLIF(r.number, ''), NULLIF(r.mark, ''),
       NULLIF(r.version, ''), r.revision, moment.now, %(uid)s, moment.now, %(uid)s, moment.now
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (entity text, key text, model text, res_id int, base jsonb,
       base_lines jsonb, digest text, stamp text, state text, number text, mark text, version text, revision int),
       (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
    ON CONFLICT (backend_id, entity, key) DO UPDATE
   SET model = excluded.model, res_id = excluded.res_id, base = excluded.base, base_lines = excluded.base_lines,
       digest = excluded.digest, stamp = excluded.stamp, state = excluded.state, number = excluded.number,
       mark = excluded.mark, version = excluded.version, revision = excluded.revision,
       exchanged_at = CASE WHEN b.revision = excluded.revision AND b.digest IS NOT DISTINCT FROM excluded.digest
                           THEN b.exchanged_at ELSE excluded.exchanged_at END,
       write_uid = excluded.write_uid, write_date = excluded.write_date
 WHERE (b.model, b.res_id, b.base, b.base_lines, b.digest, b.stamp, b.state, b.number, b.mark, b.version, b.revision)
       IS DISTINCT FROM (excluded.model, excluded.res_id, excluded.base, excluded.base_lines, excluded.digest,
       excluded.stamp, excluded.state, excluded.number, excluded.mark, excluded.version, excluded.revision)
"""
_REBIND = (
    (
        MODEL,
        """UPDATE duret_sage_binding SET key = %(new)s
            WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(old)s""",
    ),
    (
        "duret.sage.inbox",
        """UPDATE duret_sage_inbox SET state = 'done', code = 'replaced'
            WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(old)s AND state <> 'done'
              AND EXISTS (SELECT FROM duret_sage_inbox
                           WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(new)s
                             AND state <> 'done')""",
    ),
    (
        "duret.sage.inbox",
        """UPDATE duret_sage_inbox SET key = %(new)s, record = jsonb_set(record, '{key}', to_jsonb(%(new)s::text))
            WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(old)s AND state <> 'done'""",
    ),
    (
        "duret.sage.operation",
        """UPDATE duret_sage_operation SET key = %(new)s
            WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(old)s
              AND state IN ('pending', 'sending', 'sent', 'dead')""",
    ),
    (
        "duret.sage.conflict",
        """UPDATE duret_sage_conflict SET key = %(new)s
            WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(old)s AND state = 'open'
              AND field NOT IN (SELECT field FROM duret_sage_conflict
                                 WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(new)s
                                   AND state = 'open')""",
    ),
    (
        "duret.sage.match",
        """UPDATE duret_sage_match SET key = %(new)s
            WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(old)s
              AND (model, res_id) NOT IN (SELECT model, res_id FROM duret_sage_match
                                           WHERE backend_id = %(backend)s AND entity = %(entity)s
                                             AND key = %(new)s)""",
    ),
    (
        "duret.sage.match",
        """UPDATE duret_sage_match SET held = FALSE
            WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = %(old)s AND held
              AND decision IS NULL""",
    ),
)
