"""From the mail that a client receives to the pop-up in front of Claire, in a real browser."""

import re
from datetime import timedelta
from urllib.parse import quote

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from .request_case import RequestKit


@tagged("post_install", "-at_install")
class TestUnhappyClientTour(RequestKit, DuretUsersMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.make_request_kit()
        cls.company.duret_front_desk_user_id = cls.user_assistant
        cls.env.ref("duret_helpdesk.team_customer_service").user_ids = cls.user_assistant
        cls.client = cls.make_person("Odile Perrin", phone="04 50 12 34 56", email="odile.perrin@avis.test")

    def mailed(self):
        """A visit of last week whose client has got the mail; its request."""
        done = fields.Datetime.now().replace(microsecond=0) - timedelta(days=10)
        request = self.asked(self.make_done(self.client, done), done + timedelta(days=1))
        for days in range(2, 9):  # a Sunday and holidays may lie between
            self.send((done + timedelta(days=days)).replace(hour=13, minute=30))
            if self.rows(request):
                return request
        self.fail("no mail was sent")

    def test_from_the_mail_to_the_pop_up(self):
        request = self.mailed()
        mail = str(self.rows(request)[0].mail_mail_id.body_html)
        marks = re.findall(r'href="[^"]*/avis/([\w-]+)\?note=(\d+)"', mail)
        self.assertEqual([int(mark) for _token, mark in marks], list(range(11)))
        self.assertEqual({token for token, _mark in marks}, {request.sudo().access_token})
        tapped = quote(f"/avis/{marks[2][0]}?note={marks[2][1]}", safe="")
        self.start_tour(
            "/odoo",
            "duret_satisfaction.unhappy_client",
            login=self.user_assistant.login,
            cookies={"duret_tapped": tapped},
        )
        self.assertEqual((request.nps, request.source, request.recovery_state), (2, "mail", "open"))
        ticket = request.recovery_ticket_id
        self.assertEqual(ticket.user_id, self.user_assistant)
        self.assertIn("bâclé", request.signal_text)
        calls = self.env["mail.activity"].with_context(active_test=False)
        call = calls.search(
            [("res_model", "=", ticket._name), ("res_id", "=", ticket.id), ("duret_deadline", "!=", False)]
        )
        self.assertEqual(len(call), 1)
        self.assertFalse(call.active, "dealt with in the pop-up")
