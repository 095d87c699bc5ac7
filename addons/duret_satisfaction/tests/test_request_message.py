"""The mail and the text message that a client receives."""

import re

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_helpdesk.tests.common import MailGatewayCase, eml

from .request_case import RequestCase, RequestKit

SEND_DAY = "2026-11-25 07:00:00"


@tagged("post_install", "-at_install")
class TestRequestMessage(RequestCase):
    def sent_to(self, partner):
        """The request about a visit of this client, after its first message."""
        request = self.asked(self.make_done(partner))
        self.send(SEND_DAY)
        self.assertEqual(request.state, "sent")
        return request

    def test_the_scale_is_in_the_mail(self):
        """Eleven links, one a mark, each of this request only; a table, because Outlook knows nothing else."""
        request = self.sent_to(self.make_person())
        mail = self.rows(request).mail_mail_id
        tree = html.fromstring(mail.body_html)
        links = [link.get("href") for link in tree.iter("a") if "/avis/" in (link.get("href") or "")]
        token = request.sudo().access_token
        base = request.company_id.get_base_url()
        self.assertEqual(links, [f"{base}/avis/{token}?note={mark}" for mark in range(11)])
        cells = [link.getparent() for link in tree.iter("a") if "note=" in (link.get("href") or "")]
        self.assertEqual({cell.tag for cell in cells}, {"td"})
        self.assertEqual(len({cell.get("bgcolor") for cell in cells}), 1, "no colour pushes towards a mark")
        for word in ("flex", "grid", "<script", "<form", "display:inline-flex", "var("):
            self.assertNotIn(word, mail.body_html)

    def test_the_copy_in_the_discussion_answers_for_nobody(self):
        """The office reads what was sent; a click there must not become the client's mark."""
        request = self.sent_to(self.make_person(lang="en_US"))
        kept = self.rows(request).mail_message_id.body
        self.assertIn("One click on a mark is enough", kept)
        self.assertNotIn("/avis/", kept)
        self.assertNotIn(request.sudo().access_token, kept)

    def test_why_and_how_to_refuse(self):
        client = self.make_person(lang="en_US")
        mail = self.rows(self.sent_to(client)).mail_mail_id
        link = self.env["duret.relance.opt.out"]._link(self.company.get_base_url(), client, "satisfaction")
        self.assertIn(link.replace("&", "&amp;"), mail.body_html)
        self.assertIn(link, mail.headers)
        self.assertIn("we ask our clients for their opinion", re.sub(r"\s+", " ", mail.body_html))
        self.assertNotIn("because we are waiting for your answer", mail.body_html)

    def test_other_follow_ups_keep_their_words(self):
        sender = self.env["duret.relance.sender"]
        frame = sender._in_frame("Bonjour", self.company, "en_US", "https://stop.test", "request")
        self.assertIn("because we are waiting for your answer", frame)
        self.assertNotIn("opinion", frame)

    def test_the_words_of_the_questionnaire(self):
        question = self.survey.question_ids.filtered(lambda one: one.duret_role == "nps")
        question.write({"title": "Parleriez-vous de nous ?", "scale_min_label": "Jamais", "scale_max_label": "Souvent"})
        body = self.rows(self.sent_to(self.make_person(lang="en_US"))).mail_mail_id.body_html
        for words in ("Parleriez-vous de nous ?", "Jamais", "Souvent"):
            self.assertIn(words, body)

    def test_the_reminder_says_that_it_is_the_last_one(self):
        request = self.sent_to(self.make_person(lang="en_US"))
        self.send("2026-11-30 07:00:00")
        last = self.rows(request)[1].mail_mail_id
        self.assertIn("We will not write to you about it again", last.body_html)
        self.assertEqual(last.subject, "We have not had your opinion on our visit of 23 November yet")

    def test_a_ticket_has_its_own_words(self):
        ticket = self.open_request(partner_id=self.make_person(lang="en_US").id)
        request = self.requests.create(
            {"name": "x", "kind": "ticket", "ticket_id": ticket.id, "done_at": SEND_DAY, "survey_id": self.survey.id}
        )
        self.assertEqual(request._duret_about(), f"what we did about your request {ticket.number}")

    def test_the_day_is_the_clients_day(self):
        """Finished on the 23rd at 23:50 and on the 24th at 00:10, in Annecy."""
        for moment, day in (("2026-11-23 22:50:00", "23"), ("2026-11-23 23:10:00", "24")):
            request = self.requests.create({"name": "x", "done_at": moment})
            self.assertEqual(request._duret_about(), f"our visit of {day} November")

    def test_a_text_message_of_few_letters(self):
        """A link, the day in figures, and letters of the alphabet of telephones: two parts at most."""
        client = self.make_person(email=False, phone="06 12 34 56 74")
        request = self.asked(self.make_done(client, moment="2026-08-24 09:00:00"), "2026-08-24 10:00:00")
        self.send("2026-08-26 06:00:00")
        text = self.env["sms.sms"].search([("uuid", "=", self.rows(request).sms_uuid)])
        self.assertEqual(text.number, "+33612345674")
        self.assertIn(request._duret_page_url(), text.body)
        self.assertIn("24/08", text.body)
        self.assertIn("24/08", text.mail_message_id.body)
        self.assertNotIn("/avis/", text.mail_message_id.body, "nobody answers for the client from the discussion")
        self.assertLessEqual(len(text.body), 306, "two parts")
        self.assertFalse(set(text.body) & set("âêîôûëïçœ«»–…’"), "letters that double its price")

    def test_trying_a_text_out_opens_no_clients_page(self):
        """A manager sends himself the mail: its links lead nowhere, and nothing is answered for the client."""
        request = self.asked(self.make_done())
        level = self.mail_rule.level_ids[0]
        level.with_user(self.user_manager).action_test()
        mail = self.env["mail.mail"].search([("email_to", "=", self.user_manager.email_formatted)], limit=1)
        self.assertIn("/avis/essai?note=9", mail.body_html)
        self.assertNotIn(request.sudo().access_token, mail.body_html)

    def test_replies_go_to_the_customer_service(self):
        domain = self.env["mail.alias.domain"].create({"name": "duret.test"})
        self.company.alias_domain_id = domain
        self.team.alias_domain_id = domain
        mail = self.rows(self.sent_to(self.make_person())).mail_mail_id
        self.assertEqual(mail.reply_to, f'"{self.company.name}" <service-client@duret.test>')

    def test_one_identity_for_each_message(self):
        """The Message-Id is that of the outbox's row, chosen when it was planned."""
        request = self.asked(self.make_done())
        self.send("2026-11-25 05:00:00")
        row = self.rows(request)
        chosen = row.message_ref
        self.send(SEND_DAY)
        self.assertEqual(row.mail_mail_id.message_id, chosen)

    def test_few_queries_for_each_mail(self):
        counts = []
        for size in (2, 1, 20):
            requests = self.requests.union(*(self.asked(self.make_done()) for _number in range(size)))
            self.send("2026-11-25 05:00:00")
            rows = self.outbox.search([("res_model", "=", requests._name), ("state", "=", "planned")])
            self.assertEqual(len(rows), size)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.at(SEND_DAY):
                self.env["duret.relance.engine"]._dispatch_batch(rows)
                self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(requests.mapped("state")), {"sent"})
        # Mails and messages of the queue are Odoo's, which has some statements for each of them.
        self.assertLess((counts[2] - counts[1]) / 19, 12)


