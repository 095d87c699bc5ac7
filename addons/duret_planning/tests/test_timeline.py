"""Visits in a client's history, and in the words of the models of answers."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase

TUESDAY = "2026-11-17 10:00:00"  # 11 h in Annecy; nobody is off in the days around it


@tagged("post_install", "-at_install")
class TestVisitTimeline(DuretCase):
    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(TUESDAY))
        super().setUpClass()
        cls.site = cls.env["fsm.location"].create(
            {"name": "Dépôt (tests)", "owner_id": cls.client_a.id, "partner_id": cls.client_a.id}
        )
        cls.technician = cls.env["fsm.person"].create({"name": "Karim (tests)"})
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {"name": "Panne", "description": "<p>x</p>", "partner_id": cls.contact_a.id}
        )
        cls.start = fields.Datetime.now().replace(microsecond=0) + timedelta(days=3)
        cls.visit = cls.env["fsm.order"].create(
            {
                "location_id": cls.site.id,
                "duret_ticket_id": cls.ticket.id,
                "person_id": cls.technician.id,
                "scheduled_date_start": cls.start,
                "scheduled_duration": 1,
            }
        )
        cls.env.flush_all()

    def visits(self, user, partner=None):
        page = self.env["duret.timeline"].with_user(user).get_page((partner or self.client_a).id, kinds=["visit"])
        return [(row["model"], row["res_id"], row["date"]) for row in page["rows"]]

    def test_the_visit_is_in_the_history_of_its_client_only(self):
        expected = [("fsm.order", self.visit.id, fields.Datetime.to_string(self.start))]
        self.assertEqual(self.visits(self.user_assistant), expected)
        self.assertEqual(self.visits(self.user_assistant, self.contact_a_sibling), expected)
        self.assertFalse(self.visits(self.user_assistant, self.client_b))

    def test_a_technician_sees_everybody_s_visits(self):
        """The planning is shared."""
        self.assertEqual(len(self.visits(self.user_technician)), 1)

    def test_letters_say_when_and_who(self):
        ticket = self.ticket.with_user(self.user_assistant)
        self.assertEqual(ticket.duret_technician_name, "Karim (tests)")
        self.assertIn(str(self.start.year), ticket.duret_visit_words)
        self.assertIn(" à ", ticket.duret_visit_words)

    def test_a_visit_that_is_over_is_not_announced(self):
        self.visit.scheduled_date_start = fields.Datetime.now() - timedelta(days=2)
        self.env.invalidate_all()
        self.assertFalse(self.ticket.with_user(self.user_assistant).duret_visit_words)
