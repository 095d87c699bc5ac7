"""What SAGE says, as it came: stored before it is understood, kept for a while after."""

from ..sage.cursor import surely_older
from ..sage.store import InboxRow
from .room import Room
from .texts import dump, load, plain_record, read_record, told

MODEL = "duret.sage.inbox"


class Inbox(Room):
    """Part of :class:`~.odoo_store.OdooStore`."""

    def inbox_put(self, records):
        """See `sage.store.Store`. A row that gives way to a newer one stays readable."""
        by_entity = {}
        for record in records:
            by_entity.setdefault(record.entity, []).append(record)
        with self._writing():
            return sum(self._put(entity, found) for entity, found in by_entity.items())

    def _put(self, entity, records):
        """Store records of one entity in the order in which they came."""
        standing = self._standing(entity, [record.key for record in records])
        replaced, new, count = [], {}, 0
        for record in records:
            row, waiting, stamp, bound = standing.get(record.key, (None, "", "", ""))
            digest = record.digest()
            if waiting and (digest == waiting or surely_older(record.stamp, stamp)):
                continue
            if surely_older(record.stamp, bound):
                continue
            if row:
                replaced.append(row)
            standing[record.key] = (None, digest, record.stamp, bound)
            # The last to come is the last in the order of arrival.
            new.pop(record.key, None)
            new[record.key] = (record, digest)
            count += 1
        if replaced:
            self._write(MODEL, _REPLACE, ids=replaced)
        if new:
            self._write(MODEL, _INSERT, entity=entity, rows=dump([_row(*one) for one in new.values()]))
        return count

    def _standing(self, entity, keys):
        """Give key -> (id, digest and moment of the row that waits, moment of the binding)."""
        self.env["duret.sage.binding"].flush_model()
        rows = self._ask(MODEL, _STANDING, entity=entity, keys=self._list(keys))
        return {told(key): (row, told(digest), told(stamp), told(bound)) for key, row, digest, stamp, bound in rows}

    def inbox(self, entity, states, after, limit):
        """See `sage.store.Store`."""
        rows = self._ask(MODEL, _READ, entity=entity, states=list(states), after=after, limit=limit)
        return [
            InboxRow(row, read_record(load(record)), state, told(code), told(detail))
            for row, record, state, code, detail in rows
        ]

    def count_inbox(self, entity, states):
        """See `sage.store.Store`."""
        return self._ask(MODEL, _COUNT, entity=entity, states=list(states))[0][0]

    def inbox_done(self, ids):
        """See `sage.store.Store`. The rows stay as history, see `duret.sage.inbox`."""
        if ids:
            with self._writing():
                self._write(MODEL, _DONE, ids=list(ids))

    def inbox_state(self, rows):
        """See `sage.store.Store`."""
        if not rows:
            return
        told_ = [
            {
                "id": row.id,
                "state": row.state,
                "code": row.code,
                "detail": row.detail,
                "record": plain_record(row.record),
                "digest": row.record.digest(),
            }
            for row in rows
        ]
        with self._writing():
            self._write(MODEL, _STATE, rows=dump(told_))

    def reject(self, entity, rows):
        """See `sage.store.Store`."""
        if not rows:
            return 0
        told_ = [
            {"source": bad.source, "line": bad.line, "raw": bad.raw, "code": bad.code, "detail": bad.detail}
            for bad in rows
        ]
        with self._writing():
            return self._write("duret.sage.rejection", _REJECT, entity=entity, rows=dump(told_))


def _row(record, digest):
    return {
        "key": record.key,
        "stamp": record.stamp,
        "digest": digest,
        "record": plain_record(record),
    }


_READ = """
SELECT id, record::text, state, code, detail FROM duret_sage_inbox
 WHERE backend_id = %(backend)s AND entity = %(entity)s AND state = ANY(%(states)s) AND id > %(after)s
 ORDER BY id LIMIT %(limit)s
"""
_COUNT = """
SELECT count(*) FROM duret_sage_inbox
 WHERE backend_id = %(backend)s AND entity = %(entity)s AND state = ANY(%(states)s)
"""
_STANDING = """
SELECT asked.key, i.id, i.digest, i.stamp, b.stamp
  FROM UNNEST(%(keys)s::text[]) AS asked (key)
  LEFT JOIN duret_sage_inbox i ON i.backend_id = %(backend)s AND i.entity = %(entity)s AND i.key = asked.key
       AND i.state <> 'done'
  LEFT JOIN duret_sage_binding b ON b.backend_id = %(backend)s AND b.entity = %(entity)s AND b.key = asked.key
"""
_REPLACE = """
UPDATE duret_sage_inbox SET state = 'done', code = 'replaced', detail = NULL, write_uid = %(uid)s,
       write_date = clock_timestamp() AT TIME ZONE 'UTC' WHERE id = ANY(%(ids)s) AND backend_id = %(backend)s
"""
_DONE = """
UPDATE duret_sage_inbox SET state = 'done', code = NULL, detail = NULL, write_uid = %(uid)s,
       write_date = clock_timestamp() AT TIME ZONE 'UTC'
 WHERE id = ANY(%(ids)s) AND backend_id = %(backend)s AND state <> 'done'
"""
_INSERT = """
INSERT INTO duret_sage_inbox (backend_id, entity, key, stamp, digest, record, state, received_at,
       create_uid, create_date, write_uid, write_date)
SELECT %(backend)s, %(entity)s, r.value ->> 'key', NULLIF(r.value ->> 'stamp', ''), r.value ->> 'digest',
       r.value -> 'record', 'new', moment.now, %(uid)s, moment.now, %(uid)s, moment.now
  FROM jsonb_array_elements(%(rows)s::jsonb) WITH ORDINALITY AS r (value, place),
       (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
 ORDER BY r.place
"""
_STATE = """
UPDATE duret_sage_inbox i SET state = r.state, code = NULLIF(r.code, ''), detail = NULLIF(r.detail, ''),
       record = r.record, digest = r.digest, stamp = NULLIF(r.record ->> 'stamp', ''), write_uid = %(uid)s,
       write_date = clock_timestamp() AT TIME ZONE 'UTC'
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (id int, state text, code text, detail text, record jsonb, digest text)
 WHERE i.id = r.id AND i.backend_id = %(backend)s
   AND (i.state, COALESCE(i.code, ''), COALESCE(i.detail, ''), i.record) IS DISTINCT FROM
       (r.state, r.code, r.detail, r.record)
"""
_REJECT = """
INSERT INTO duret_sage_rejection (backend_id, entity, source, line, raw, code, detail,
       create_uid, create_date, write_uid, write_date)
SELECT %(backend)s, %(entity)s, NULLIF(r.source, ''), r.line, NULLIF(r.raw, ''), r.code, NULLIF(r.detail, ''),
       %(uid)s, moment.now, %(uid)s, moment.now
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (source text, line int, raw text, code text, detail text),
       (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
 WHERE r.line = 0 OR NOT EXISTS (SELECT FROM duret_sage_rejection known
                                  WHERE known.backend_id = %(backend)s AND known.entity = %(entity)s
                                    AND md5(COALESCE(known.raw, '')) = md5(r.raw) AND known.code = r.code
                                    AND known.line > 0 AND known.source IS DISTINCT FROM NULLIF(r.source, ''))
    ON CONFLICT DO NOTHING
"""
