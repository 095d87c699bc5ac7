"""Effects that SAGE is to receive: one open for a record, one for an idempotency key, by constraints."""

from dataclasses import replace

from odoo.tools import SQL

from ..sage.store import Operation
from .room import Room
from .texts import dump, load, plain_lines, read_lines, told

MODEL = "duret.sage.operation"


class Outbox(Room):
    """Part of :class:`~.odoo_store.OdooStore`."""

    def outbox_put(self, operation):
        """See `sage.store.Store`; the database refuses a second open operation of a record."""
        return self.outbox_put_all([operation])[0]

    def outbox_put_all(self, operations):
        """See `sage.store.Store`."""
        if not operations:
            return []
        with self._writing():
            new = {}
            if self._write(MODEL, _INSERT, rows=dump([self._operation_row(operation) for operation in operations])):
                new = {told(name): number for number, name in self.cr.fetchall()}
            left = [operation for operation in operations if operation.idempotency not in new]
            known = self._same_effect(left) if left else {}
        return [
            known.get(operation.idempotency) or replace(operation, id=new[operation.idempotency])
            for operation in operations
        ]

    def _same_effect(self, operations):
        """Give what is stored under these idempotency keys, by key."""
        asked = SQL("idempotency = ANY(%s)", self._list(operation.idempotency for operation in operations))
        return {found.idempotency: found for found in self._operations(operations[0].entity, asked)}

    def outbox_of(self, entity, locals_):
        """See `sage.store.Store`."""
        models, ids, _names = self._places(entity, locals_)
        if not ids:
            return {}
        places = SQL("SELECT * FROM UNNEST(%s::text[], %s::int[])", models, ids)
        asked = SQL("state IN ('pending', 'sending', 'sent', 'dead') AND (model, res_id) IN (%s)", places)
        return {operation.local: operation for operation in self._operations(entity, asked)}

    def outbox_unsent(self, entity, after, limit):
        """See `sage.store.Store`."""
        asked = SQL("%s AND id > %s ORDER BY id LIMIT %s", SQL(_UNSENT), after, limit)
        return self._operations(entity, asked)

    def outbox_due(self, entity, now, after, limit):
        """See `sage.store.Store`."""
        asked = SQL("%s AND id > %s ORDER BY id LIMIT %s", _due(now), after, limit)
        return self._operations(entity, asked)

    def count_due(self, entity, now):
        """See `sage.store.Store`."""
        return dict(self._ask(MODEL, _COUNT, entity=entity, due=_due(now)))

    def outbox_sent(self, entity, before, limit):
        """See `sage.store.Store`."""
        return self._operations(entity, SQL("state = 'sent' AND next_try < %s ORDER BY id LIMIT %s", before, limit))

    def outbox_save(self, operations):
        """See `sage.store.Store`."""
        rows = {operation.id: self._operation_row(operation) for operation in operations}
        if rows:
            with self._writing():
                self._write(MODEL, _SAVE, rows=dump(list(rows.values())))

    def outbox_marks(self, entity, marks):
        """See `sage.store.Store`."""
        wanted = self._list(marks)
        asked = SQL("verb = 'create' AND mark = ANY(%s) ORDER BY id", wanted)
        found = self._operations(entity, asked) if wanted else ()
        return {operation.mark: operation for operation in found}

    def _operations(self, entity, asked):
        desk = self.desk(entity)
        return [_operation(desk, row) for row in self._ask(MODEL, _READ, entity=entity, asked=asked)]

    def _operation_row(self, operation):
        model, res_id = self.split(operation.entity, operation.local)
        return {
            "id": operation.id,
            "entity": operation.entity,
            "model": model,
            "res_id": res_id,
            "verb": operation.verb,
            "idempotency": operation.idempotency,
            "mark": operation.mark,
            "key": operation.key,
            "payload": dict(operation.payload),
            "lines": plain_lines(operation.lines),
            "version": operation.version,
            "state": operation.state,
            "attempts": operation.attempts,
            "next_try": operation.next_try.isoformat() if operation.next_try else None,
            "code": operation.code,
            "detail": operation.detail,
        }


def _operation(desk, row):
    (number, entity, model, res_id, verb, idempotency, mark, payload, lines, key, version, state, attempts, next_try,
     code, detail) = row  # fmt: skip
    return Operation(
        entity,
        desk._join(model, res_id),
        verb,
        told(idempotency),
        told(mark),
        load(payload),
        read_lines(load(lines)),
        told(key),
        told(version),
        state,
        attempts,
        next_try,
        told(code),
        told(detail),
        number,
    )


def _due(now):
    return SQL("state IN ('pending', 'sending') AND (next_try IS NULL OR next_try <= %s)", now)


_UNSENT = "verb = 'create' AND (state = 'pending' OR state = 'dead' AND attempts = 0)"
_READ = """
SELECT id, entity, model, res_id, verb, idempotency, mark, payload::text, lines::text, key, version, state, attempts,
       next_try, code, detail
  FROM duret_sage_operation WHERE backend_id = %(backend)s AND entity = %(entity)s AND %(asked)s
"""
_COUNT = """
SELECT verb, count(*) FROM duret_sage_operation
 WHERE backend_id = %(backend)s AND entity = %(entity)s AND %(due)s GROUP BY verb
"""
_INSERT = """
INSERT INTO duret_sage_operation (backend_id, entity, model, res_id, verb, idempotency, mark, key, payload, lines,
       version, state, attempts, next_try, code, detail, create_uid, create_date, write_uid, write_date)
SELECT %(backend)s, r.entity, r.model, r.res_id, r.verb, r.idempotency, NULLIF(r.mark, ''), NULLIF(r.key, ''),
       r.payload, r.lines, NULLIF(r.version, ''), r.state, r.attempts, r.next_try, NULLIF(r.code, ''),
       NULLIF(r.detail, ''), %(uid)s, moment.now, %(uid)s, moment.now
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (id int, entity text, model text, res_id int, verb text,
       idempotency text, mark text, key text, payload jsonb, lines jsonb, version text, state text, attempts int,
       next_try timestamp, code text, detail text), (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
    ON CONFLICT (backend_id, idempotency) DO NOTHING RETURNING id, idempotency
"""
_SAVE = """
UPDATE duret_sage_operation o
   SET entity = r.entity, model = r.model, res_id = r.res_id, verb = r.verb, idempotency = r.idempotency,
       mark = NULLIF(r.mark, ''), key = NULLIF(r.key, ''), payload = r.payload, lines = r.lines,
       version = NULLIF(r.version, ''), state = r.state, attempts = r.attempts, next_try = r.next_try,
       code = NULLIF(r.code, ''), detail = NULLIF(r.detail, ''), forgotten_at = NULL, write_uid = %(uid)s,
       write_date = clock_timestamp() AT TIME ZONE 'UTC'
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (id int, entity text, model text, res_id int, verb text,
       idempotency text, mark text, key text, payload jsonb, lines jsonb, version text, state text, attempts int,
       next_try timestamp, code text, detail text)
 WHERE o.id = r.id AND o.backend_id = %(backend)s
   AND (o.entity, o.model, o.res_id, o.verb, o.idempotency, COALESCE(o.mark, ''), COALESCE(o.key, ''), o.payload,
        o.lines, COALESCE(o.version, ''), o.state, o.attempts, o.next_try, COALESCE(o.code, ''),
        COALESCE(o.detail, ''))
       IS DISTINCT FROM (r.entity, r.model, r.res_id, r.verb, r.idempotency, r.mark, r.key, r.payload, r.lines,
        r.version, r.state, r.attempts, r.next_try, r.code, r.detail)
"""
