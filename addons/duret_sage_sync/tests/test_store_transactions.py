"""Transactions that really commit, on connections of their own: what is kept, what is undone, who may run."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime

import psycopg2

from odoo import SUPERUSER_ID
from odoo.sql_db import connection_info_for
from odoo.tests import tagged

from ..sage.errors import Unavailable
from ..sage.records import Cursor, Record
from ..stores.odoo_store import OdooStore
from ..stores.transactions import LOCK_CLASS
from .connections_case import ConnectionsCase

NOW = datetime(2026, 11, 21, 8, 0)
# Of a company that does not exist: a lock needs none.
SOMEWHERE = 2_000_000_011
HOLD = """
import sys, time, psycopg2
held = psycopg2.connect(sys.argv[1])
held.cursor().execute("SELECT pg_advisory_lock(%s, %s)", [int(sys.argv[2]), int(sys.argv[3])])
print("held", flush=True)
time.sleep(60)
"""


@tagged("post_install", "-at_install")
class TestStoreTransactions(ConnectionsCase):
    def fail_here(self):
        raise ZeroDivisionError

    def record(self, key="1", name="Favre"):
        return Record("client", key, "2026-11-21T08:00:00", {"name": name})

    def seen(self, states=("new",)):
        """What another connection sees now."""
        self.cr2.rollback()
        return self.other.count_inbox("client", states)

    # --- transactions
    def test_what_is_kept_is_seen_by_everybody(self):
        with self.store.transaction():
            self.store.inbox_put([self.record()])
            self.assertEqual(self.seen(), 0)
        self.assertEqual(self.seen(), 1)

    def test_a_method_alone_is_a_transaction(self):
        self.store.set_cursor("client", Cursor("2026-11-21T08:00:00", "1"))
        self.cr2.rollback()
        self.assertEqual(self.other.cursor("client"), Cursor("2026-11-21T08:00:00", "1"))

    def test_an_error_undoes_all(self):
        with self.assertRaises(ZeroDivisionError), self.store.transaction():
            self.store.inbox_put([self.record()])
            with self.store.transaction():
                self.store.set_cursor("client", Cursor("2026-11-21T08:00:00"))
            self.fail_here()
        self.cr1.commit()  # pylint: disable=invalid-commit
        self.assertEqual(self.seen(), 0)
        self.assertIsNone(self.other.cursor("client"))

    def test_an_error_inside_undoes_the_inner_one_only(self):
        with self.store.transaction():
            self.store.inbox_put([self.record("1")])
            with self.assertRaises(ZeroDivisionError), self.store.transaction():
                self.store.inbox_put([self.record("2")])
                self.fail_here()
        self.assertEqual(self.seen(), 1)

    def test_the_death_of_a_run_keeps_nothing(self):
        class Killed(BaseException):
            pass

        with self.assertRaises(Killed), self.store.transaction():
            self.store.inbox_put([self.record()])
            raise Killed
        self.assertEqual(self.seen(), 0)

    def test_a_transaction_begins_with_what_others_have_written(self):
        self.assertEqual(self.store.count_inbox("client", ("new",)), 0)  # the connection looks at this moment on
        self.other.inbox_put([self.record()])
        with self.store.transaction():
            self.assertEqual(self.store.count_inbox("client", ("new",)), 1)

    def test_rows_that_somebody_else_changed_make_the_run_wait(self):
        self.store.inbox_put([self.record()])
        with self.assertRaises(Unavailable) as raised, self.store.transaction():
            (row,) = self.store.inbox("client", ("new",), 0, 10)
            self.other.inbox_put([self.record(name="Favre Jean")])
            self.store.inbox_done([row.id])
        self.assertEqual(raised.exception.code, "busy")
        (row,) = self.store.inbox("client", ("new",), 0, 10)
        self.assertEqual(row.record.values, {"name": "Favre Jean"})

    def test_a_rehearsal_leaves_nothing(self):
        with self.store.rehearsal():
            with self.store.transaction():
                self.store.inbox_put([self.record()])
            self.store.set_cursor("client", Cursor("2026-11-21T08:00:00"))
            self.assertEqual(self.store.count_inbox("client", ("new",)), 1)
        self.cr1.commit()  # pylint: disable=invalid-commit
        self.assertEqual(self.seen(), 0)
        self.assertIsNone(self.other.cursor("client"))

    def test_the_journal_of_a_rehearsal_is_written_after_it(self):
        with self.store.lock():
            with self.store.rehearsal():
                self.store.inbox_put([self.record()])
            run = self.store.start_run("sync", NOW, True)
            self.store.end_run(run, NOW, {"kind": "sync", "stopped": ""})
        self.cr2.rollback()
        row = self.other.env["duret.sage.run"].browse(int(run))
        self.assertEqual((row.state, row.rehearsal, self.seen()), ("done", True, 0))

    # --- lock
    def test_one_run_at_a_time(self):
        with self.store.lock():
            for again in (self.other, self.store):
                with self.assertRaises(Unavailable) as raised, again.lock():
                    pass
                self.assertEqual(raised.exception.code, "locked")
            self.store.inbox_put([self.record()])  # a commit does not free it
            with self.assertRaises(Unavailable), self.other.lock():
                pass
        with self.other.lock():
            pass

    def test_companies_do_not_wait_for_each_other(self):
        second = self.company(self.cr2)
        self.addCleanup(self.forget, second)
        elsewhere = OdooStore(self.other.env["duret.sage.backend"].browse(second))
        with self.store.lock(), elsewhere.lock():
            pass

    def test_an_error_frees_the_lock(self):
        with self.assertRaises(ZeroDivisionError), self.store.lock():
            self.fail_here()
        with self.assertRaises(psycopg2.Error), self.store.lock():
            self.cr1.execute("SELECT 1 / 0", log_exceptions=False)
        with self.other.lock():
            pass

    def test_a_killed_process_frees_the_lock(self):
        _name, told = connection_info_for(self.env.cr.dbname)
        dsn = told.get("dsn") or psycopg2.extensions.make_dsn(**told)
        with self.held(dsn) as process:
            free = OdooStore(self.store.env["duret.sage.backend"].browse(SOMEWHERE))
            with self.assertRaises(Unavailable), free.lock():
                pass
            process.kill()
            process.wait()
            self.wait_for(free)

    @contextmanager
    def held(self, dsn):
        """Another process that holds the lock."""
        arguments = [sys.executable, "-c", HOLD, dsn, str(LOCK_CLASS), str(SOMEWHERE)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own text)
            self.assertEqual(process.stdout.readline(), "held\n")
            yield process

    def wait_for(self, store):
        """The server notices the end of a connection within a moment."""
        for _attempt in range(100):
            try:
                with store.lock():
                    return
            except Unavailable:
                self.cr1.execute("SELECT pg_sleep(0.05)")
        self.fail("the lock is still held")

    # --- journal
    def test_a_run_that_died_is_told(self):
        first = self.store.start_run("sync", NOW, False)
        second = self.other.start_run("scan", NOW, False)
        self.other.end_run(second, NOW, {"stopped": "unreachable", "stopped_by": "x"})
        self.cr1.commit()  # pylint: disable=invalid-commit
        rows = self.store.env["duret.sage.run"].browse([int(first), int(second)])
        self.assertEqual(rows.mapped("state"), ["stopped", "stopped"])
        self.assertEqual(rows.mapped("stopped"), ["killed", "unreachable"])

    def test_who_started_a_run(self):
        company = self.store.backend.with_context(duret_sage_user=SUPERUSER_ID)
        store = OdooStore(company, forced=True)
        store.start_run("sync", NOW, False)
        run = store.env["duret.sage.run"].browse(store.run_id)
        self.assertEqual((run.user_id.id, run.forced, run.state), (SUPERUSER_ID, True, "running"))
        self.store.start_run("sync", NOW, False)
        self.assertFalse(self.store.env["duret.sage.run"].browse(self.store.run_id).user_id)