@tagged("post_install", "-at_install")
class TestRequestReply(RequestKit, MailGatewayCase):
    """What clients write back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_request_kit()
        cls.client = cls.make_person(email="jeanne.avis@client.example")
        cls.request = cls.requests.create(
            {
                "name": "VIS-1",
                "partner_id": cls.client.id,
                "done_at": "2026-11-23 13:10:00",
                "state": "sent",
                "channel": "mail",
                "survey_id": cls.survey.id,
            }
        )
        cls.message = cls.request.message_post(body="Votre avis ?", message_type="auto_comment")

    def answer(self, sender, **headers):
        raw = eml("Tout était parfait, merci.", sender, **{"In-Reply-To": self.message.message_id, **headers})
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.receive(raw)
        self.env.invalidate_all()
        return self.env["helpdesk.ticket"].search([("partner_email", "=", "jeanne.avis@client.example")])

    def test_an_answer_by_mail_becomes_a_ticket_and_stops_the_reminder(self):
        before = len(self.request.message_ids)
        ticket = self.answer("Jeanne Favre <jeanne.avis@client.example>")
        self.assertEqual(len(ticket), 1)
        self.assertEqual(len(self.request.message_ids), before, "nobody reads the request itself")
        self.assertTrue(self.request.duret_client_answer_date)

    def test_somebody_elses_answer_does_not_stop_it(self):
        self.answer("Un voisin <voisin@client.example>")
        self.assertFalse(self.request.duret_client_answer_date)

    def test_a_robots_answer_does_not_stop_it(self):
        self.answer("Jeanne Favre <jeanne.avis@client.example>", **{"Auto-Submitted": "auto-replied"})
        self.assertFalse(self.request.duret_client_answer_date)
