"""Outgoing mail: one frame, no advertisement, and a mark on what no person wrote."""

import re

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .common import DuretUsersMixin


@tagged("post_install", "-at_install")
class TestMails(DuretUsersMixin, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.user_assistant.write({"name": "Claire Martin (tests)", "notification_type": "email"})
        cls.env.company.write(
            {
                "name": "Duret Électricité",
                "country_id": cls.env.ref("base.fr").id,
                "company_registry": "12345678900012",
                "duret_emergency_phone": "0450111213",
                "duret_mediator": "Médiation des Alpes",
            }
        )
        cls.client_b.message_subscribe(cls.client_b.ids)

    def _mail(self, **values):
        """Make a mail as the mail queue would send it, and give its headers and body."""
        mail = self.env["mail.mail"].create(
            {"subject": "x", "body_html": "<p>x</p>", "email_to": "client@client.test", **values}
        )
        (outgoing,) = mail._prepare_outgoing_list()
        return outgoing

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def _post(self, user=None, **values):
        """Write to client B through the chatter and give the mail that leaves."""
        partner = self.client_b.with_user(user) if user else self.client_b
        with self.mock_mail_gateway(mail_unlink_sent=False):
            partner.message_post(
                body="Bonjour, nous passons mardi.",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.client_b.ids,
                **{"message_type": "comment"} | values,
            )
        (mail,) = [mail for mail in self._mails if mail["email_to"] == [self.client_b.email_formatted]]
        return mail

    # --- automatic mail --------------------------------------------------------------------
    def test_person_is_no_robot(self):
        self.assertNotIn("Auto-Submitted", self._post(self.user_assistant)["headers"])

    def test_automatic_messages_are_marked(self):
        for message_type in ("auto_comment", "notification"):
            mail = self._post(message_type=message_type)
            self.assertEqual(mail["headers"]["Auto-Submitted"], "auto-generated", message_type)
            self.assertEqual(mail["headers"]["X-Auto-Response-Suppress"], "OOF, AutoReply")

    def test_mail_without_author_and_of_the_robot_is_marked(self):
        for author in (False, self.env.ref("base.partner_root").id):
            headers = self._mail(author_id=author, message_type="comment")["headers"]
            self.assertEqual(headers["Auto-Submitted"], "auto-generated")

    def test_context_decides(self):
        mail = self.env["mail.mail"].with_context(duret_auto_submitted="auto-replied").create({"email_to": "a@b.test"})
        self.assertEqual(mail._prepare_outgoing_list()[0]["headers"]["Auto-Submitted"], "auto-replied")
        mail = self.env["mail.mail"].with_context(duret_auto_submitted=False).create({"email_to": "a@b.test"})
        self.assertNotIn("Auto-Submitted", mail._prepare_outgoing_list()[0]["headers"])

    def test_mark_survives_until_the_queue_sends_it(self):
        mail = self.env["mail.mail"].with_context(duret_auto_submitted="auto-replied").create({"email_to": "a@b.test"})
        self.env.flush_all()
        later = self.env["mail.mail"].with_context(duret_auto_submitted=None).browse(mail.id)
        later.invalidate_recordset()
        self.assertEqual(later._prepare_outgoing_list()[0]["headers"]["Auto-Submitted"], "auto-replied")

    def test_headers_already_there_stay(self):
        headers = self._mail(headers=repr({"Auto-Submitted": "auto-replied", "X-Mine": "1"}), author_id=False)[
            "headers"
        ]
        self.assertEqual((headers["Auto-Submitted"], headers["X-Mine"]), ("auto-replied", "1"))

    def test_invitation_to_the_portal_is_automatic_and_without_advertisement(self):
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.user_portal_b.with_user(self.user_admin).action_reset_password()
        (mail,) = self._mails
        self.assertEqual(mail["headers"]["Auto-Submitted"], "auto-generated")
        self.assertNotIn("odoo.com", mail["body"].replace("odoo.com/documentation", ""))
        self.assertNotRegex(mail["body"], r"(?i)powered by|généré par")
        self.assertNotIn("590", mail["body"].replace("max-width: 590px", ""), "wider than a telephone")

    # --- look ------------------------------------------------------------------------------
    def _layouts(self):
        for layout in ("mail.mail_notification_layout", "mail.mail_notification_light"):
            yield layout, self._post(self.user_assistant, email_layout_xmlid=layout)["body"]

    def test_every_layout_carries_logo_mentions_and_emergency_number(self):
        for layout, body in self._layouts():
            text = html.fromstring(body).text_content()
            self.assertIn("/logo.png?company=", body, layout)
            self.assertIn("nous passons mardi", text, layout)
            self.assertIn("SIRET 12345678900012", text, layout)
            self.assertIn("04 50 11 12 13", text, layout)
            self.assertIn("Médiation des Alpes", text, layout)
            self.assertNotIn("odoo.com", body, layout)
            self.assertNotRegex(text, r"(?i)powered by|généré par")

    def test_layouts_fit_a_telephone_and_outlook(self):
        for layout, body in self._layouts():
            self.assertFalse(re.findall(r"min-width:\s*[4-9]\d\d", body), layout)
            tree = html.fromstring(body)
            self.assertTrue(tree.xpath("//head/meta[@name='viewport']"), layout)
            widths = [width for width in tree.xpath("//*/@width") if not width.endswith("%")]
            self.assertFalse([width for width in widths if int(width) > 350], layout)
            frame = tree.xpath("//table[contains(@style, 'max-width: 620px')]")
            self.assertEqual(len(frame), 1, layout)
            self.assertTrue(frame[0].xpath("ancestor::td[@align='center']"), layout)
            self.assertFalse(re.search(r"display:\s*(flex|grid)|<style|<script", body), layout)

    def test_mail_in_french_for_a_french_client(self):
        self.client_b.lang = "fr_FR"
        text = html.fromstring(self._post(self.user_assistant)["body"]).text_content()
        self.assertIn("Horaires", text)
        self.assertIn("Urgence", text)
        self.assertNotIn("Opening hours", text)

    def test_signature_of_the_person_is_kept(self):
        self.user_assistant.signature = "<p>Claire, service client</p>"
        self.assertIn("Claire, service client", self._post(self.user_assistant)["body"])
