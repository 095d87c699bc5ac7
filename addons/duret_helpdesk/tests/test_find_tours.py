"""Journeys in a browser: a model of answer is inserted and sent; a client is found and his history read."""

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretHttpCase


@tagged("post_install", "-at_install")
class TestFindTour(DuretHttpCase):
    def test_template_insertion(self):
        client = self.env["res.partner"].create(
            {"name": "Jeanne Favre (parcours)", "email": "jeanne@parcours.example", "lang": "fr_FR"}
        )
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "Prise qui chauffe",
                "description": "<p>x</p>",
                "partner_id": client.id,
                "type_id": self.env.ref("duret_helpdesk.type_breakdown").id,
                "user_id": self.user_assistant.id,
            }
        )
        best = ticket.with_user(self.user_assistant).duret_answer_templates()[0]["id"]
        login = self.user_assistant.login
        self.start_tour(f"/odoo/helpdesk.ticket/{ticket.id}", "duret_answer_insertion_tour", login=login)
        use = self.env["duret.template.use"].search([("ticket_id", "=", ticket.id)])
        self.assertEqual((use.template_id.id, use.user_id), (best, self.user_assistant), "sent once, counted once")
        message = ticket.message_ids.filtered(lambda message: message.partner_ids == client)
        self.assertIn("Jeanne Favre (parcours)", message.body)
        self.assertIn(ticket.number, message.subject)

    def test_client_is_found_and_his_history_read(self):
        client = self.env["res.partner"].create({"name": "Régie du Parcours", "phone": "04 50 77 66 55"})
        self.env["crm.phonecall"].create(
            [{"name": f"Appel {number}", "partner_id": client.id, "direction": "in"} for number in range(35)]
        )
        self.start_tour("/odoo/contacts", "duret_find_client_tour", login=self.user_assistant.login)
