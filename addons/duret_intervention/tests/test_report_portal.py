"""Clients read their own closed reports; whoever holds a paper learns whether it is genuine."""

import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .photo_case import picture
from .signing_case import SigningHttpCase


@tagged("post_install", "-at_install")
class TestReportPortal(SigningHttpCase):
    def setUp(self):
        super().setUp()
        self.client_a.duret_portal_own_only = False
        self.forget_tries()
        self.addCleanup(self.forget_tries)
        self.report_a = self.signed(photos=(picture("red"), picture("green")))
        self.draft = self.report(self.written()[0])

    def forget_tries(self):
        """Counters are kept outside of the transaction of a test."""
        with self.env["duret.rate.limiter"]._cursor() as cr:
            cr.execute("DELETE FROM duret_rate_window WHERE key LIKE '%|127.0.0.1'")

    def page(self, path, login=None):
        """Text of a page and its status."""
        self.authenticate(login, login)
        answer = self.url_open(path, allow_redirects=False)
        return answer.status_code, answer.text

    # --- logged in -------------------------------------------------------------------------------------------------
    def test_the_client_finds_his_reports(self):
        login = self.user_portal_a.login
        status, text = self.page("/my/reports", login)
        self.assertEqual(status, 200)
        self.assertIn(self.report_a.name, text)
        self.assertNotIn(self.draft.name, text)
        status, text = self.page(f"/my/reports/{self.report_a.id}", login)
        self.assertEqual(status, 200)
        for word in ("Replaced the breaker of the kitchen", "35 MΩ", "Anne Blanc", "Breaker 16 A", "data:image/jpeg"):
            self.assertIn(word, text)
        self.assertRegex(text, r"<strong>[^<]*\w, \d\d:\d\d</strong>")
        answer = self.url_open(f"/my/reports/{self.report_a.id}/pdf")
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "application/pdf"))
        self.assertTrue(answer.content.startswith(b"%PDF"))
        self.assertIn(self.report_a.name, answer.headers["Content-Disposition"])

    def test_the_visit_leads_to_its_report(self):
        self.visit.duret_confirmed = True
        status, text = self.page(f"/my/visits/{self.visit.id}", self.user_portal_a.login)
        self.assertEqual(status, 200)
        self.assertIn(f"/my/reports/{self.report_a.id}", text)
        self.assertNotIn(f"/my/reports/{self.draft.id}", text)

    def test_a_closed_report_stays_with_the_client_of_that_day(self):
        """The visit is given to another client by mistake or for good: he does not get what the first one signed."""
        first, site = self.report_a.partner_id, self.report_a.location_id
        self.visit.duret_ticket_id = self.env["helpdesk.ticket"].create(
            {"name": "Sold", "description": "Sold", "partner_id": self.client_b.id}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.visit.duret_partner_id, self.client_b)
        self.assertEqual((self.report_a.partner_id, self.report_a.location_id), (first, site))
        self.assertEqual(self.draft.partner_id, self.client_b)
        self.assertEqual(self.page(f"/my/reports/{self.report_a.id}", self.user_portal_b.login)[0], 303)

    def test_nobody_reads_somebody_else_s_report_nor_a_draft(self):
        login = self.user_portal_b.login
        for path in ("", "/pdf"):
            status, text = self.page(f"/my/reports/{self.report_a.id}{path}", login)
            self.assertEqual(status, 303, path)
            self.assertNotIn("Anne Blanc", text)
            status, _text = self.page(f"/my/reports/{self.draft.id}{path}", self.user_portal_a.login)
            self.assertEqual(status, 303, path)
        status, text = self.page("/my/reports", login)
        self.assertNotIn(self.report_a.name, text)

    def test_contacts_of_a_managing_agent_see_their_own_only(self):
        self.client_a.duret_portal_own_only = True
        status, _text = self.page(f"/my/reports/{self.report_a.id}", self.user_portal_a.login)
        self.assertEqual(status, 303)

    def test_clients_have_no_right_on_the_models(self):
        for model in ("intervention.report", "report.signature", "report.seal", "report.message", "seal.audit"):
            records = self.env[f"duret.{model}"].with_user(self.user_portal_a)
            self.assertFalse(records.has_access("read"), model)
            with self.assertRaises(AccessError):
                records.search([])

    def test_the_client_s_history_and_card_know_the_report(self):
        entries = self.env["duret.timeline"].with_user(self.user_assistant)
        rows = entries._timeline_rows(
            [one for one in entries._timeline_sources(self.client_a) if one.code == "report"], None, "", 10
        )
        self.assertEqual([row["res_id"] for row in rows], self.report_a.ids)
        sections = self.client_a.with_user(self.user_assistant)._duret_card_sections()
        found = next(section for section in sections if section["code"] == "reports")
        self.assertEqual([row["id"] for row in found["rows"]], self.report_a.ids)

    # --- the code on the paper -------------------------------------------------------------------------------------
    def verify_page(self, report=None, token=None):
        self.authenticate(None, None)
        answer = self.url_open(f"/verifier/{token or report.verify_token}")
        self.assertIn("noindex", answer.headers["X-Robots-Tag"])
        return answer

    def test_the_code_says_genuine_with_date_and_number_and_nothing_else(self):
        answer = self.verify_page(self.report_a)
        self.assertEqual(answer.status_code, 200)
        self.assertIn('id="duret_genuine"', answer.text)
        self.assertIn(self.report_a.name, answer.text)
        shown = re.sub(r"<script.*?</script>", "", answer.text, flags=re.DOTALL)
        for secret in ("Anne Blanc", "Replaced the breaker", "rue du Lac", "Luc", self.client_a.name):
            self.assertNotIn(secret, shown)

    def test_the_code_says_when_something_was_changed(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE duret_intervention_report SET work_done = 'forged' WHERE id = %s", [self.report_a.id]
        )
        self.env.invalidate_all()
        answer = self.verify_page(self.report_a)
        self.assertIn('id="duret_altered"', answer.text)
        self.assertNotIn('id="duret_genuine"', answer.text)

    def test_an_unknown_code_is_not_found(self):
        for token in ("x", "0" * 32, "%00", "0" * 500):
            answer = self.url_open(f"/verifier/{token}")
            self.assertIn(answer.status_code, (400, 404), token)
        self.assertEqual(self.verify_page(token="0" * 32).status_code, 404)

    def test_guessing_codes_is_limited(self):
        self.env["ir.config_parameter"].set_param("duret_base.rate_token", "3")
        self.authenticate(None, None)
        codes = [self.url_open(f"/verifier/{number:032d}").status_code for number in range(4)]
        self.assertEqual(codes, [404, 404, 404, 429])

    def test_looking_changes_nothing(self):
        self.env.flush_all()
        count = (
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables WHERE relname LIKE 'duret_%'"
        )
        self.env.cr.execute(count)
        before = self.env.cr.fetchone()
        self.verify_page(self.report_a)
        self.env.cr.execute(count)
        self.assertEqual(self.env.cr.fetchone(), before)
