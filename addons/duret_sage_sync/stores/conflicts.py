"""Fields that wait for a person, and what was decided on them."""

from collections import defaultdict

from odoo.tools import SQL

from ..sage.store import Conflict
from .room import Room
from .texts import dump, told

MODEL = "duret.sage.conflict"


class Conflicts(Room):
    """Part of :class:`~.odoo_store.OdooStore`."""

    def conflicts(self, entity, keys):
        """See `sage.store.Store`."""
        wanted = self._list(keys)
        found = defaultdict(dict)
        for conflict in self._open(entity, SQL("key = ANY(%s) ORDER BY id", wanted)) if wanted else ():
            found[conflict.key][conflict.field] = conflict
        return dict(found)

    def decided(self, entity, limit):
        """See `sage.store.Store`."""
        return self._open(entity, SQL("decision IS NOT NULL ORDER BY id LIMIT %s", limit))

    def _open(self, entity, asked):
        return [_conflict(entity, row) for row in self._ask(MODEL, _READ, entity=entity, asked=asked)]

    def save_conflicts(self, conflicts):
        """See `sage.store.Store`. Another value than the one a person has decided on is to be decided again."""
        rows = {(one.entity, one.key, one.field): _row(one) for one in conflicts}
        if rows:
            with self._writing():
                self._write(MODEL, _SAVE, rows=dump(list(rows.values())))

    def settle_conflicts(self, conflicts):
        """See `sage.store.Store`."""
        rows = [{"entity": one.entity, "key": one.key, "field": one.field} for one in conflicts]
        if rows:
            with self._writing():
                self._write(MODEL, _SETTLE, rows=dump(rows))


def _row(conflict):
    return {
        "entity": conflict.entity,
        "key": conflict.key,
        "field": conflict.field,
        "base": conflict.base,
        "ours": conflict.ours,
        "theirs": conflict.theirs,
        "reason": conflict.reason,
        "by": conflict.by,
        "stamp": conflict.stamp,
        "decision": conflict.decision,
    }


def _conflict(entity, row):
    key, field, base, has_base, ours, theirs, reason, by, stamp, decision = row
    return Conflict(
        entity,
        told(key),
        told(field),
        told(base) if has_base else None,
        told(ours),
        told(theirs),
        reason,
        told(by),
        told(stamp),
        decision or "",
    )


_READ = """
SELECT key, field, base, has_base, ours, theirs, reason, changed_by, stamp, decision FROM duret_sage_conflict
 WHERE backend_id = %(backend)s AND entity = %(entity)s AND state = 'open' AND %(asked)s
"""
_SAVE = """
INSERT INTO duret_sage_conflict AS c (backend_id, entity, key, field, base, has_base, ours, theirs, reason, changed_by,
       stamp, decision, state, create_uid, create_date, write_uid, write_date)
SELECT %(backend)s, r.entity, r.key, r.field, r.base, r.base IS NOT NULL, r.ours, r.theirs, r.reason,
       NULLIF(r.by, ''), NULLIF(r.stamp, ''), NULLIF(r.decision, ''), 'open', %(uid)s, moment.now, %(uid)s, moment.now
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (entity text, key text, field text, base text, ours text, theirs text,
       reason text, by text, stamp text, decision text),
       (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
    ON CONFLICT (backend_id, entity, key, field) WHERE state = 'open' DO UPDATE
   SET base = excluded.base, has_base = excluded.has_base, ours = excluded.ours, theirs = excluded.theirs,
       reason = excluded.reason, changed_by = excluded.changed_by, stamp = excluded.stamp,
       decision = excluded.decision,
       decided_by_id = CASE WHEN c.decision = excluded.decision THEN c.decided_by_id END,
       decided_at = CASE WHEN c.decision = excluded.decision THEN c.decided_at END,
       write_uid = excluded.write_uid, write_date = excluded.write_date
 WHERE (c.base, c.has_base, c.ours, c.theirs, c.reason, c.changed_by, c.stamp, c.decision) IS DISTINCT FROM
       (excluded.base, excluded.has_base, excluded.ours, excluded.theirs, excluded.reason, excluded.changed_by,
        excluded.stamp, excluded.decision)
"""
_SETTLE = """
UPDATE duret_sage_conflict c SET state = 'settled', settled_at = moment.now, write_uid = %(uid)s,
       write_date = moment.now
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (entity text, key text, field text),
       (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
 WHERE c.backend_id = %(backend)s AND c.entity = r.entity AND c.key = r.key AND c.field = r.field AND c.state = 'open'
"""
