"""A visit that was planned, driven to and finished in the field is asked about, whoever closes it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import MONDAY, PlanningCase
from odoo.addons.duret_satisfaction.tests.request_case import RequestKit

FINISHED = MONDAY + timedelta(hours=2, minutes=10)


@tagged("post_install", "-at_install")
class TestVisitOpinion(RequestKit, PlanningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_request_kit()
        with freeze_time(MONDAY - timedelta(days=3)):
            cls.visit = cls.make_visit(type=cls.type_breakdown.id)

    def finish(self, moment=FINISHED, told=None):
        """The technician says at `told` that he finished at `moment`."""
        with freeze_time(told or moment):
            self.visit.duret_finish(moment)
            self.env.flush_all()

    def test_finished_in_the_field(self):
        self.finish()
        self.assertEqual(self.visit.duret_done_at, FINISHED)
        request = self.asked(self.visit)
        self.assertEqual((request.state, request.partner_id, request.done_at), ("skipped", self.client_a, FINISHED))
        self.assertEqual((request.person_id, request.type_id), (self.luc, self.type_breakdown))

    def test_told_hours_later_by_a_telephone_without_network(self):
        """The delays run from the end of the work, not from the hour of the network."""
        self.finish(told=FINISHED + timedelta(hours=30))
        self.assertEqual(self.visit.duret_done_at, FINISHED)
        self.assertEqual(self.visit.duret_done_noted_at, FINISHED + timedelta(hours=30))

    def test_closed_at_the_office(self):
        """Nobody wrote when the work ended: the moment of closing counts."""
        with freeze_time(FINISHED):
            self.visit.action_complete()
            self.env.flush_all()
        self.assertFalse(self.visit.date_end)
        self.assertEqual(self.visit.duret_done_at, FINISHED)

    def test_who_asked_for_the_visit_is_asked(self):
        """Not the owner of the house: the tenant who called."""
        tenant = self.make_person("Locataire")
        ticket = self.env["helpdesk.ticket"].duret_open_request(
            {"name": "Panne", "channel": "phone", "partner_id": tenant.id}
        )
        self.visit.duret_ticket_id = ticket
        self.finish()
        self.assertEqual(self.asked(self.visit).partner_id, tenant)

    def test_the_site_when_whoever_asked_cannot_be_reached(self):
        owner = self.make_person("Propriétaire")
        ticket = self.env["helpdesk.ticket"].duret_open_request(
            {"name": "Panne", "channel": "phone", "partner_id": self.make_person("Gardien", email=False).id}
        )
        self.visit.write({"duret_ticket_id": ticket.id, "location_id": self.make_site(owner).id})
        self.finish()
        self.assertEqual(self.asked(self.visit).partner_id, owner)

    def test_cancelled_by_the_client(self):
        with freeze_time(MONDAY - timedelta(days=1)):
            self.visit.stage_id = self.cancelled
            self.env.flush_all()
        self.assertFalse(self.visit.duret_done_at)
        self.assertFalse(self.asked(self.visit))

    def test_the_whole_way_to_the_mail(self):
        client = self.make_person()
        self.visit.location_id = self.make_site(client)
        self.finish()
        request = self.asked(self.visit)
        self.send(fields.Datetime.to_datetime("2026-11-25 07:00:00"))
        self.assertEqual((request.state, self.rows(request).partner_id), ("sent", client))
