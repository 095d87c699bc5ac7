"""« Ma journée » and the pop-ups of callbacks in a real browser, live by the bus."""

from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin


@tagged("post_install", "-at_install")
class TestCallbackPopupTour(DuretUsersMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.client_b.phone = "04 50 12 34 56"
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Rappel (parcours)",
                "description": "…",
                "partner_id": cls.client_b.id,
                "user_id": cls.user_assistant.id,
            }
        )

    def test_callback_popup(self):
        """Promised elsewhere, seen here; put off, back at its time, done."""
        self.start_tour("/odoo", "duret_helpdesk.callback_popup", login=self.user_assistant.login)
        activities = self.env["mail.activity"].with_context(active_test=False)
        callback = activities.search([("res_id", "=", self.ticket.id), ("duret_deadline", "!=", False)])
        self.assertEqual(len(callback), 1, "one promise that moved")
        self.assertFalse(callback.active)
        self.assertTrue(callback.duret_done_at)

    def test_home_of_each_role(self):
        """Who answers clients and chose no home screen starts with the day; a chosen screen wins."""
        action = self.env.ref("duret_helpdesk.duret_my_day_action")
        chosen = self.env.ref("contacts.action_contacts")
        self.user_manager.action_id = chosen.id
        for role, expected in {"assistant": action.id, "manager": chosen.id, "technician": False}.items():
            with self.subTest(role=role):
                login = self.users[role].login
                self.authenticate(login, login)
                info = self.make_jsonrpc_request("/web/session/get_session_info")
                self.assertEqual(info["home_action_id"], expected)
