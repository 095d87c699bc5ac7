"""The doors: counted tries, hardened cookies, confirmed links, pages that are not for clients."""

import re
from unittest.mock import patch

from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from ..guarding import limits

ADDRESS = "192.0.2.77"


@tagged("post_install", "-at_install")
class TestLimiter(TransactionCase):
    """The counters, on connections of their own (they are not rolled back with the test)."""

    def setUp(self):
        super().setUp()
        self.limiter = self.env["duret.rate.limiter"]
        self._forget()
        self.addCleanup(self._forget)

    def _forget(self):
        with self.limiter._cursor() as cr:
            cr.execute("DELETE FROM duret_rate_window WHERE key LIKE %s", [f"%|{ADDRESS}"])

    def _take(self):
        return self.limiter._take(limits.TOKEN, ADDRESS)

    def test_the_limit_is_exact(self):
        stamps = [self._take()[0] for _ in range(limits.TOKEN.limit)]
        self.assertTrue(all(stamps))
        stamp, wait = self._take()
        self.assertIsNone(stamp)
        self.assertTrue(1 <= wait <= limits.TOKEN.period)

    def test_a_success_is_given_back(self):
        for _ in range(limits.TOKEN.limit * 2):
            stamp, _wait = self._take()
            self.assertTrue(stamp)
            self.limiter._give_back(limits.TOKEN, ADDRESS, stamp)

    def test_the_window_slides(self):
        for _ in range(limits.TOKEN.limit):
            self._take()
        with self.limiter._cursor() as cr:
            cr.execute(
                "UPDATE duret_rate_window SET stamps[1] = stamps[1] - %s WHERE key = %s",
                [limits.TOKEN.period, f"token|{ADDRESS}"],
            )
        self.assertTrue(self._take()[0], "the oldest try left the window: one place is free")
        self.assertIsNone(self._take()[0], "and only one")

    def test_zero_switches_a_limit_off(self):
        self.env["ir.config_parameter"].set_param(limits.TOKEN.setting, "0")
        for _ in range(limits.TOKEN.limit + 5):
            self.assertEqual(self._take(), (None, 0))

    def test_an_unreadable_setting_means_the_usual_limit(self):
        self.env["ir.config_parameter"].set_param(limits.TOKEN.setting, "beaucoup")
        self.assertEqual(self.limiter._limit(limits.TOKEN), limits.TOKEN.limit)

    def test_the_settings_screen_changes_the_limit(self):
        self.env["res.config.settings"].create({"duret_rate_token": 3}).execute()
        self.assertEqual(self.limiter._limit(limits.TOKEN), 3)

    def test_quiet_senders_are_forgotten(self):
        self.env.cr.execute(
            "INSERT INTO duret_rate_window VALUES ('token|192.0.2.78', ARRAY[1.0::float8], TRUE),"
            " ('token|192.0.2.79', ARRAY[extract(epoch FROM clock_timestamp())::float8], TRUE)"
        )
        self.limiter._gc_windows()
        self.env.cr.execute("SELECT key FROM duret_rate_window WHERE key LIKE 'token|192.0.2.7_'")
        self.assertEqual(self.env.cr.fetchall(), [("token|192.0.2.79",)])


@tagged("post_install", "-at_install")
class TestDoors(HttpCase):
    """What a browser meets."""

    def setUp(self):
        super().setUp()
        self.portal = new_test_user(self.env, "door.portal", groups="base.group_portal")

    def _limited(self):
        return patch.object(type(self.env["duret.rate.limiter"]), "_take", lambda *_args: (None, 42))

    def test_a_refused_try_is_told_how_long_to_wait(self):
        with self._limited():
            answer = self.url_open("/mail/view?access_token=guess")
            json_answer = self.url_open("/mail/data", data="{}", headers={"Content-Type": "application/json"})
        self.assertEqual((answer.status_code, answer.headers["Retry-After"]), (429, "42"))
        self.assertEqual((json_answer.status_code, json_answer.headers["Retry-After"]), (429, "42"))
        self.assertEqual(json_answer.json()["error"]["code"], 429)

    def test_the_session_cookie(self):
        cookie = self.url_open("/web/login").headers["Set-Cookie"]
        self.assertIn("SameSite=Lax", cookie)
        self.assertIn("HttpOnly", cookie)
        self.assertNotIn("Secure", cookie, "plain HTTP: the browser would drop it")

    def test_nul_is_refused(self):
        self.assertEqual(self.url_open("/web/login?redirect=%00").status_code, 400)
        self.assertEqual(self.url_open("/my/%00").status_code, 400)

    def test_an_id_that_no_record_can_have(self):
        self.assertEqual(self.url_open("/mail/message/99999999999").status_code, 404)

    def test_tools_of_the_web_client_are_not_for_clients(self):
        self.authenticate("door.portal", "door.portal")
        for path in ("/report/html/base.report_irmodeloverview/1", "/web/export/csv", "/web/tests", "/doc"):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_a_link_that_changes_something_asks_first(self):
        partner = self.env["res.partner"].create({"name": "Abonné"})
        partner.message_subscribe(self.portal.partner_id.ids)
        token = self.env["mail.thread"]._encode_link(
            "/mail/unfollow", {"model": "res.partner", "res_id": partner.id, "pid": self.portal.partner_id.id}
        )
        target = f"/mail/unfollow?model=res.partner&res_id={partner.id}&pid={self.portal.partner_id.id}&token={token}"
        page = self.url_open(target)
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.portal.partner_id, partner.message_partner_ids)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        self.url_open("/duret/confirm", data={"csrf_token": csrf, "target": target})
        partner.invalidate_recordset()
        self.assertNotIn(self.portal.partner_id, partner.message_partner_ids)

    def test_only_known_links_can_be_confirmed(self):
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open("/web/login").text)[1]
        for target in ("/my", "https://ailleurs.test/mail/unfollow?", "//ailleurs.test/mail/unfollow?a=1", ""):
            answer = self.url_open("/duret/confirm", data={"csrf_token": csrf, "target": target})
            self.assertEqual(answer.status_code, 400, target)
