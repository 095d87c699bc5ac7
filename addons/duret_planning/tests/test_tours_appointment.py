"""« Rendez-vous » in a real browser, from the keyboard."""

from odoo import fields
from odoo.tests import tagged

from .common import PlanningHttpCase


@tagged("post_install", "-at_install")
class TestAppointmentTours(PlanningHttpCase):
    """The assistant and a client whom she knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_a.write({"email": "regie@client-a.test", "phone": "06 12 34 56 78"})
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {"name": "No light", "description": "No light in the hall", "partner_id": cls.client_a.id}
        )

    def visit_of(self, ticket):
        return self.env["fsm.order"].search([("duret_ticket_id", "=", ticket.id)])

    def check(self, visit):
        self.assertEqual(len(visit), 1)
        self.assertTrue(visit.duret_confirmed)
        self.assertGreater(visit.scheduled_date_start, fields.Datetime.now())
        self.assertEqual(visit.location_id, self.site)
        self.assertEqual(set(visit.duret_message_ids.mapped("channel")) - {"notice"}, {"mail", "sms"})
        measure = self.env["duret.booking.measure"].search([("order_id", "=", visit.id)])
        self.assertEqual(measure.user_id, self.user_assistant)
        self.assertLess(measure.minutes, 3)

    def test_two_keys_from_a_ticket(self):
        self.start_tour(
            f"/odoo/helpdesk.ticket/{self.ticket.id}",
            "duret_planning.appointment_from_ticket",
            login=self.user_assistant.login,
        )
        self.check(self.visit_of(self.ticket))

    def test_other_times(self):
        self.start_tour(
            f"/odoo/helpdesk.ticket/{self.ticket.id}",
            "duret_planning.appointment_others",
            login=self.user_assistant.login,
        )
        visit = self.visit_of(self.ticket)
        self.check(visit)
        local = fields.Datetime.context_timestamp(visit.with_context(tz="Europe/Paris"), visit.scheduled_date_start)
        self.assertGreaterEqual(local.hour, 12)

    def test_while_the_client_is_on_the_telephone(self):
        self.start_tour("/odoo", "duret_planning.appointment_from_call", login=self.user_assistant.login)
        ticket = self.env["helpdesk.ticket"].search([("name", "=", "Plus de courant dans la cuisine")])
        self.check(self.visit_of(ticket))
        self.assertEqual(len(ticket.duret_call_ids), 1)
