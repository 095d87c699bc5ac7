"""Feeds messages to the gateway from processes of its own, which may be killed at any SQL statement.

Runs inside an Odoo shell (`env` exists); `SPEC` and the path of this folder are prepended by the test. Each feeding
happens in a forked child, so that a kill -9 costs no new start of Odoo; nothing of the addons is patched, only the
cursor counts statements.
"""

import json
import os
import signal
import time
from pathlib import Path

from killable import Counter, in_child

import odoo
from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry

DB = env.cr.dbname  # noqa: F821 - the shell's environment
odoo.tools.config["smtp_port"] = 9  # the discard port: nothing is sent anywhere


def feed(messages, journal):
    """Deliver messages as the mail fetcher does: one by one, handled whatever happens, then ticked off."""
    errors = 0
    with Registry(DB).cursor() as cr:
        thread = api.Environment(cr, SUPERUSER_ID, {})["mail.thread"]
        for name, path in messages:
            try:
                thread.message_process("", Path(path).read_bytes())
                cr.commit()
            except Exception as error:  # noqa: BLE001 - counted and printed: the test fails on it
                # As Odoo's fetcher: log, roll back, flag the mail as handled.
                cr.rollback()
                errors += 1
                print("EXCEPTION", name, type(error).__name__, str(error)[:80].replace("\n", " "))
            with open(journal, "a") as stream:
                stream.write(f"{name}\n")
    return errors


def prepare():
    """An alias domain, and one ticket with a message to answer."""
    domain = env["mail.alias.domain"].search([("name", "=", "essai.example")]) or env["mail.alias.domain"].create(  # noqa: F821
        {"name": "essai.example"}
    )
    env["mail.alias"].search([("alias_name", "=", "service-client")]).alias_domain_id = domain  # noqa: F821
    if not env["mail.alias"].search_count([("alias_name", "=", "service-client")]):  # noqa: F821 - bare helpdesk_mgmt
        env["helpdesk.ticket.team"].create(  # noqa: F821
            {"name": "SC", "alias_name": "service-client", "alias_domain_id": domain.id}
        )
    ticket = env["helpdesk.ticket"].create({"name": "Connu", "description": "Connu", "partner_email": "a@b.fr"})  # noqa: F821
    message = ticket.message_post(body="Bonjour", message_type="comment", subtype_xmlid="mail.mt_comment")
    env.cr.commit()  # noqa: F821
    print("KNOWN=" + json.dumps({"known_id": message.message_id, "known_number": ticket.number}))


def count_statements(messages):
    """How many events one feeding has, measured in a child."""
    reader, writer = os.pipe()

    def work():
        counter = Counter().watch()
        feed(messages, os.devnull)
        os.write(writer, str(counter.seen).encode())

    in_child(work)
    return int(os.read(reader, 20))


def kill_and_redeliver(batch, kill_at):
    """Feed a batch, killed at an event; then again what was not ticked off (or all of it); True if it was killed."""
    journal = Path(batch["journal"])

    def killed():
        Counter(kill_at).watch()
        feed(batch["messages"], journal)

    status = in_child(killed)
    done = set(journal.read_text().split("\n")) if journal.exists() and not batch["forget"] else set()
    rest = [item for item in batch["messages"] if item[0] not in done]
    in_child(lambda: feed(rest, journal))
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


spec = json.loads(Path(SPEC).read_text())  # noqa: F821
if spec["do"] == "prepare":
    prepare()
elif spec["do"] == "feed":
    started = time.monotonic()
    print("ERRORS=", feed(spec["messages"], spec["journal"]), "SECONDS=", round(time.monotonic() - started, 1))
elif spec["do"] == "kill":
    env.cr.commit()  # noqa: F821
    sql_db.close_all()  # children open connections of their own
    total = count_statements(spec["rehearsal"])
    print("STATEMENTS=", total)
    for place, batch in zip(spec["places"], spec["batches"], strict=True):
        print("KILLED=", int(kill_and_redeliver(batch, max(1, round(place * total)))), flush=True)
    os._exit(0)  # the shell's own cursor was closed: nothing to roll back
elif spec["do"] == "finish":
    env["duret.mail.inbox"]._cron_deliver_left_behind()  # noqa: F821
    env.cr.commit()  # noqa: F821
