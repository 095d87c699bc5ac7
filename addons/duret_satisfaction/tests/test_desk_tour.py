"""An opinion typed in a real browser, from the keyboard alone."""

from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin


@tagged("post_install", "-at_install")
class TestDeskTour(DuretUsersMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        client = cls.env["res.partner"].create({"name": "Quetglas Zenobie"})
        site = cls.env["fsm.location"].create({"name": "Maison Quetglas", "owner_id": client.id})
        completed = cls.env.ref("fieldservice.fsm_stage_completed").id
        cls.visit = cls.env["fsm.order"].create({"location_id": site.id, "stage_id": completed})

    def test_from_the_shortcut_to_the_figures(self):
        self.start_tour("/odoo", "duret_satisfaction.opinion_entry", login=self.user_assistant.login)
        request = self.env["duret.satisfaction.request"].search([("visit_id", "=", self.visit.id)])
        self.assertEqual((request.state, request.source, request.nps), ("answered", "phone", 10))
        self.assertEqual((request.rating_mean, request.wants_call), (4.4, False))
        self.assertEqual(request.comment, "Très bien, merci")
