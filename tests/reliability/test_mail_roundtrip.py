"""From a client's mail to the answer of his answer, over real SMTP both ways and a real server."""

import email
import email.policy
import os
import re
import smtplib
import time
import urllib.request
import xmlrpc.client
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from tools.suite import databases, postgres, server
from tools.suite.maildev import Catcher, Gateway, Mailbox

PASSWORD = "Aller-retour-7!"
ALIAS = "service-client@essai.example"
CLIENT = "Jeanne Favre <jeanne@client.example>"
SETUP = f"""
domain = env['mail.alias.domain'].search([('name', '=', 'essai.example')]) or env['mail.alias.domain'].create(
    {{'name': 'essai.example'}})
env.ref('duret_helpdesk.team_customer_service').alias_id.alias_domain_id = domain
env.company.alias_domain_id = domain
env['ir.mail_server'].search([]).active = False
env.ref('base.user_admin').password = {PASSWORD!r}
env['res.users'].with_context(no_reset_password=True).create({{
    'name': 'Claire Essai', 'login': 'claire.essai', 'email': 'claire.essai@essai.example', 'password': {PASSWORD!r},
    'group_ids': [(6, 0, env.ref('duret_base.group_assistant').ids)]}})
print('ADMIN=' + env.ref('base.user_admin').login)
env.cr.commit()
"""


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    """A server, an SMTP port into its gateway and a catcher of what it sends: (send, caught, rpc, database)."""
    database = databases.clone(os.environ.get("RELIABILITY_DB") or databases.suite_template(), f"maille_{os.getpid()}")
    admin = re.search(r"ADMIN=(\S+)", databases.odoo_script(database, SETUP, "mail-roundtrip"))[1]
    mailbox = Mailbox(tmp_path_factory.mktemp("caught"))
    sink = Controller(Catcher(mailbox), hostname="127.0.0.1", port=server.free_port())
    sink.start()
    # A cron thread: the acknowledgements leave from an outbox.
    options = ["--smtp-port", sink.port, "--max-cron-threads", "1"]
    instance = server.OdooServer(database, options=options, name="mail-roundtrip").start()
    entry = Controller(Gateway(instance.url, database, admin, PASSWORD), hostname="127.0.0.1", port=server.free_port())
    entry.start()
    yield Post(instance.url, database, mailbox, entry.port)
    entry.stop()
    sink.stop()
    instance.stop()
    databases.drop(database)


class Post:
    """The client's mail program, Claire's screen and the reader of what was sent."""

    def __init__(self, url, database, mailbox, port):
        self.url, self.database, self.mailbox, self.port = url, database, mailbox, port

    def send(self, subject, text, sender=CLIENT, **headers):
        """Send a mail to the customer service by SMTP."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, ALIAS, subject
        message["Message-Id"] = email.utils.make_msgid(domain="client.example")
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as smtp:
            smtp.send_message(message)

    def caught(self, address, number):
        """The mails sent to an address so far, oldest first, once there are `number` (20 s at most)."""
        deadline = time.monotonic() + 20
        while len(found := self._sent_to(address)) < number and time.monotonic() < deadline:
            time.sleep(0.1)
        return found

    def _sent_to(self, address):
        raws = [self.mailbox.raw(name) for name in reversed(self.mailbox.names())]
        messages = [email.message_from_bytes(raw, policy=email.policy.SMTP) for raw in raws]
        return [message for message in messages if address in str(message["To"])]

    def as_claire(self, model, method, *args, **kwargs):
        """Call a method as Claire."""
        uid = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/common").login(self.database, "claire.essai", PASSWORD)
        models = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object", allow_none=True)
        return models.execute_kw(self.database, uid, PASSWORD, model, method, args, kwargs)

    def sql(self, query):
        """Rows of a query."""
        return postgres.sql(query, self.database)


def test_mail_ticket_acknowledgement_answer_reply(post):
    post.send("Panne générale", "Plus de courant depuis ce matin.")
    (ack,) = post.caught("jeanne@", 1)
    number = re.search(r"\[(T-\d+)\]", ack["Subject"])[1]
    assert ack["Auto-Submitted"] == "auto-replied"
    assert "jeanne@client.example" in ack["To"]
    (row,) = post.sql(f"select id, partner_email from helpdesk_ticket where number = '{number}'")
    ticket, address = row.split("|")
    assert address == "jeanne@client.example"

    html = ack.get_body(("html",)).get_content()
    link = re.search(r'href="[^"]*(/my/ticket/\d+\?[^"]+)"', html)[1].replace("&amp;", "&")
    with urllib.request.urlopen(post.url + link, timeout=30) as page:
        assert page.status == 200 and "Panne générale" in page.read().decode()

    values = {
        "body": "Un technicien passe demain à 9 h.",
        "message_type": "comment",
        "subtype_xmlid": "mail.mt_comment",
    }
    post.as_claire("helpdesk.ticket", "message_post", [int(ticket)], **values)
    _ack, answer = post.caught("jeanne@", 2)
    assert number in answer["Subject"] and ALIAS in answer["Reply-To"] and answer["Auto-Submitted"] is None

    post.send(f"Re: {answer['Subject']}", "Parfait, merci.", In_Reply_To=answer["Message-Id"])
    post.send(f"RE: {answer['Subject']}", "Le code est 1234.")  # headers lost
    rows = post.sql(f"select state from duret_mail_inbox where ticket_id = {ticket} order by id")
    assert rows == ["ticket", "reply", "reply"]
    assert post.sql("select count(*) from helpdesk_ticket where partner_email = 'jeanne@client.example'") == ["1"]
    assert len(post.caught("jeanne@", 2)) == 2, "the client's answers are not acknowledged"


def test_stranger_and_robot_over_smtp(post):
    (number,) = post.sql("select number from helpdesk_ticket order by id desc limit 1")
    post.send(f"[{number}] intrus", "Je lis tout", "Rival <rival@autre.example>")
    assert post.sql("select state from duret_mail_inbox order by id desc limit 1") == ["ticket"]
    (named,) = post.sql(
        "select r.number from helpdesk_ticket t join helpdesk_ticket r on r.id = t.duret_related_ticket_id"
        " order by t.id desc limit 1"
    )
    assert named == number
    assert len(post.caught("rival@", 1)) == 1
    post.send("Absent", "En congé", "Robot <robot@autre.example>", Auto_Submitted="auto-replied")
    assert post.sql("select state, reason from duret_mail_inbox order by id desc limit 1") == ["suppressed|auto_reply"]
    assert not post.caught("robot@", 0)
