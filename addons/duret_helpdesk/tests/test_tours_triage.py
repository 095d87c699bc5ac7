"""« To sort » in a real browser: correct with a click, put off, choose with a figure, accept with Enter."""

from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin


@tagged("post_install", "-at_install")
class TestTriageTour(DuretUsersMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        company = cls.env.ref("base.main_company")
        company.duret_front_desk_user_id = cls.user_assistant
        cls.env.ref("duret_helpdesk.team_customer_service").user_ids = cls.user_assistant
        cls.env["helpdesk.ticket"].search([("duret_triage_state", "=", "to_sort")]).duret_triage_state = "none"

    def test_triage_correction(self):
        tickets = self.env["helpdesk.ticket"].browse()
        for name in ("Question", "Demande", "Renseignement"):
            tickets |= self.env["helpdesk.ticket"].duret_open_request(
                {"name": name, "channel": "mail", "description": f"{name} : pouvez-vous me rappeler ?"}
            )
        tickets.duret_triage_state = "to_sort"
        tickets.type_id = False
        proposed = tickets[1].duret_triage_type_id
        types = self.env["helpdesk.ticket.type"].search([])
        self.start_tour("/odoo/a-trier", "duret_helpdesk.triage_correction", login=self.user_assistant.login)
        self.assertEqual(tickets.mapped("duret_triage_state"), ["confirmed"] * 3)
        self.assertEqual(tickets[0].type_id.duret_code, "complaint")
        self.assertEqual(tickets[1].type_id, proposed)
        self.assertEqual(tickets[2].type_id, types[4])
        learned = self.env["duret.triage.correction"].search([("ticket_id", "in", tickets.ids)])
        self.assertEqual(len(learned), 3)
        self.assertEqual(learned.user_id, self.user_assistant)
