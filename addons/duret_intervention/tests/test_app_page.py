"""The technicians' application as a browser gets it: who may open it, how heavy it is, what it is installed from."""

import gzip
import json
import re

from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import PlanningHttpCase

MOST_BYTES = 250_000
SIGNS = ("192x192", "512x512")


@tagged("post_install", "-at_install")
class TestAppPage(PlanningHttpCase):
    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _page(self):
        return self.url_open("/intervention", allow_redirects=False)

    def test_visitors_are_asked_to_log_in(self):
        answer = self._page()
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login?redirect=%2Fintervention", answer.headers["Location"])

    def test_a_technician_gets_the_page(self):
        self._login(self.user_technician)
        answer = self._page()
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Cache-Control"], "no-cache")
        self.assertTrue(answer.text.lstrip().startswith("<!DOCTYPE html>"))
        self.assertLess(len(gzip.compress(answer.content)), 15_000)

    def test_others_are_told_whose_it_is(self):
        for user in (self.user_assistant, self.user_portal_a):
            self._login(user)
            answer = self._page()
            self.assertEqual(answer.status_code, 403, user.login)
            self.assertNotIn("duret-given", answer.text)

    def test_the_page_speaks_the_technician_s_language(self):
        shell = self.env["duret.app.shell"]
        terms = shell._terms("fr_FR")
        self.assertEqual(terms["My day"], "Ma journée")
        self.assertEqual(shell._terms("en_US").get("My day", "My day"), "My day")

    def test_the_application_is_light(self):
        """All that is fetched once: scripts, styles, icons apart; compressed as a web server does."""
        parts = self.env["duret.app.shell"]._parts()
        weights = {}
        for url in parts["scripts"] + parts["styles"]:
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 200, url)
            weights[url] = len(gzip.compress(answer.content, 6))
        self.assertTrue(parts["scripts"] and parts["styles"])
        self.assertLess(sum(weights.values()), MOST_BYTES, weights)

    def test_nothing_of_the_web_client_is_fetched(self):
        self._login(self.user_technician)
        urls = re.findall(r'(?:src|href)="([^"]+)"', self._page().text)
        own = ("/web/assets/", "/duret_intervention/static/", "/intervention/")
        self.assertEqual([url for url in urls if not url.startswith(own)], [])
        self.assertFalse([url for url in urls if "assets_web" in url or "assets_frontend" in url])

    def test_the_service_worker_knows_its_version(self):
        answer = self.url_open("/intervention/sw.js")
        self.assertEqual(answer.headers["Service-Worker-Allowed"], "/intervention")
        self.assertIn("text/javascript", answer.headers["Content-Type"])
        head = json.loads(answer.text.split("self.SHELL = ", 1)[1].split(";\n", 1)[0])
        parts = self.env["duret.app.shell"]._parts()
        self.assertEqual(head["version"], parts["version"])
        for url in [*head["files"], *head["worker"]]:
            self.assertEqual(self.url_open(url).status_code, 200, url)

    def test_another_bundle_is_another_version(self):
        shell = self.env["duret.app.shell"]
        before = shell._parts()["version"]
        path = "duret_intervention/static/src/start/start.js"
        values = {"name": "more", "bundle": "duret_intervention.app", "directive": "remove", "path": path}
        self.env["ir.asset"].create(values)
        self.assertNotEqual(shell._parts()["version"], before)

    def test_the_telephone_can_install_it(self):
        answer = self.url_open("/intervention/manifest.webmanifest")
        self.assertIn("application/manifest+json", answer.headers["Content-Type"])
        manifest = answer.json()
        self.assertEqual((manifest["start_url"], manifest["scope"]), ("/intervention", "/intervention"))
        self.assertEqual(manifest["display"], "standalone")
        self.assertEqual({icon["sizes"] for icon in manifest["icons"]}, set(SIGNS))
        self.assertIn("maskable", {icon["purpose"] for icon in manifest["icons"]})
        for icon in manifest["icons"]:
            self.assertEqual(self.url_open(icon["src"]).headers["Content-Type"], "image/png")

    def test_who_is_logged_in(self):
        self._login(self.user_technician)
        who = self.make_jsonrpc_request("/intervention/who", {})
        self.assertEqual(who["user"], self.user_technician.id)
        self.assertTrue(who["technician"])
        self._login(self.user_assistant)
        self.assertFalse(self.make_jsonrpc_request("/intervention/who", {})["technician"])

    def test_another_person_s_work_is_not_taken(self):
        """A telephone that holds the work of one is answered `other_user` when another one is logged in."""
        self._login(self.user_technician)
        headers = {"X-Duret-User": str(self.user_assistant.id)}
        params = {"device": {}, "ops": [{"uuid": "x"}]}
        answer = self.make_jsonrpc_request("/intervention/push", params, headers=headers)
        self.assertEqual(answer, {"other_user": True})
        answer = self.make_jsonrpc_request("/intervention/pull", {}, headers=headers)
        self.assertEqual(set(answer), {"user", "other_user"})
