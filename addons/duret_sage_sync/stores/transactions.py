"""Transactions of a run on the cursor of its environment, and the lock that makes runs follow each other.

The run owns its cursor: the outermost transaction ends with COMMIT, and what was there before it begins with a COMMIT
of its own, so that the work starts from what everybody else has written by then. A test has one transaction for ever:
there, savepoints stand for it (see `_commits`).
"""

from contextlib import contextmanager

import psycopg2
from psycopg2 import errors

import odoo.modules.module

from ..sage.errors import Unavailable
from .room import Room

# Class of the advisory locks of this suite's exchange; the second number is the id of the company.
LOCK_CLASS = 0x5A6E
# Somebody else wrote the same row at the same time: the whole run may be tried again.
BUSY = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


class Transactions(Room):
    """Part of :class:`~.odoo_store.OdooStore`."""

    def __init__(self, backend, **told):
        super().__init__(backend, **told)
        self._depth = 0
        self._savepoint = None

    @contextmanager
    def transaction(self):
        """All or nothing; inside another one, a savepoint.

        :raise Unavailable: `busy` when another connection has changed the same rows meanwhile; nothing was kept
        """
        if self._depth:
            with self._inner():
                yield
            return
        self._begin()
        self._depth = 1
        try:
            yield
            self._keep()
        except BaseException as error:
            self._drop()
            if isinstance(error, BUSY):
                raise Unavailable("busy") from error
            raise
        finally:
            self._depth = 0

    @contextmanager
    def _inner(self):
        self._depth += 1
        try:
            with self.cr.savepoint():
                yield
        finally:
            self._depth -= 1

    @contextmanager
    def rehearsal(self):
        """Everything done inside is undone at the end, in one transaction of the database."""
        self._begin()
        undone = self.cr.savepoint() if self._depth else None
        self._depth += 1
        try:
            yield
            # What the database would refuse at the very end belongs into the report too.
            self._flush()
        finally:
            self._depth -= 1
            if undone is None:
                self._drop()
            else:
                undone.close(rollback=True)

    @contextmanager
    def lock(self):
        """One run at a time for this company, whatever the process or the server it runs on.

        The lock is of the session: it outlives transactions, and a connection that dies frees it.

        :raise Unavailable: `locked`
        """
        self._settle()
        if not self._try_lock():
            raise Unavailable("locked")
        try:
            yield
        finally:
            self._unlock()

    def _try_lock(self):
        """Take the lock; a session that has it already does not get it twice."""
        self.cr.execute(
            """SELECT CASE WHEN EXISTS (
                   SELECT FROM pg_locks
                    WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid = 2
                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                      AND classid = %(class)s::oid AND objid = %(id)s::oid
               ) THEN FALSE ELSE pg_try_advisory_lock(%(class)s, %(id)s) END""",
            {"class": LOCK_CLASS, "id": self.backend_id},
        )
        return self.cr.fetchone()[0]

    def _unlock(self):
        """Free the lock, also when the transaction has failed; a connection that is gone has freed it already."""
        if self.cr.closed:
            return
        try:
            self._release()
        except psycopg2.Error:
            if not self._commits():
                raise
            self.cr.rollback()
            self._release()

    def _release(self):
        self.cr.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, self.backend_id], log_exceptions=False)

    # --- the seam
    def _commits(self):
        """Tell whether this cursor may commit: a test undoes all it did at its end."""
        return not odoo.modules.module.current_test

    def _flush(self):
        """Bring into the database what waits for the end of the transaction."""
        self.env.flush_all()
        self.cr.precommit.run()

    def _settle(self):
        """End what was done before, so that the next statement sees what everybody has written."""
        if self._depth:
            return
        if self._commits():
            self.cr.commit()  # pylint: disable=invalid-commit
        else:
            self._flush()

    def _begin(self):
        self._settle()
        if not self._commits() and not self._depth:
            self._savepoint = self.cr.savepoint()

    def _keep(self):
        if self._savepoint is None:
            self.cr.commit()  # pylint: disable=invalid-commit
        else:
            self._savepoint.close(rollback=False)
            self._savepoint = None

    def _drop(self):
        if self._savepoint is None:
            self.cr.rollback()
        else:
            self._savepoint.close(rollback=True)
            self._savepoint = None
