"""Memory of the files of a drop folder in the suite's database."""

from odoo.tools import SQL

from .texts import kept

MODEL = "duret.sage.file"


class OdooLedger:
    """See `sage.transports.csv_folder.ledger.Ledger`.

    :param store: of the same company; what is remembered belongs to its transactions
    """

    def __init__(self, store):
        self._store = store

    def known(self, sha256):
        """See `Ledger`."""
        return bool(self._ask(SQL("sha256 = %s AND lines > 0 AND rejected = 0 LIMIT 1", kept(sha256))))

    def last(self, entity):
        """See `Ledger`."""
        found = self._ask(SQL("entity = %s AND lines > 0 ORDER BY place DESC LIMIT 1", entity))
        return found[0][0] if found else ""

    def sequences(self, entity):
        """See `Ledger`."""
        return sorted({number for _content, number in self._ask(SQL("entity = %s AND sequence > 0", entity))})

    def keep(self, entity, sha256, name, sequence, rows, rejected):
        """See `Ledger`."""
        told = {"entity": entity, "sha256": kept(sha256), "name": kept(name)}
        counts = {"sequence": sequence, "lines": rows, "rejected": rejected}
        with self._store._writing():
            self._store._write(MODEL, _KEEP, **told, **counts)

    def _ask(self, asked):
        return self._store._ask(MODEL, _READ, asked=asked)


_READ = "SELECT sha256, sequence FROM duret_sage_file WHERE backend_id = %(backend)s AND %(asked)s"
_KEEP = """
INSERT INTO duret_sage_file AS f (backend_id, entity, sha256, name, sequence, lines, rejected, place,
       create_uid, create_date, write_uid, write_date)
SELECT %(backend)s, %(entity)s, %(sha256)s, %(name)s, %(sequence)s, %(lines)s, %(rejected)s, places.next,
       %(uid)s, moment.now, %(uid)s, moment.now
  FROM (SELECT COALESCE(MAX(place), 0) + 1 AS next FROM duret_sage_file WHERE backend_id = %(backend)s) AS places,
       (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
    ON CONFLICT (backend_id, sha256, name) DO UPDATE
   SET place = excluded.place,
       lines = CASE WHEN excluded.lines > 0 THEN excluded.lines ELSE f.lines END,
       rejected = CASE WHEN excluded.lines > 0 THEN excluded.rejected ELSE f.rejected END,
       write_uid = excluded.write_uid, write_date = excluded.write_date
"""
