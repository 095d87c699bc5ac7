"""The door of the telephones: who is let in, what comes back."""

import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_planning.tests.common import PlanningHttpCase

from .push_case import PushMixin


@tagged("post_install", "-at_install")
class TestPushHttp(PushMixin, PlanningHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_telephone()

    def post(self, *ops, headers=None):
        """Send operations over HTTP.

        :return: parsed JSON-RPC envelope
        """
        params = {"device": {"uuid": self.phone_uuid}, "ops": list(ops)}
        response = self.url_open(
            "/intervention/push",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"} | (headers or {}),
        )
        self.assertEqual(response.status_code, 200)
        return response.json()

    def test_a_technician_sends(self):
        self.authenticate("duret_technician", "duret_technician")
        op = self.change(self.uuid(), ("work_done", None, "Breaker replaced"))
        first, again = self.post(op)["result"], self.post(op)["result"]
        self.assertRegex(first["now"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual([answer["replayed"] for answer in first["results"] + again["results"]], [False, True])
        self.assertEqual(self.report(op["report"]).work_done, "Breaker replaced")

    def test_work_of_somebody_else_is_left_on_the_telephone(self):
        self.authenticate("duret_technician", "duret_technician")
        op = self.change(self.uuid(), ("work_done", None, "By Eve"))
        answer = self.post(op, headers={"X-Duret-User": str(self.colleague.id)})
        self.assertEqual(answer["result"], {"other_user": True})
        self.assertFalse(self.mutation(op))

    @mute_logger("odoo.http")
    def test_nobody_else_is_let_in(self):
        op = self.change(self.uuid(), ("work_done", None, "Not mine"))
        self.assertEqual(self.post(op)["error"]["data"]["name"], "odoo.http.SessionExpiredException")
        self.authenticate("duret_portal_a", "duret_portal_a")
        self.assertEqual(self.post(op)["error"]["data"]["name"], "odoo.exceptions.AccessError")
        self.assertFalse(self.report(op["report"]))

    def test_a_form_of_another_site_is_not_read(self):
        """A page elsewhere can send a form with the technician's cookies, not this type of content."""
        self.authenticate("duret_technician", "duret_technician")
        response = self.url_open("/intervention/push", data={"ops": "[]"})
        self.assertIn(response.status_code, (400, 415))
