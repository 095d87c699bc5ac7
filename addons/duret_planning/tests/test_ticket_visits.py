"""From a ticket to its visits."""

from odoo.tests import Form, tagged

from .common import PlanningCase


@tagged("post_install", "-at_install")
class TestTicketVisits(PlanningCase):
    """A ticket of client A's contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._make_ticket()

    @classmethod
    def _make_ticket(cls, **values):
        defaults = {"name": "No light", "description": "No light in the hall", "partner_id": cls.contact_a.id}
        return cls.env["helpdesk.ticket"].create(defaults | values)

    def test_count(self):
        """Each ticket counts its own visits."""
        other = self._make_ticket()
        self.make_visit(duret_ticket_id=self.ticket.id)
        self.make_visit(duret_ticket_id=self.ticket.id, person_id=self.eve.id)
        self.assertEqual((self.ticket | other).mapped("duret_visit_count"), [2, 0])

    def test_counting_many_costs_as_much_as_one(self):
        """The list of tickets asks once for all of them."""
        many = self.env["helpdesk.ticket"].union(*(self._make_ticket() for _number in range(20)))
        self.make_visit(duret_ticket_id=self.ticket.id)
        self.env.flush_all()
        for tickets in (self.ticket, many):
            tickets.invalidate_recordset(["duret_visit_count"])
            with self.assertQueryCount(1):
                tickets.mapped("duret_visit_count")

    def test_planning_from_the_ticket(self):
        """The button opens the ticket's visits; a new one is at the client's site and knows its ticket."""
        action = self.ticket.with_user(self.user_assistant).action_duret_open_visits()
        visit = self.make_visit(duret_ticket_id=self.ticket.id)
        self.make_visit(person_id=self.eve.id)
        self.assertEqual(self.env["fsm.order"].search(action["domain"]), visit)
        form = Form(self.env["fsm.order"].with_user(self.user_assistant).with_context(**action["context"]))
        self.assertEqual(form.duret_ticket_id, self.ticket)
        self.assertEqual(form.location_id, self.site)

    def test_client_without_site(self):
        """Nothing is proposed; the office chooses."""
        action = self._make_ticket(partner_id=self.client_b.id).action_duret_open_visits()
        self.assertFalse(action["context"]["default_location_id"])

    def test_a_client_does_not_see_visits_of_his_ticket(self):
        """The field is the office's: a client reads his ticket without it."""
        self.assertNotIn("duret_visit_ids", self.env["helpdesk.ticket"].with_user(self.user_portal_a).fields_get())
