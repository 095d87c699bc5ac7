from contextlib import contextmanager

import psycopg2

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import SQL, mute_logger

from ..sage.dedupe import match_keys
from ..sage.errors import BadData
from ..sage.store import Candidate
from .duret_sage_tracked import UNTOUCHED

# What Odoo says when it does not take a record; anything else is a fault of ours and ends the run.
REFUSALS = (UserError, RedirectWarning, psycopg2.DataError, psycopg2.IntegrityError, BadData)
# Nobody is told of what comes from SAGE; what changed is noted once (see `_note`).
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_activity_automation_skip": True,
    "duret_sage_applying": True,
    "active_test": False,
}
# A row of the match keys that says up to which version a record is indexed
INDEXED = "version"
INDEX_BATCH = 1000


class DuretSageDesk(models.AbstractModel):
    """Where the exchange reads and writes the records of one entity on our side (see `sage.store.Store`).

    The store keeps bindings and boxes; a desk knows clients, contacts or documents. Everything is asked for sets of
    records, with a number of statements that does not depend on their number. A desk is used by the exchange only,
    with the rights of the superuser.
    """

    _name = "duret.sage.desk"
    _description = "Desk of the Exchange with SAGE"

    # Entity of a concrete desk, and the models its records live in
    _entity = ""
    _models = ()

    @api.model
    def _of(self, entity):
        """Give the desk of an entity, with the rights of the exchange.

        :param entity: one of `sage.records.ENTITIES`
        """
        # sudo: only the exchange comes here; who may start it is asked by the buttons and the backend.
        return self.env[f"duret.sage.desk.{entity}"].sudo().with_context(**QUIET)

    # --- names of records
    @api.model
    def _split(self, local):
        """Give (model, id) of the name that the engine has for a record."""
        return self._models[0], int(local)

    @api.model
    def _join(self, model, res_id):
        """Give the name that the engine has for a record."""
        return str(res_id)

    # --- reading
    @api.model
    def _read(self, backend, ids):
        """Read records in canonical fields, archived ones too; those that do not exist are left out.

        :param ids: iterable of names of records
        :return: dict {name: `LocalRecord`}; its version is never "" (a binding without version differs from all)
        """
        raise NotImplementedError

    @api.model
    def _changed(self, backend, after, limit):
        """Name the records to compare, in the order of their ids beyond `after` (see `Store.changed_locals`).

        :param after: name of a record, "" from the beginning
        :return: list of names
        """
        raise NotImplementedError

    @api.model
    def _unbound(self, backend):
        """Name the records that belong into SAGE and have no binding, as a stream."""
        raise NotImplementedError

    @api.model
    def _unwanted(self, backend, ids):
        """Name those of these records without binding that SAGE is not to be given (see `Store.unwanted`).

        :param ids: list of names of records
        :return: set of names; the rows of the others are locked until the transaction ends
        """
        raise NotImplementedError

    # --- writing
    @api.model
    def _apply(self, backend, changes):
        """Write changes in one go; one that Odoo refuses leaves no trace, the others are written.

        All that are not known to be refused are tried at once.

        :param changes: list of `sage.store.Change` of this entity
        :return: list of `Applied` or `BadData`, in their order
        """
        faults = self._faults(backend, changes)
        sound = [change for rank, change in enumerate(changes) if rank not in faults]
        written = iter(self._try(backend, sound) if sound else ())
        return [faults[rank] if rank in faults else next(written) for rank in range(len(changes))]

    def _faults(self, backend, changes):
        """Find what Odoo is known to refuse before anything is written: a refusal in the middle costs many trials.

        :return: dict {rank of the change: `BadData`}
        """
        return {}

    def _try(self, backend, changes):
        """Write all, else each half, until the refused ones stand alone."""
        try:
            with self._trial():
                return self._write_changes(backend, changes)
        except REFUSALS as error:
            if len(changes) == 1:
                return [self._refusal(changes[0], error)]
        half = len(changes) // 2
        return [*self._try(backend, changes[:half]), *self._try(backend, changes[half:])]

    @contextmanager
    def _trial(self):
        """All that is done inside is in the database at the end, or undone with what memory knows of it."""
        self.env.flush_all()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                yield
                self.env.flush_all()
        except REFUSALS:
            self.env.invalidate_all(flush=False)
            raise

    @api.model
    def _write_changes(self, backend, changes):
        """Write changes, all or none.

        :return: list of `Applied`, in the order of the changes
        :raise BadData, UserError, psycopg2.Error: when one cannot be written
        """
        raise NotImplementedError

    @api.model
    def _refusal(self, change, error):
        """Give the reason why a change was refused, for people to read.

        :return: `BadData` with a code of `sage.words_fr`
        """
        if isinstance(error, BadData):
            return error
        text = error.args[0] if error.args else ""
        return BadData(0, "odoo_says_no", " ".join(str(text).split())[:200])

    @api.model
    def _archive(self, backend, ids, reason):
        """Put records aside and flag them; nothing is deleted, ever.

        :param reason: code of `sage.words_fr`
        """
        raise NotImplementedError

    @api.model
    def _revive(self, backend, ids):
        """Take back what `_archive` did."""
        raise NotImplementedError

    # --- looking for duplicates
    @api.model
    def _candidates(self, backend, keys, limit):
        """Find records by the keys of `dedupe.match_keys`.

        :param keys: iterable of (kind, value)
        :param limit: at most so many for a key, the oldest first
        :return: dict {key: list of `Candidate`}, keys without any left out
        """
        keys = list(dict.fromkeys(keys))
        if not keys:
            return {}
        self._refresh_keys()
        rows = self._find_keys(backend, keys, limit)
        names = {(model, res_id): self._join(model, res_id) for _kind, _value, model, res_id, _bound in rows}
        records = self._read(backend, names.values())
        found = {}
        for kind, value, model, res_id, bound in rows:
            record = records.get(names[model, res_id])
            if record is not None:
                candidate = Candidate(record.id, record.values, bound or "", record.parent)
                found.setdefault((kind, value), []).append(candidate)
        return found

    def _find_keys(self, backend, keys, limit):
        """Give (kind, value, model, id, key of SAGE or None) of the records under these keys."""
        return self.env.execute_query(
            SQL(
                """SELECT wanted.kind, wanted.value, known.model, known.res_id, known.bound
                     FROM UNNEST(%(kinds)s::text[], %(values)s::text[]) AS wanted (kind, value),
                  LATERAL (SELECT k.model, k.res_id, b.key AS bound
                             FROM duret_sage_match_key k
                        LEFT JOIN duret_sage_binding b ON b.backend_id = %(backend)s AND b.entity = %(entity)s
                                                      AND b.model = k.model AND b.res_id = k.res_id
                            WHERE k.entity = %(entity)s AND k.kind = wanted.kind AND k.value = wanted.value
                              AND (b.id IS NOT NULL OR %(free)s)
                         ORDER BY k.model, k.res_id LIMIT %(limit)s) AS known""",
                kinds=[kind for kind, _value in keys],
                values=[value for _kind, value in keys],
                backend=backend.id,
                entity=self._entity,
                free=self._is_free(backend),
                limit=limit,
            )
        )

    def _is_free(self, backend):
        """SQL condition on a key `k`: its record may be proposed although it is not bound."""
        return SQL("TRUE")

    @api.model
    def _refresh_keys(self):
        """Bring the keys of records up to date that changed since: nothing of it is done while people write."""
        while stale := self._stale_keys(INDEX_BATCH):
            self._index(stale)

    def _stale_keys(self, limit):
        """Name records whose keys are older than they are.

        :return: list of names
        """
        raise NotImplementedError

    def _index(self, ids):
        """Write the keys of records anew."""
        records = self._read(self.env["duret.sage.backend"], ids)
        rows = []
        for name in ids:
            place = self._split(name)
            record = records.get(name)
            # A record that is gone has no version: it is not asked for again.
            if record is not None:
                rows.append((*place, INDEXED, record.version))
                rows += [(*place, *key) for key in match_keys(self._entity, record.values, record.parent)]
        self._forget_keys([self._split(name) for name in ids])
        self._insert_keys(rows)

    def _forget_keys(self, places):
        if not places:
            return
        self.env.execute_query(
            SQL(
                """DELETE FROM duret_sage_match_key k USING UNNEST(%s::text[], %s::int[]) AS gone (model, res_id)
                    WHERE k.model = gone.model AND k.res_id = gone.res_id AND k.entity = %s RETURNING 1""",
                [model for model, _id in places],
                [res_id for _model, res_id in places],
                self._entity,
            )
        )

    def _insert_keys(self, rows):
        """Insert rows of (model, id, kind, value)."""
        if not rows:
            return
        models_, ids, kinds, values = (list(column) for column in zip(*rows, strict=True))
        self.env.execute_query(
            SQL(
                """INSERT INTO duret_sage_match_key (entity, model, res_id, kind, value)
                   SELECT %s, * FROM UNNEST(%s::text[], %s::int[], %s::text[], %s::text[])
                       ON CONFLICT DO NOTHING RETURNING 1""",
                self._entity,
                models_,
                ids,
                kinds,
                values,
            )
        )

    # --- pieces of SQL that desks share
    @api.model
    def _version_sql(self, alias):
        """Version of a record as `_read` gives it: of one that nobody has written since the installation too."""
        return SQL("COALESCE(%s, %s)", SQL.identifier(alias, "duret_sage_version"), UNTOUCHED)
