"""Calls, tickets, their messages and files in a client's history; nobody sees more there than elsewhere."""

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestTicketTimeline(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Panne au sous-sol",
                "description": "<p>Plus rien.</p>",
                "partner_id": cls.contact_a.id,
                "user_id": cls.user_assistant.id,
            }
        )
        cls.ticket.message_post(body="Nous passons demain.", message_type="comment")
        cls.file = cls.env["ir.attachment"].create(
            {"name": "photo.jpg", "raw": b"x", "res_model": "helpdesk.ticket", "res_id": cls.ticket.id}
        )
        cls.call = cls.env["crm.phonecall"].create(
            {"name": "Rappel pour la panne", "partner_id": cls.client_a.id, "direction": "in", "state": "done"}
        )
        cls.env.flush_all()

    def kinds(self, user=None, partner=None):
        """Kinds and titles that a user reads in the history."""
        page = self.env["duret.timeline"].with_user(user or self.user_assistant).get_page((partner or self.client_a).id)
        return {(row["kind"], row["title"]) for row in page["rows"]}

    def test_everything_of_the_firm_is_there(self):
        expected = {
            ("ticket", "Panne au sous-sol"),
            ("mail", "Nous passons demain."),
            ("document", "photo.jpg"),
            ("call", "Rappel pour la panne"),
        }
        for partner in (self.client_a, self.contact_a, self.contact_a_sibling):
            self.assertLessEqual(expected, self.kinds(partner=partner))
        self.assertFalse(self.kinds(partner=self.client_b) & expected)

    def test_archived_tickets_stay_in_the_history(self):
        self.ticket.active = False
        self.assertIn(("ticket", "Panne au sous-sol"), self.kinds())

    def test_a_technician_sees_the_tickets_he_may_read_and_what_is_in_them(self):
        for kind in ("ticket", "mail", "document"):
            self.assertNotIn(kind, {found for found, _title in self.kinds(self.user_technician)}, kind)
        self.ticket.message_subscribe(self.user_technician.partner_id.ids)
        seen = {found for found, _title in self.kinds(self.user_technician)}
        self.assertLessEqual({"ticket", "mail", "document"}, seen)

    def test_other_roles_read_all(self):
        for role in ("manager", "direction", "admin"):
            self.assertIn(("ticket", "Panne au sous-sol"), self.kinds(self.users[role]), role)

    def test_an_entry_opens_its_record(self):
        page = self.env["duret.timeline"].with_user(self.user_assistant).get_page(self.client_a.id)
        opened = {row["kind"]: (row["model"], row["res_id"]) for row in page["rows"]}
        self.assertEqual(opened["mail"], ("helpdesk.ticket", self.ticket.id))
        self.assertEqual(opened["call"], ("crm.phonecall", self.call.id))
        self.assertEqual(opened["document"], ("ir.attachment", self.file.id))
