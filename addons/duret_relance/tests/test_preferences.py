"""The page behind the link of each mail: only its own client and subject, only by POST, only with the secret."""

from urllib.parse import urlencode

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretHttpCase

from ..models.duret_relance_opt_out import PAGE


@tagged("post_install", "-at_install", "duret_relance")
class TestPreferences(DuretHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refusals = cls.env["duret.relance.opt.out"]
        # Wrong links are counted; this class tries many from one address.
        cls.env["ir.config_parameter"].set_param("duret_base.rate_token", "0")
        cls.env["ir.config_parameter"].set_param("duret_base.rate_form", "0")

    def link(self):
        """Link of client B about requests."""
        values = {"client": self.client_b.id, "purpose": "request"}
        return f"{PAGE}?{urlencode(values | {'token': self.refusals._token(self.client_b.id, 'request')})}"

    def post(self, link, choice):
        page = self.url_open(link)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        fields = dict(part.split("=") for part in link.partition("?")[2].split("&"))
        return self.url_open(PAGE, data={**fields, "choice": choice, "csrf_token": token})

    def refused(self, partner=None):
        self.refusals.invalidate_model()
        rows = self.refusals.search([("partner_id", "=", (partner or self.client_b).id)])
        return sorted(rows.mapped("purpose"))

    def test_looking_changes_nothing(self):
        """A mail scanner follows the link: nothing happens, and nothing of the client is shown."""
        page = self.url_open(self.link())
        self.assertEqual(page.status_code, 200)
        self.assertEqual(self.refused(), [])
        self.assertNotIn(self.client_b.name, page.text)
        self.assertNotIn(self.client_b.email, page.text)
        self.url_open(self.link() + "&choice=stop_all")
        self.assertEqual(self.refused(), [])

    def test_stop_and_resume(self):
        link = self.link()
        self.assertEqual(self.post(link, "stop").status_code, 200)
        self.assertEqual(self.refused(), ["request"])
        self.post_again(link, "resume")
        self.assertEqual(self.refused(), [])
        self.post(link, "stop_all")
        self.assertEqual(self.refused(), ["all"])
        self.assertEqual(self.refusals._refusals(self.client_b, "quotation"), {self.client_b.id})
        self.assertEqual(self.refused(self.contact_a), [])

    def post_again(self, link, choice):
        self.assertEqual(self.post(link, choice).status_code, 200)

    def test_pressing_twice_is_once(self):
        link = self.link()
        self.post(link, "stop_all")
        token = self.url_open(link).text.split('name="csrf_token" value="')[1].split('"')[0]
        values = {
            "client": self.client_b.id,
            "purpose": "request",
            "token": self.refusals._token(self.client_b.id, "request"),
        }
        answer = self.url_open(PAGE, data={**values, "choice": "stop_all", "csrf_token": token})
        self.assertEqual((answer.status_code, self.refused()), (200, ["all"]))

    @mute_logger("odoo.http")
    def test_wrong_links_open_nothing(self):
        """Another client, another subject, no secret, a broken one: not found, nothing written."""
        secret = self.refusals._token(self.client_b.id, "request")
        for changes in (
            {"client": self.contact_a.id},
            {"purpose": "quotation"},
            {"purpose": "all"},
            {"purpose": "' or 1=1 --"},
            {"token": ""},
            {"token": secret[:-1]},
            {"token": "é"},
            {"client": ""},
            {"client": "abc"},
            {"client": 2**40},
            {"client": -1},
        ):
            with self.subTest(**changes):
                values = {"client": self.client_b.id, "purpose": "request", "token": secret} | changes
                self.assertEqual(self.url_open(f"{PAGE}?{urlencode(values)}").status_code, 404)
        self.assertEqual(self.url_open(PAGE).status_code, 404)

    @mute_logger("odoo.http")
    def test_post_needs_form_token_and_known_choice(self):
        link = self.link()
        values = dict(part.split("=") for part in link.partition("?")[2].split("&"))
        self.assertEqual(self.url_open(PAGE, data={**values, "choice": "stop"}).status_code, 400)
        self.assertEqual(self.post(link, "everything").status_code, 400)
        self.assertEqual(self.refused(), [])

    def test_link_of_the_mail(self):
        """The address in the mails is the one the page accepts."""
        link = self.refusals._link(self.base_url(), self.client_b, "quotation")
        self.assertEqual(self.url_open(link).status_code, 200)

    def test_rights(self):
        """Assistants note refusals; direction reads; technicians and clients see none."""
        row = self.refusals.create({"partner_id": self.client_b.id, "purpose": "request"})
        for role, actions in {
            "assistant": ("read", "write", "create", "unlink"),
            "direction": ("read",),
            "technician": (),
            "portal_b": (),
        }.items():
            with self.subTest(role=role):
                for action in ("read", "write", "create", "unlink"):
                    self.assertEqual(row.with_user(self.users[role]).has_access(action), action in actions)
