"""What happens to visits is written down, whatever path changes them."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import SlotTaken
from .common import MONDAY, PlanningCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestEvents(PlanningCase):
    """A visit of Luc on Monday."""

    def _kinds(self, visit):
        return visit.duret_event_ids.sorted("id").mapped("kind")

    def test_life_of_a_visit(self):
        """Planned, moved, given to a colleague, done: one event each."""
        visit = self.make_visit()
        visit.duret_move(MONDAY + DAY, channel="phone")
        visit.duret_move(MONDAY + DAY, self.eve.ids)
        visit.action_complete()
        self.assertEqual(self._kinds(visit), ["planned", "moved", "reassigned", "done"])
        moved = visit.duret_event_ids.filtered(lambda event: event.kind == "moved")
        self.assertEqual((moved.old_start, moved.new_start, moved.channel), (MONDAY, MONDAY + DAY, "phone"))
        given = visit.duret_event_ids.filtered(lambda event: event.kind == "reassigned")
        self.assertEqual((given.old_person_ids, given.new_person_ids), (self.luc, self.eve))

    def test_first_created_then_planned(self):
        """A visit without a date is only created."""
        visit = self.make_visit(scheduled_date_start=False)
        visit.scheduled_date_start = MONDAY
        self.assertEqual(self._kinds(visit), ["created", "planned"])

    def test_cancelled_with_its_reason(self):
        """The reason is kept with the event, and the client who cancelled."""
        visit = self.make_visit()
        visit.with_context(duret_actor_partner_id=self.client_a.id).duret_cancel("Fell ill", channel="portal")
        event = visit.duret_event_ids.filtered(lambda event: event.kind == "cancelled")
        self.assertEqual((event.note, event.channel, event.partner_id), ("Fell ill", "portal", self.client_a))

    def test_nothing_happened(self):
        """Writing what is already there, or a remark, is no event; nor is a refused change."""
        visit = self.make_visit()
        visit.write({"scheduled_date_start": MONDAY, "description": "Second floor"})
        self.make_visit(person_id=self.eve.id)
        with self.assertRaises(SlotTaken):
            visit.person_id = self.eve
        self.assertEqual(self._kinds(visit), ["planned"])

    def test_author(self):
        """The person who acted, even without the right to write in the journal."""
        visit = self.make_visit()
        visit.with_user(self.user_technician).scheduled_date_start = MONDAY + DAY
        event = visit.duret_event_ids.filtered(lambda event: event.kind == "moved")
        self.assertEqual(event.user_id, self.user_technician)
        with self.assertRaises(AccessError):
            event.with_user(self.user_manager).write({"note": "rewritten"})
