"""The client's pages of tickets: whose ticket, which files, which buttons."""

import re

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretHttpCase


@tagged("post_install", "-at_install")
class TestTicketPages(DuretHttpCase):
    """Client A, B, and what lies between."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stages = cls.env["helpdesk.ticket.stage"]
        cls.open_stage = stages.create({"name": "En cours", "sequence": 1})
        cls.done = stages.create({"name": "Résolu", "sequence": 2, "closed": True, "close_from_portal": True})
        cls.hidden = stages.create({"name": "Archivé", "sequence": 3, "closed": True})
        cls.ticket_a = cls._ticket(cls.contact_a)
        cls.ticket_b = cls._ticket(cls.client_b)

    @classmethod
    def _ticket(cls, partner):
        values = {
            "name": "Panne",
            "description": "<p>Panne</p>",
            "partner_id": partner.id,
            "stage_id": cls.open_stage.id,
        }
        return cls.env["helpdesk.ticket"].create(values)

    def _file(self, name, **values):
        content = {"name": name, "raw": b"contenu", "res_model": "helpdesk.ticket", "res_id": self.ticket_a.id}
        return self.env["ir.attachment"].create(content | values)

    def _close(self, ticket, stage):
        csrf = re.search(r'csrf_token: "([^"]+)"|name="csrf_token" value="([^"]+)"', self.url_open("/my").text)
        form = {"csrf_token": csrf[1] or csrf[2], "ticket_id": ticket.id, "stage_id": stage}
        answer = self.url_open("/ticket/close", data=form, allow_redirects=False)
        ticket.invalidate_recordset()
        return answer.status_code

    def test_closing_ones_own_ticket(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        self.assertEqual(self._close(self.ticket_a, self.done.id), 303)
        self.assertEqual(self.ticket_a.stage_id, self.done)

    def test_closing_the_ticket_of_another_client(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        self.assertEqual(self._close(self.ticket_b, self.done.id), 404)
        self.assertEqual(self.ticket_b.stage_id, self.open_stage)

    def test_closing_into_a_stage_that_is_not_offered(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        for stage in (self.hidden.id, self.open_stage.id, 0, "abc", ""):
            self.assertEqual(self._close(self.ticket_a, stage), 400, stage)
        self.assertEqual(self.ticket_a.stage_id, self.open_stage)

    def test_closing_by_a_link(self):
        self.authenticate("duret_portal_a", "duret_portal_a")
        self.url_open(f"/ticket/close?ticket_id={self.ticket_a.id}&stage_id={self.done.id}")
        self.assertEqual(self.ticket_a.stage_id, self.open_stage)

    def test_files_of_the_page(self):
        note, answer, loose = self._file("note.txt"), self._file("reponse.txt"), self._file("bureau.txt")
        sent = self._file("envoi.txt")
        self.env.cr.execute("UPDATE ir_attachment SET create_uid = %s WHERE id = %s", [self.user_portal_a.id, sent.id])
        sent.invalidate_recordset()
        self.ticket_a.message_post(body="interne", subtype_xmlid="mail.mt_note", attachment_ids=note.ids)
        self.ticket_a.message_post(
            body="client", message_type="comment", subtype_xmlid="mail.mt_comment", attachment_ids=answer.ids
        )
        self.assertEqual(self.ticket_a._duret_portal_attachments(), answer | sent)
        self.authenticate("duret_portal_a", "duret_portal_a")
        page = self.url_open(f"/my/ticket/{self.ticket_a.id}").text
        self.assertIn("reponse.txt", page)
        self.assertIn("envoi.txt", page)
        for name in ("note.txt", "bureau.txt"):
            self.assertNotIn(name, page)
        self.assertFalse(note.access_token or loose.access_token, "reading the page gives no file a secret")
        self.assertEqual(self.url_open(f"/web/content/{note.id}").status_code, 404)
        link = re.search(rf'href="(/web/content/{answer.id}[^"]+)"', page)[1].replace("&amp;", "&")
        self.assertEqual(self.url_open(link).content, b"contenu")

    def test_the_secret_of_an_internal_file_opens_for_employees_only(self):
        note = self._file("note.txt")
        note.generate_access_token()
        self.ticket_a.message_post(body="interne", subtype_xmlid="mail.mt_note", attachment_ids=note.ids)
        path = f"/web/content/{note.id}?access_token={note.access_token}"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate("duret_assistant", "duret_assistant")
        self.assertEqual(self.url_open(path).status_code, 200)

    def test_the_link_of_a_closed_ticket_ends(self):
        token = self.ticket_a._portal_ensure_token()
        self.assertFalse(self.ticket_a._duret_link_expired(), "open")
        self.ticket_a.stage_id = self.done
        closed_on = self.ticket_a.closed_date
        for days, expired in ((1, False), (89, False), (91, True)):
            with freeze_time(closed_on) as clock:
                clock.tick(days * 86400)
                self.assertEqual(self.ticket_a._duret_link_expired(), expired, days)
        self.env["ir.config_parameter"].set_param("duret_base.link_days", "7")
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET closed_date = closed_date - interval '8 days' WHERE id = %s", [self.ticket_a.id]
        )
        self.ticket_a.invalidate_recordset()
        answer = self.url_open(f"/my/ticket/{self.ticket_a.id}/{token}", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_public_users_have_no_right_on_stages(self):
        stage = self.done.with_user(self.env.ref("base.public_user"))
        for operation in ("read", "write", "create", "unlink"):
            self.assertFalse(stage.has_access(operation), operation)

    def test_deadlines_are_not_for_clients(self):
        for model in ("helpdesk.sla", "helpdesk.ticket.sla"):
            self.assertFalse(self.env[model].with_user(self.user_portal_a).has_access("read"), model)
