"""In a real browser: why a delay is what it is, whom the rules follow up and why, a rule paused and resumed."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from .sla_case import paris_time


@tagged("post_install", "-at_install")
class TestDelayTours(DuretUsersMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        company = cls.env.ref("base.main_company")
        company.duret_front_desk_user_id = cls.user_assistant
        cls.rule = cls.env.ref("duret_helpdesk.relance_rule_waiting")
        (cls.env["duret.relance.rule"].search([]) - cls.rule).active = False
        cls.env["duret.relance.message"].search([]).unlink()
        cls.env["helpdesk.ticket"].search([]).active = False
        cls.client_b.email = "odile.favre@parcours.example"

    def waiting(self, partner, days):
        """A ticket that waits for its client since some days."""
        ticket = self.env["helpdesk.ticket"].duret_open_request(
            {"name": "Photo du tableau", "channel": "phone", "partner_id": partner.id}
        )
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        ticket.last_stage_update = fields.Datetime.now() - timedelta(days=days)
        return ticket

    def test_why_this_delay(self):
        today = fields.Date.today()
        monday = today - timedelta(days=today.weekday() + 7)
        with paris_time(self.env, f"{monday} 09:00"):
            ticket = self.env["helpdesk.ticket"].duret_open_request(
                {"name": "Panne (parcours)", "channel": "phone", "type": "breakdown", "partner_id": self.client_b.id}
            )
            self.env.flush_all()
        self.start_tour(
            f"/odoo/helpdesk.ticket/{ticket.id}", "duret_helpdesk.why_this_delay", login=self.user_assistant.login
        )

    def test_relance_preview(self):
        silent = self.env["res.partner"].create({"name": "Sans adresse (parcours)"})
        self.waiting(self.client_b, 5)
        self.waiting(silent, 5)
        self.env.flush_all()
        self.start_tour(
            "/odoo/action-duret_relance.duret_relance_preview_action_tomorrow",
            "duret_helpdesk.relance_preview",
            login=self.user_assistant.login,
        )

    def test_relance_rule(self):
        ticket = self.waiting(self.client_b, 5)
        self.start_tour(
            f"/odoo/action-duret_relance.duret_relance_rule_action/{self.rule.id}",
            "duret_helpdesk.relance_rule",
            login=self.user_manager.login,
        )
        self.assertFalse(self.rule.is_paused)
        self.assertFalse(self.env["duret.relance.message"].search([("res_id", "=", ticket.id)]))
