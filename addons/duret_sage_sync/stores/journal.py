"""How far SAGE was read, and the journal of runs."""

from ..sage.records import Cursor
from .room import Room
from .texts import dump, kept, told

RUN = "duret.sage.run"
CURSOR = "duret.sage.cursor"


class Journal(Room):
    """Part of :class:`~.odoo_store.OdooStore`.

    :ivar run_id: id of the run that was opened last, None before
    """

    run_id = None

    def cursor(self, entity):
        """See `sage.store.Store`."""
        query = "SELECT stamp, key FROM duret_sage_cursor WHERE backend_id = %(backend)s AND entity = %(entity)s"
        return next((Cursor(told(stamp), told(key)) for stamp, key in self._ask(CURSOR, query, entity=entity)), None)

    def set_cursor(self, entity, cursor):
        """See `sage.store.Store`."""
        with self._writing():
            self._write(CURSOR, _CURSOR, entity=entity, stamp=kept(cursor.stamp), key=kept(cursor.key))

    def start_run(self, kind, when, rehearsal):
        """Open the journal of a run; the caller has the lock, so a run that still « runs » has died.

        Who started it is told by `duret_sage_user` of the context (an id; nobody when it ran by itself).

        :param when: UTC without zone
        :return: the id of its row, as text; also in `run_id`
        """
        with self._writing():
            self._write(RUN, _BURY, when=when)
            values = {
                "backend_id": self.backend_id,
                "kind": kind,
                "rehearsal": rehearsal,
                "forced": self.forced,
                "begun_at": when.replace(microsecond=0),
                "user_id": self.env.context.get("duret_sage_user") or False,
            }
            self.run_id = self.env[RUN].create(values).id
            self.env[RUN].flush_model()
        return str(self.run_id)

    def end_run(self, run, when, report):
        """Close it with its figures.

        :param report: plain values; `stopped` (a code) when it ended early
        """
        names = {
            "run": int(run),
            "when": when.replace(microsecond=0),
            "report": dump(dict(report)),
            "stopped": kept(str(report.get("stopped") or "")),
            "stopped_by": kept(str(report.get("stopped_by") or "")),
        }
        with self._writing():
            self._write(RUN, _END, **names)


_CURSOR = """
INSERT INTO duret_sage_cursor AS c (backend_id, entity, stamp, key, create_uid, create_date, write_uid, write_date)
SELECT %(backend)s, %(entity)s, %(stamp)s, NULLIF(%(key)s, ''), %(uid)s, moment.now, %(uid)s, moment.now
  FROM (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
    ON CONFLICT (backend_id, entity) DO UPDATE
   SET stamp = excluded.stamp, key = excluded.key, write_uid = excluded.write_uid, write_date = excluded.write_date
 WHERE (c.stamp, c.key) IS DISTINCT FROM (excluded.stamp, excluded.key)
"""
_BURY = """
UPDATE duret_sage_run SET state = 'stopped', stopped = 'killed', ended_at = %(when)s
 WHERE backend_id = %(backend)s AND state = 'running'
"""
_END = """
UPDATE duret_sage_run SET state = CASE WHEN %(stopped)s = '' THEN 'done' ELSE 'stopped' END, ended_at = %(when)s,
       report = %(report)s::jsonb, stopped = NULLIF(%(stopped)s, ''), stopped_by = NULLIF(%(stopped_by)s, ''),
       write_uid = %(uid)s, write_date = clock_timestamp() AT TIME ZONE 'UTC'
 WHERE id = %(run)s AND backend_id = %(backend)s
"""
