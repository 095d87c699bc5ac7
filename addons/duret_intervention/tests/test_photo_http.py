"""The routes of photos, files and the pull: who may, and what is answered."""

import json

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretHttpCase

from ..controllers.photo import CHUNKS
from ..photo_file.frames import MAX_BODY
from .photo_case import content, frame, new_uuid, picture
from .push_case import PushMixin


@tagged("post_install", "-at_install")
class TestPhotoHttp(PushMixin, DuretHttpCase):
    """Luc's telephone over the wire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_planning()
        cls.make_telephone()
        cls.red = picture()

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _post(self, body, **headers):
        headers = {"Content-Type": CHUNKS} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.url_open("/intervention/photos", data=body, headers=headers, allow_redirects=False)

    def _announced(self):
        """A photo of Luc's report.

        :return: its uuid
        """
        name = new_uuid()
        self.push(self.change(new_uuid(), (f"photos/{name}", None, content(self.red))))
        return name

    def test_a_photo_travels(self):
        """Sent, received, seen again as a file and as a thumbnail."""
        name = self._announced()
        self._login(self.user_technician)
        answer = self._post(frame(name, self.red)).json()
        self.assertTrue(answer["photos"][0]["complete"])
        file = self.env["duret.report.photo"].search([("uuid", "=", name)]).attachment_id
        page = self.url_open(f"/intervention/file/{file.id}")
        self.assertEqual((page.content, page.headers["Content-Type"]), (self.red, "image/jpeg"))
        small = self.url_open(f"/intervention/file/{file.id}?thumb=1")
        self.assertEqual(small.content[:2], b"\xff\xd8")
        self.assertEqual(small.headers["X-Content-Type-Options"], "nosniff")

    def test_who_may_send(self):
        """Technicians only, as themselves, with a body that no form can make, of a size that fits."""
        body = frame(self._announced(), self.red)
        self.assertEqual(self._post(body).status_code, 303, "not logged in")
        self._login(self.user_portal_a)
        self.assertEqual(self._post(body).status_code, 403)
        self._login(self.user_technician)
        self.assertEqual(self._post(body, Content_Type="text/plain").status_code, 415)
        other = self._post(body, X_Duret_User=str(self.colleague.id))
        self.assertEqual((other.status_code, other.json()), (409, {"other_user": True}))
        self.assertEqual(self._post(bytes(MAX_BODY + 1)).status_code, 413)
        self.assertEqual(self.url_open("/intervention/photos").status_code, 405)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "duret.report.photo")]))

    def test_who_may_open_a_file(self):
        """His visits' files and their sites'; nobody else's, nor anything else of the company."""
        name = self._announced()
        self._login(self.user_technician)
        self._post(frame(name, self.red))
        photo = self.env["duret.report.photo"].search([("uuid", "=", name)]).attachment_id
        secret = self.env["ir.attachment"].create(
            {"name": "pay.pdf", "raw": b"%PDF", "res_model": "res.users", "res_id": 0}
        )
        plan = self.env["ir.attachment"].create(
            {"name": "plan.txt", "raw": b"plan", "res_model": "fsm.location", "res_id": self.site.id}
        )
        elsewhere = self.env["fsm.location"].create(
            {"name": "Elsewhere", "owner_id": self.client_b.id, "city": "Annecy"}
        )
        self.visit_of_eve.location_id = elsewhere
        for user, allowed in ((self.user_technician, True), (self.colleague, False), (self.user_portal_a, False)):
            self._login(user)
            with self.subTest(user=user.login):
                status = self.url_open(f"/intervention/file/{photo.id}").status_code
                self.assertEqual(status, 200 if allowed else 404)
                self.assertEqual(self.url_open(f"/intervention/file/{photo.id}?thumb=1").status_code, status)
        # Whoever is a technician may read all sites, in the office's screens too.
        for user, files in ((self.colleague, secret), (self.user_portal_a, secret | plan)):
            self._login(user)
            for file in files:
                self.assertEqual(self.url_open(f"/intervention/file/{file.id}").status_code, 404, file.name)
        self.assertEqual(self.url_open("/intervention/file/999999999").status_code, 404)

    def test_the_pull_answers(self):
        """In JSON, for who is logged in; another user's telephone is told so and given nothing."""
        self._login(self.user_technician)

        def ask(**headers):
            page = self.url_open(
                "/intervention/pull",
                data=json.dumps({"params": {"state": None, "have": {}, "later": 1}}),
                headers={"Content-Type": "application/json"} | headers,
            )
            return page.json()["result"]

        answer = ask()
        self.assertEqual((answer["user"], "me" in answer["sections"]), (self.user_technician.id, True))
        other = ask(**{"X-Duret-User": str(self.colleague.id)})
        self.assertEqual(other, {"user": self.user_technician.id, "other_user": True})
