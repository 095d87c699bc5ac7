"""Links of messages are opened by robots and guessed by strangers: nothing is written, nothing is told."""

import re
import secrets

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.duret_helpdesk.tests.test_portal_request import forget_tries

from .page_case import PageCase

# What any request may write: counters of the limits.
TECHNICAL = {"duret_rate_window", "ir_logging", "bus_bus"}


@tagged("post_install", "-at_install")
class TestPageSecrets(PageCase):
    def checksums(self):
        """{table: checksum of all its rows} of everything that an answer could touch."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND (table_name LIKE 'survey%' OR table_name LIKE 'duret%' OR table_name LIKE 'mail%' OR table_name IN"
            " ('res_partner', 'fsm_order', 'helpdesk_ticket', 'ir_attachment', 'ir_config_parameter'))"
        )
        tables = {name for (name,) in self.env.cr.fetchall()} - TECHNICAL
        query = "SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM %s t"
        return {name: self.env.execute_query(SQL(query, SQL.identifier(name)))[0][0] for name in sorted(tables)}

    def test_robots_that_follow_links_change_nothing(self):
        """GET and HEAD of every address of a message, its links and files, several times."""
        paths = [self.path, f"{self.path}?note=9", f"{self.path}?note=0&merci=1", f"{self.path}/note?note=9"]
        page = self.get("?note=9").text
        paths += [one.replace("&amp;", "&") for one in re.findall(r'(?:href|src|action)="(/[^"]+)"', page)]
        self.assertTrue(any("/duret/relances" in path for path in paths))
        before = self.checksums()
        self.assertGreater(len(before), 60)
        for _again in range(2):
            for path in paths:
                for method in ("GET", "HEAD"):
                    answer = self.opener.request(method, self.base_url() + path, timeout=20)
                    self.assertLess(answer.status_code, 500, path)
        self.assertEqual(self.checksums(), before)
        self.assertFalse(self.opinion.user_input_id)

    def test_forged_secrets_open_nothing(self):
        """A thousand of them: one neutral page, no answer recorded, nothing of a client told."""
        before = self.checksums()
        forged = [secrets.token_urlsafe(32) for _one in range(980)]
        forged += [self.token[:-1], self.token + "x", self.token.swapcase(), self.token[::-1], "essai", "%20", "%2e%2e"]
        forged += ["' OR 1=1 --", "%", "_" * 43, "é" * 43, "0", "null", "None", "-1", "undefined", "*", "x" * 5000]
        requests = self.env["duret.satisfaction.request"]
        for token in forged:
            self.assertFalse(requests._duret_by_token(token), token)
        bodies = set()
        for token in [*forged[:10], *forged[980:985], "x" * 200]:
            for method, data in (("GET", None), ("POST", {**self.form(recommend="9")})):
                answer = self.opener.request(method, f"{self.base_url()}/avis/{token}", data=data, timeout=20)
                self.assertEqual(answer.status_code, 404, token)
                bodies.add(answer.text)
        self.assertEqual(len(bodies), 1, "the same page for all of them")
        self.assertNotIn(self.client_b.name, bodies.pop())
        self.assertEqual(self.checksums(), before)

    def test_a_secret_opens_its_own_request_only(self):
        _visit, other = self.make_opinion(self.client_a)
        self.assertNotEqual(other.sudo().access_token, self.token)
        self.send(recommend="9")
        self.env.invalidate_all()
        self.assertEqual((other.state, other.user_input_id.id), ("sent", False))

    def test_an_erased_secret(self):
        self.send(recommend="9")
        self.opinion.sudo().write({"anonymised_at": "2026-01-01 00:00:00"})
        self.assertEqual(self.get().status_code, 410)
        self.assertEqual(self.send(recommend="1").status_code, 410)
        self.assertEqual(self.opinion.nps, 9)

    def test_secrets_are_long_and_looked_up_by_an_index(self):
        self.assertGreaterEqual(len(self.token), 43)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN SELECT id FROM duret_satisfaction_request WHERE access_token = %s", [self.token])
        self.assertIn("Index", " ".join(row[0] for row in self.env.cr.fetchall()))
        for user in (self.user_assistant, self.user_direction):
            fields = self.env["duret.satisfaction.request"].with_user(user).fields_get()
            self.assertNotIn("access_token", fields)

    def test_limits(self):
        forget_tries(self)
        set_param = self.env["ir.config_parameter"].set_param
        set_param("duret_base.rate_token", "3")
        codes = [self.url_open(f"/avis/{secrets.token_urlsafe(32)}").status_code for _one in range(5)]
        self.assertEqual(codes, [404, 404, 404, 429, 429])
        set_param("duret_base.rate_token", "0")
        set_param("duret_base.rate_opinion", "2")
        codes = [self.send(recommend="9").status_code for _one in range(4)]
        self.assertEqual(codes, [303, 303, 429, 429])

    def test_forms_of_other_methods(self):
        for method in ("PUT", "DELETE", "PATCH"):
            answer = self.opener.request(method, self.base_url() + self.path, timeout=20)
            self.assertEqual(answer.status_code, 405)
        self.assertEqual(self.url_open(f"{self.path}/note").status_code, 405)
