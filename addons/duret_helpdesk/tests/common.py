"""Test kit of the gateway, for this addon and those above it."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

from odoo.tests import TransactionCase, tagged

ALIAS_DOMAIN = "essai.example"
ALIAS = f"service-client@{ALIAS_DOMAIN}"
_numbers = count(1)


def eml(body="Bonjour, plus de courant dans la cuisine.", sender="Jeanne Favre <jeanne@client.example>", **headers):
    """Bytes of a message to the customer service.

    Header names are given with underscores (`in_reply_to=`); None leaves a header out. `html=` and `files=`
    (list of (name, bytes, type)) make the other parts.
    """
    html, files = headers.pop("html", None), headers.pop("files", ())
    message = EmailMessage(policy=SMTP)
    values = {
        "From": sender,
        "To": ALIAS,
        "Subject": "Panne",
        "Message-Id": f"<essai-{next(_numbers)}@client.example>",
    }
    values |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    for name, value in values.items():
        if value is not None:
            message[name] = value
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content, mimetype in files:
        maintype, subtype = mimetype.split("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes()


@tagged("post_install", "-at_install", "duret_mail")
class MailGatewayCase(TransactionCase):
    """Messages go through the real gateway; its own transactions are nested in the test's one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The gateway opens cursors of its own: let them share the test's transaction.
        cls.registry_enter_test_mode_cls()
        cls.company = cls.env.ref("base.main_company")
        domain = cls.env["mail.alias.domain"].create({"name": ALIAS_DOMAIN})
        cls.company.alias_domain_id = domain
        cls.team = cls.env.ref("duret_helpdesk.team_customer_service")
        cls.team.alias_id.write({"alias_name": "service-client", "alias_domain_id": domain.id})
        cls.assistant = cls.env["res.users"].create(
            {
                "name": "Claire Essai",
                "login": "claire.essai",
                "email": "claire.essai@duret.example",
                "group_ids": [(6, 0, [cls.env.ref("duret_base.group_assistant").id])],
            }
        )
        cls.team.user_ids = cls.assistant
        cls.sent = []

    def setUp(self):
        super().setUp()
        self.sent = []
        mail_server = type(self.env["ir.mail_server"])
        kit = self

        def send_email(self, message, *args, **kwargs):
            kit.sent.append(message)
            return message["Message-Id"]

        self.patch(mail_server, "send_email", send_email)
        self.patch(mail_server, "_disable_send", classmethod(lambda _cls: False))
        self.patch(mail_server, "_connect__", lambda *_args, **_kwargs: None)

    def receive(self, raw, **options):
        """Deliver bytes through the gateway, let the automatic answers leave; return the stored row."""
        self.env.flush_all()
        self.env["mail.thread"].message_process("", raw, **options)
        self.env["duret.automatic.answer"].search([("state", "=", "waiting")])._send()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.inbox(raw)

    def inbox(self, raw):
        """Stored row of these bytes."""
        return self.env["duret.mail.inbox"].search([("sha256", "=", hashlib.sha256(raw).hexdigest())])

    def receive_ticket(self, raw=None, **kwargs):
        """Deliver a message that must become a ticket; return the ticket."""
        row = self.receive(raw or eml(**kwargs))
        self.assertEqual(row.state, "ticket", row.detail or row.reason)
        return row.ticket_id

    def sent_to(self, address):
        """Mails sent to an address, in order."""
        return [message for message in self.sent if address in str(message["To"])]
