"""The mailbox over IMAP: a real Dovecot, Odoo's own fetcher, and what goes wrong between the two."""

import email
import email.policy
import hashlib
import json
import os
import random
import re
import smtplib
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from conftest import SEED
from dovecot import PASSWORD, USER, Dovecot
from mailfuzz.shapes import Context, write

from tools.suite import databases, postgres, server
from tools.suite.maildev import Catcher, Mailbox

HERE = Path(__file__).parent / "mailfuzz"
ALIAS = "service-client@essai.example"
KILLS = 20
SETUP = """
domain = env['mail.alias.domain'].search([('name', '=', 'essai.example')]) or env['mail.alias.domain'].create(
    {{'name': 'essai.example'}})
env.ref('duret_helpdesk.team_customer_service').alias_id.alias_domain_id = domain
env.company.alias_domain_id = domain
env['ir.mail_server'].search([]).active = False
server = env['fetchmail.server'].create({{
    'name': 'Service client', 'server_type': 'imap', 'server': '127.0.0.1', 'port': {port}, 'is_ssl': False,
    'user': {user!r}, 'password': {password!r}, 'object_id': env.ref('helpdesk_mgmt.model_helpdesk_ticket').id}})
server.button_confirm_login()
# Only what concerns the mail: the first round of a fresh server would otherwise clean and compute for a minute.
kept = env['ir.model.data'].search([('model', '=', 'ir.cron'), ('module', '=', 'duret_helpdesk')]).mapped('res_id')
env['ir.cron'].search([('id', 'not in', kept)]).active = False
env.ref('mail.ir_cron_mail_gateway_action').write({{'active': True, 'interval_number': 1, 'interval_type': 'minutes'}})
print('SERVER=%s' % server.id)
env.cr.commit()
"""


class Station:
    """A mailbox, the database that reads it, and the fetcher."""

    def __init__(self, mailbox, database, folder):
        self.mailbox, self.database, self.folder = mailbox, database, folder
        text = databases.odoo_script(
            database, SETUP.format(port=mailbox.port, user=USER, password=PASSWORD), "imap-setup"
        )
        self.server = int(re.search(r"SERVER=(\d+)", text)[1])

    def fetch(self, do="fetch", **spec):
        """Run the fetcher in child processes; returns what was printed."""
        path = self.folder / "spec.json"
        path.write_text(json.dumps({"do": do, "server": self.server, **spec}))
        script = f"import sys\nsys.path.insert(0, {str(HERE)!r})\nSPEC = {str(path)!r}\n"
        done = server.shell(self.database, script + (HERE / "fetcher.py").read_text(), timeout=300)
        assert done.returncode == 0 and "Traceback" not in done.stdout, done.stdout + done.stderr[-3000:]
        return done.stdout

    def save(self, messages):
        """Write messages to files; returns their paths."""
        paths = []
        for raw in messages:
            paths.append(str(self.folder / f"{hashlib.sha256(raw).hexdigest()}.eml"))
            Path(paths[-1]).write_bytes(raw)
        return paths

    def sql(self, query):
        """Rows of a query."""
        return postgres.sql(query, self.database)

    def states(self, messages):
        """State of each message, « lost » when the database does not know it."""
        rows = dict(row.split("|") for row in self.sql("select sha256, state from duret_mail_inbox"))
        # Mail travels with CRLF: what the mailbox holds is what must be stored.
        return [rows.get(hashlib.sha256(raw).hexdigest(), "lost") for raw in messages]


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """Dovecot and a database of its own that reads it."""
    database = databases.clone(os.environ.get("RELIABILITY_DB") or databases.suite_template(), f"imap_{os.getpid()}")
    with Dovecot() as mailbox:
        yield Station(mailbox, database, tmp_path_factory.mktemp("imap"))
    databases.drop(database)


def bag(start, rng):
    """Six messages: plain, without identifier, unknown charset, unroutable, automatic, with a broken subject."""
    kinds = [
        ((), {}),
        (("Message-ID",), {}),
        ((), {"Content-Type": "text/plain; charset=klingon-8"}),
        ((), {"To": "personne@essai.example"}),
        ((), {"Auto-Submitted": "auto-replied"}),
        (("Message-ID",), {"Subject": b"=?utf-8?q?Panne=00?="}),
    ]
    return [
        crlf(write(Context(start + index, rng), headers, f"corps i{start + index}.".encode(), drop))
        for index, (drop, headers) in enumerate(kinds)
    ]


def crlf(raw):
    """The message as IMAP gives it back."""
    return re.sub(rb"\r?\n", b"\r\n", raw)


# What becomes of a bag when nothing is set up for the unknown address: fetchmail's own document takes it.
EXPECTED = ["ticket", "ticket", "ticket", "ticket", "suppressed", "ticket"]


def test_every_message_of_the_mailbox_is_stored_and_ticked_off(station):
    messages = bag(500_000, random.Random(SEED))
    for raw in messages:
        station.mailbox.deposit(raw)
    assert len(station.mailbox.unseen()) == 6
    station.fetch()
    assert station.states(messages) == EXPECTED
    assert station.mailbox.unseen() == []
    assert station.mailbox.count() == 6, "reading deletes nothing"


