"""Reads a real mailbox with Odoo's fetcher, in child processes that may be killed at any moment.

Runs inside an Odoo shell (`env` exists); `SPEC` and the path of this folder are prepended by the test.
"""

import imaplib
import json
import os
import signal
from pathlib import Path

from killable import Counter, in_child

import odoo
from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry

DB = env.cr.dbname  # noqa: F821 - the shell's environment
odoo.tools.config["smtp_port"] = 9  # the discard port: nothing is sent anywhere


def fetch(server_id):
    """One round of the fetcher, as its scheduled task does it."""
    with Registry(DB).cursor() as cr:
        api.Environment(cr, SUPERUSER_ID, {})["fetchmail.server"].browse(server_id)._fetch_mail()


def count_events(server_id):
    """How many events a round over the waiting messages has, measured in a child."""
    reader, writer = os.pipe()

    def work():
        counter = Counter().watch().watch_imap()
        fetch(server_id)
        os.write(writer, str(counter.seen).encode())

    in_child(work)
    return int(os.read(reader, 20))


def killed_round(server_id, event):
    """A round killed at an event; True when it was."""

    def work():
        Counter(event).watch().watch_imap()
        fetch(server_id)

    status = in_child(work)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def deposit(mailbox, paths):
    """Put messages into the mailbox, as the provider's mail server does."""
    connection = imaplib.IMAP4("127.0.0.1", mailbox["port"], timeout=20)
    connection.login(mailbox["user"], mailbox["password"])
    for path in paths:
        connection.append("INBOX", "", None, Path(path).read_bytes())
    connection.logout()


spec = json.loads(Path(SPEC).read_text())  # noqa: F821
env.cr.commit()  # noqa: F821
sql_db.close_all()  # children open connections of their own
if spec["do"] == "count":
    print("EVENTS=", count_events(spec["server"]))
elif spec["do"] == "kill":
    for bag in spec["bags"]:
        deposit(spec["mailbox"], bag["messages"])
        print("KILLED=", int(killed_round(spec["server"], bag["event"])), flush=True)
        in_child(lambda: fetch(spec["server"]))
else:
    print("STATUS=", in_child(lambda: fetch(spec["server"])))
os._exit(0)  # the shell's own cursor was closed: nothing to roll back
