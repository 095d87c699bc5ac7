"""The page of a request: how far it is, answering, reopening, closing, with a login or with the link of a mail."""

import re
import uuid
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretHttpCase

from .test_portal_request import forget_tries, photo


@tagged("post_install", "-at_install")
class TestPortalAnswer(DuretHttpCase):
    """Client A has a request; so has B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("duret_base.rate_request", "0")
        cls.env["ir.config_parameter"].set_param("duret_base.rate_token", "0")
        cls.ticket = cls._ticket(cls.contact_a, "Panne de la cuisine")
        cls.ticket_b = cls._ticket(cls.client_b, "Affaire de B")
        cls.token = cls.ticket._portal_ensure_token()
        cls.done = cls.ticket._duret_portal_closing_stages()[:1]

    @classmethod
    def _ticket(cls, partner, name):
        values = {"name": name, "channel": "portal", "partner_id": partner.id, "description": "Plus de courant"}
        return cls.env["helpdesk.ticket"].duret_open_request(values)

    def _post(self, action, ticket=None, token=None, files=None, **values):
        ticket = ticket or self.ticket
        page = self.url_open(f"/my/ticket/{self.ticket.id}?access_token={self.token}").text
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        form = {"csrf_token": csrf, "key": str(uuid.uuid4())} | values | ({"access_token": token} if token else {})
        answer = self.url_open(f"/my/ticket/{ticket.id}/{action}", data=form, files=files, allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def _said(self, ticket=None):
        messages = (ticket or self.ticket).message_ids.filtered(lambda one: one.message_type == "comment")
        return messages.sorted("id")

    # --- answering
    def test_answer_with_a_login(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        answer = self._post("answer", message="Toujours <b>rien</b>", files=[("files", ("t.jpg", photo()))])
        self.assertEqual(answer.status_code, 303)
        message = self._said()
        self.assertEqual(message.author_id, self.contact_a)
        self.assertIn("&lt;b&gt;rien", message.body)
        self.assertEqual(message.attachment_ids.mapped("name"), ["t.jpg"])
        self.assertFalse(message.is_internal)
        page = self.url_open(f"/my/ticket/{self.ticket.id}").text
        self.assertIn("t.jpg", page)
        self.assertIn("Marc Perrin", page)

    def test_answer_with_the_link_only(self):
        self.authenticate(None, None)
        answer = self._post("answer", token=self.token, message="Par le lien")
        self.assertEqual(answer.status_code, 303)
        self.assertIn(self.token, answer.headers["Location"], "the visitor stays on his page")
        self.assertEqual(self._said().author_id, self.contact_a)

    def test_a_colleague_signs_with_his_own_name(self):
        self.authenticate("duret_portal_a_sibling", "duret_portal_a_sibling")
        self._post("answer", message="De la part de Marc")
        self.assertEqual(self._said().author_id, self.contact_a_sibling)

    def test_a_request_without_contact(self):
        ticket = self.env["helpdesk.ticket"].duret_open_request(
            {"name": "Inconnu", "channel": "portal", "partner_email": "inconnu@exemple.test"}
        )
        self.authenticate(None, None)
        self._post("answer", ticket, token=ticket._portal_ensure_token(), message="C'est moi")
        self.assertFalse(self._said(ticket).author_id)
        self.assertEqual(self._said(ticket).email_from, "inconnu@exemple.test")

    def test_twice_the_same_answer_is_one_message(self):
        key = str(uuid.uuid4())
        self.authenticate(None, None)
        for _click in range(2):
            self.assertEqual(self._post("answer", token=self.token, message="Une fois", key=key).status_code, 303)
        self.assertEqual(len(self._said()), 1)

    def test_an_empty_answer_and_a_bad_file(self):
        self.authenticate(None, None)
        self.assertEqual(self._post("answer", token=self.token, message=" ").status_code, 422)
        bad = [("files", ("a.jpg", b"MZ"))]
        answer = self._post("answer", token=self.token, message="Mon texte", files=bad)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Mon texte", answer.text)
        self.assertFalse(self._said())

    # --- whose request
    def test_the_link_opens_this_request_only(self):
        self.authenticate(None, None)
        page = self.url_open(f"/my/ticket/{self.ticket.id}?access_token={self.token}")
        self.assertIn("Panne de la cuisine", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "same-origin")
        for other in ("Lise Bouvier", "marc.perrin@client-a.test", "Affaire de B"):
            self.assertNotIn(other, page.text)
        for action in ("answer", "close"):
            answer = self._post(action, self.ticket_b, token=self.token, message="intrus")
            self.assertEqual((answer.status_code, answer.headers["Location"]), (303, "/my"))
        self.assertIn("/web/login", self.url_open("/my/tickets").url)
        self.assertFalse(self._said(self.ticket_b))
        self.assertFalse(self.ticket_b.closed)

    def test_another_client_and_a_visitor(self):
        for login in ("duret_portal_b", None):
            self.authenticate(login, login)
            for token in (None, "x" * 36):
                for action in ("answer", "close"):
                    answer = self._post(action, token=token, message="intrus")
                    self.assertEqual((answer.status_code, answer.headers["Location"]), (303, "/my"))
        self.assertFalse(self._said())
        self.assertFalse(self.ticket.closed)

    def test_an_expired_link(self):
        self.ticket.stage_id = self.done
        self.ticket.flush_recordset()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET closed_date = closed_date - interval '91 days' WHERE id = %s", [self.ticket.id]
        )
        self.ticket.invalidate_recordset()
        self.authenticate("duret_portal_b", "duret_portal_b")
        csrf = re.search(r'csrf_token: "([^"]+)"', self.url_open("/my").text)[1]
        form = {"csrf_token": csrf, "access_token": self.token, "message": "x", "key": str(uuid.uuid4())}
        answer = self.url_open(f"/my/ticket/{self.ticket.id}/answer", data=form, allow_redirects=False)
        self.assertEqual((answer.status_code, answer.headers["Location"]), (303, "/my"))
        self.assertFalse(self._said())

    def test_get_changes_nothing_and_a_form_needs_its_token(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        for action in ("answer", "close"):
            path = f"/my/ticket/{self.ticket.id}/{action}"
            self.url_open(f"{path}?message=x&access_token={self.token}")
            self.assertEqual(self.url_open(path, data={"message": "x"}).status_code, 400)
        self.assertFalse(self._said())
        self.assertFalse(self.ticket.closed)

    def test_arguments_of_any_kind(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        for value in ("", "x" * 20_000, "\u202e", "[]", "{}", "%s", "-1", "日本"):
            for action in ("answer", "close"):
                status = self._post(action, message=value, key=value, token=value or None).status_code
                self.assertIn(status, (303, 400, 422), (action, value))

    def test_too_many_writings(self):
        self.env["ir.config_parameter"].set_param("duret_base.rate_request", "3")
        forget_tries(self)
        self.authenticate(None, None)
        statuses = [self._post("answer", token=self.token, message="x").status_code for _try in range(5)]
        self.assertEqual(statuses, [303, 303, 303, 429, 429])

    # --- closing and reopening
    def test_close_with_the_link(self):
        self.authenticate(None, None)
        self.assertIn('id="duret_close"', self.url_open(f"/my/ticket/{self.ticket.id}?access_token={self.token}").text)
        self._post("close", token=self.token)
        self.assertEqual(self.ticket.stage_id, self.done)
        self.assertEqual(self._post("close", token=self.token).status_code, 303, "closing twice is no error")

    def test_reopen_within_the_days(self):
        self.ticket.stage_id = self.done
        self.authenticate(None, None)
        self.assertIn("Reopen my request", self.url_open(f"/my/ticket/{self.ticket.id}?access_token={self.token}").text)
        self._post("answer", token=self.token, message="Ça recommence")
        self.assertFalse(self.ticket.closed)
        self.assertTrue(self.ticket.user_id)
        self.assertEqual(len(self._said()), 1)

    def test_later_a_linked_request_is_opened(self):
        self.ticket.stage_id = self.done
        self.env.company.duret_reopen_days = 5
        closed = fields.Datetime.now() - timedelta(days=6)
        self.ticket.closed_date = closed
        self.authenticate(None, None)
        answer = self._post(
            "answer", token=self.token, message="Six jours après", files=[("files", ("t.jpg", photo()))]
        )
        self.assertTrue(self.ticket.closed)
        new = self.env["helpdesk.ticket"].search([("duret_related_ticket_id", "=", self.ticket.id)])
        self.assertEqual(len(new), 1)
        self.assertIn(f"/my/ticket/{new.id}?", answer.headers["Location"])
        self.assertEqual(new.partner_id, self.contact_a)
        self.assertIn("Six jours après", new.description)
        self.assertEqual(new._duret_own_files().mapped("name"), ["t.jpg"])

    # --- the list
    def test_the_list_is_for_its_client(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        page = self.url_open("/my/tickets").text
        self.assertIn("Panne de la cuisine", page)
        self.assertIn("duret_chip_received", page)
        self.assertNotIn("Affaire de B", page)
        self.assertNotIn("<table", page)

    def test_the_list_costs_the_same_for_one_and_fifty(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        counts = []
        for more in (0, 49):
            for rank in range(more):
                self._ticket(self.contact_a, f"Panne {rank}")
            self.env.flush_all()
            self.url_open("/my/tickets")
            before = self.env.cr.sql_log_count
            self.assertEqual(self.url_open("/my/tickets").text.count('class="duret_request"'), 1 + more)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(counts[0], 10, "the queries of the page are counted")
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    # --- how far it is
    def test_status_line(self):
        created = datetime(2026, 11, 23, 8, 5, 31)
        self.env.cr.execute("UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s", [created, self.ticket.id])
        self.ticket.invalidate_recordset()
        status = self.ticket._duret_portal_status()
        self.assertEqual(status["current"], "received")
        self.assertIn("09:05", status["steps"][0]["date"], "Europe/Paris, no seconds")
        self.assertNotIn("31", status["steps"][0]["date"])
        self.ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        self.assertEqual(self.ticket._duret_portal_status()["current"], "waiting")
        self.ticket.stage_id = self.done
        self.assertEqual(self.ticket._duret_portal_step()[0], "solved")

    def test_the_promised_answer_is_told(self):
        promised = datetime(2026, 11, 24, 13, 30)
        self.patch(type(self.ticket), "_duret_expected_answer", lambda _ticket: promised)
        with freeze_time("2026-11-24 09:00:00"):
            self.assertIn("14:30", self.ticket._duret_portal_next("received"))
        with freeze_time("2026-11-25 09:00:00"):
            self.assertNotIn("14:30", self.ticket._duret_portal_next("received"), "a promise that is past is not told")
