from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import MailGatewayCase, eml


@tagged("post_install", "-at_install")
class TestInternalMail(MailGatewayCase):
    """T17: mail between services is kept apart from the clients' mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.duret_mail_internal_domains = "duret.example, atelier.duret-elec.example"

    def test_a_colleague_opens_an_internal_request(self):
        row = self.receive(eml(sender="Atelier <stock@duret.example>", subject="Vis à commander"))
        ticket = row.ticket_id
        self.assertTrue(row.is_internal and ticket.duret_is_internal)
        self.assertEqual(ticket.type_id.duret_code, "internal")
        self.assertEqual(ticket.partner_id.parent_id, self.company.partner_id, "no client is made of a colleague")

    def test_a_colleague_is_never_acknowledged(self):
        row = self.receive(eml(sender="stock@depot.atelier.duret-elec.example"))
        self.assertTrue(row.is_internal)
        self.assertFalse(row.acknowledged)
        self.assertFalse(self.sent_to("stock@"))

    def test_a_client_is_not_a_colleague(self):
        for address in ("zoe@client.example", "zoe@faux-duret.example", "zoe@duret.example.org"):
            row = self.receive(eml(sender=address))
            self.assertFalse(row.is_internal or row.ticket_id.duret_is_internal, address)
            self.assertFalse(row.ticket_id.partner_id.parent_id, address)

    def test_a_colleague_answers_in_a_clients_ticket(self):
        ticket = self.receive_ticket(sender="zoe@client.example")
        answer = eml(sender="Claire Essai <claire.essai@duret.example>", in_reply_to=ticket.message_ids[-1:].message_id)
        row = self.receive(answer)
        self.assertEqual(row.ticket_id, ticket)
        self.assertFalse(ticket.duret_is_internal)

    def test_a_wrong_domain_is_refused(self):
        for text in ("duret", "duret..fr", "http://duret.fr", "claire@duret.fr@", "-duret.fr"):
            with self.assertRaises(ValidationError, msg=text):
                self.company.duret_mail_internal_domains = text
