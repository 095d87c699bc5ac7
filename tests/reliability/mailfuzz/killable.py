"""A child process that is killed -9 at a chosen event: an SQL statement, a commit, an IMAP command."""

import imaplib
import os
import signal

from odoo import sql_db


class Counter:
    """Counts statements and commits of this process and kills it at one of them."""

    def __init__(self, kill_at=0):
        self.seen, self.kill_at = 0, kill_at

    def tick(self):
        """One more event; kill -9 when it is the chosen one."""
        self.seen += 1
        if self.seen == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self):
        """Count every statement and every commit, before and after it."""
        execute, commit = sql_db.Cursor.execute, sql_db.Cursor.commit

        def counted_execute(cursor, *args, **kwargs):
            result = execute(cursor, *args, **kwargs)
            self.tick()
            return result

        def counted_commit(cursor):
            self.tick()
            result = commit(cursor)
            self.tick()
            return result

        sql_db.Cursor.execute, sql_db.Cursor.commit = counted_execute, counted_commit
        return self

    def watch_imap(self):
        """Count every IMAP command too, once it is answered."""
        command = imaplib.IMAP4._simple_command

        def counted_command(connection, *args):
            result = command(connection, *args)
            self.tick()
            return result

        imaplib.IMAP4._simple_command = counted_command
        return self


def in_child(work):
    """Run `work` in a forked child with connections of its own; return its exit status."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = work() or 0
        finally:
            os._exit(code)  # never the parent's clean-up: its connections are not the child's
    return os.waitpid(pid, 0)[1]