def test_killed_while_reading_nothing_lost_nothing_doubled(station):
    rng = random.Random(SEED + 1)
    rehearsal = bag(510_000, rng)
    for raw in rehearsal:
        station.mailbox.deposit(raw)
    total = int(re.search(r"EVENTS= (\d+)", station.fetch("count"))[1])
    bags = [bag(520_000 + point * 100, rng) for point in range(KILLS)]
    places = [rng.uniform(0.01, 0.99) for _ in bags]
    mailbox = {"port": station.mailbox.port, "user": USER, "password": PASSWORD}
    specs = [
        {"messages": station.save(messages), "event": max(1, round(place * total))}
        for messages, place in zip(bags, places, strict=True)
    ]
    output = station.fetch("kill", bags=specs, mailbox=mailbox)
    killed = output.count("KILLED= 1")
    print(f"IMAP: {total} events for {len(rehearsal)} messages, killed {killed} of {KILLS}")
    # A round over other texts may be a little shorter than the rehearsal.
    assert killed >= KILLS - 2
    messages = [raw for messages in bags for raw in messages]
    assert station.states(messages) == EXPECTED * KILLS
    assert station.mailbox.unseen() == []
    texts = station.sql("select description from helpdesk_ticket where description like '%corps i52%'")
    marks = [mark for text in texts for mark in re.findall(r"corps (i52\d+)\.", text)]
    assert len(marks) == len(set(marks)) == EXPECTED.count("ticket") * KILLS


def test_what_the_database_refuses_stays_in_the_mailbox(station):
    """Odoo ticks a message off whatever happened to it; here it waits, and the administrator is told."""
    (message,) = bag(530_000, random.Random(SEED + 2))[:1]
    digest = hashlib.sha256(message).hexdigest()
    station.sql(f"alter table duret_mail_inbox add constraint no_room check (sha256 <> '{digest}') not valid")
    station.mailbox.deposit(message)
    station.fetch()
    assert len(station.mailbox.unseen()) == 1
    (told,) = station.sql(f"select error_message from fetchmail_server where id = {station.server}")
    assert told.startswith("1 ")
    station.sql("alter table duret_mail_inbox drop constraint no_room")
    station.fetch()
    assert station.states([message]) == ["ticket"]
    assert station.mailbox.unseen() == []
    (told,) = station.sql(f"select coalesce(error_message, '') from fetchmail_server where id = {station.server}")
    assert told == ""


def test_from_smtp_to_the_mailbox_to_the_ticket_and_back(station, tmp_path):
    """The whole way: the client's SMTP, Dovecot, the scheduled fetch of a running server, and the answer by SMTP."""
    caught = Mailbox(tmp_path)
    sink = Controller(Catcher(caught), hostname="127.0.0.1", port=server.free_port())
    entry = Controller(Postman(station.mailbox), hostname="127.0.0.1", port=server.free_port())
    sink.start()
    entry.start()
    options = ["--smtp-port", sink.port, "--max-cron-threads", "1"]
    try:
        with server.OdooServer(station.database, options=options, name="mail-imap"):
            first = letter("Borne de recharge", "Bonjour, la borne clignote en rouge.")
            post(entry.port, first)
            station.sql("update ir_cron set nextcall = now() at time zone 'utc' where active")
            postgres.sql(f"select pg_notify('cron_trigger', '{station.database}')")
            ack = wait_for(lambda: sent_to(caught, "zoe@client.example"))
            number = re.search(r"\[(T-\d+)\]", ack["Subject"])[1]
            assert ack["Auto-Submitted"] == "auto-replied"
    finally:
        entry.stop()
        sink.stop()
    assert station.mailbox.unseen() == []
    (row,) = station.sql(
        "select c.duret_code from helpdesk_ticket t join helpdesk_ticket_channel c on c.id = t.channel_id"
        f" where t.number = '{number}'"
    )
    assert row == "mail"


def letter(subject, text):
    """A client's message."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = "Zoé <zoe@client.example>", ALIAS, subject
    message["Message-Id"] = email.utils.make_msgid(domain="client.example")
    message.set_content(text)
    return message


def post(port, message):
    """Send it as a mail program does."""
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
        smtp.send_message(message)


class Postman:
    """The provider's mail server: what it accepts by SMTP lies in the mailbox."""

    def __init__(self, mailbox):
        self.mailbox = mailbox

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (name given by aiosmtpd)
        """Put the message into the mailbox."""
        self.mailbox.deposit(envelope.content)
        return "250 OK"


def sent_to(mailbox, address):
    """The first mail sent to an address, None when there is none yet."""
    for name in mailbox.names():
        message = email.message_from_bytes(mailbox.raw(name), policy=email.policy.SMTP)
        if address in str(message["To"]):
            return message
    return None


def wait_for(found, seconds=60):
    """The first true answer of a function; fails after some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.2)
    raise AssertionError("nothing came")
