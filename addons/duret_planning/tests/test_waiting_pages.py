"""The waiting list as the client sees it: GET shows, POST acts, the first who accepts has it."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .booking_case import BookingCase
from .common import MONDAY
from .waiting_case import WaitingMixin


@tagged("post_install", "-at_install")
class TestWaitingPages(WaitingMixin, BookingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_waiting()
        cls.first, cls.second = cls.make_client(1), cls.make_client(2)
        cls.company.write({"duret_visit_fold_minutes": 0, "duret_visit_quiet_from": 24, "duret_visit_quiet_to": 0})
        cls.freed_visit.duret_cancel("Ill")
        slot = cls.env["duret.freed.slot"].search([("start", "=", MONDAY)])
        slot._look()
        cls.offers_made = slot.offer_ids.sorted("id")
        cls.paths = [f"/rdv/offre/{offer.secret}" for offer in cls.offers_made]
        cls.env.flush_all()

    def _states(self):
        self.env.invalidate_all()
        return self.offers_made.mapped("state")

    def test_shown_by_get_taken_by_post(self):
        """Both times are shown, nothing changes; the answer moves the visit, a second one is harmless."""
        guest = self.guest()
        page = guest.get(self.paths[0])
        self.assertEqual(page.status_code, 200)
        self.assertIn('id="duret_accept"', page.text)
        reader = self.first.with_context(lang="en_US")
        for moment in (MONDAY, self.first.scheduled_date_start):
            self.assertIn(reader._duret_client_moment(moment), page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn(guest.get(f"{self.paths[0]}/accepter").status_code, (404, 405))
        self.assertEqual(self._states(), ["offered", "offered"])
        for _tap in range(2):
            answer = guest.post(f"{self.paths[0]}/accepter")
            self.assertEqual((answer.status_code, answer.headers["Location"][-48:]), (303, self.paths[0][-48:]))
        self.assertIn('id="duret_accepted"', guest.get(self.paths[0]).text)
        self.assertEqual(self._states(), ["accepted", "lost"])
        self.assertEqual((self.first.scheduled_date_start, self.first.duret_waiting), (MONDAY, False))

    def test_the_second_one_is_told(self):
        """409, his appointment stands and he stays on the list."""
        self.guest().post(f"{self.paths[0]}/accepter")
        answer = self.guest().post(f"{self.paths[1]}/accepter")
        self.assertEqual(answer.status_code, 409)
        self.assertIn('id="duret_lost"', answer.text)
        self.env.invalidate_all()
        self.assertTrue(self.second.duret_waiting)
        self.assertGreater(self.second.scheduled_date_start, MONDAY)

    def test_no_thank_you(self):
        guest = self.guest()
        self.assertEqual(guest.post(f"{self.paths[0]}/refuser").status_code, 303)
        self.assertIn('id="duret_declined"', guest.get(self.paths[0]).text)
        self.assertEqual(self._states(), ["declined", "offered"])
        self.assertEqual(guest.post(f"{self.paths[0]}/accepter").status_code, 409)

    def test_ended(self):
        """An answer after the hour: said, nothing moves."""
        self.offers_made[0].expires_at = fields.Datetime.now() - timedelta(minutes=1)
        guest = self.guest()
        self.assertIn('id="duret_expired"', guest.get(self.paths[0]).text)
        self.assertEqual(guest.post(f"{self.paths[0]}/accepter").status_code, 409)
        self.env.invalidate_all()
        self.assertTrue(self.first.duret_waiting)

    def test_wrong_links(self):
        """A forged secret, one of a visit and one that is far too long: the same answer; no form without its token."""
        guest = self.guest()
        secret = self.first.sudo()._duret_manage_path().rpartition("/")[2]
        for wrong in ("x" * 43, secret, "x" * 500):
            with self.subTest(wrong=wrong):
                self.assertEqual(guest.get(f"/rdv/offre/{wrong}").status_code, 404)
                for deed in ("accepter", "refuser"):
                    self.assertIn(guest.post(f"/rdv/offre/{wrong}/{deed}").status_code, (404, 409))
        self.assertEqual(guest.send(f"{self.paths[0]}/accepter").status_code, 400)
        self.assertEqual(self._states(), ["offered", "offered"])

    def test_guesses_are_counted(self):
        """Wrong secrets from one address are stopped; links that open are not counted."""
        self.env["ir.config_parameter"].set_param("duret_base.rate_token", "3")
        self.addCleanup(self._forget_tries)
        self._forget_tries()
        guest = self.guest()
        for _try in range(6):
            self.assertEqual(guest.get(self.paths[0]).status_code, 200)
        statuses = [guest.get(f"/rdv/offre/{'y' * 40}{number:03d}").status_code for number in range(6)]
        self.assertEqual((statuses[0], statuses[-1]), (404, 429))

    def _forget_tries(self):
        with self.env["duret.rate.limiter"]._cursor() as cr:
            cr.execute("DELETE FROM duret_rate_window WHERE key LIKE '%|127.0.0.1'")

    def test_the_client_enters_and_leaves(self):
        """On the page of his visit; twice is once; a visit that is over is not waited for."""
        visit, guest = self.make_client(3, days=None), self.guest()
        visit.duret_waiting = False
        path = visit._duret_manage_path()
        self.assertIn('id="duret_enter_list"', guest.get(path).text)
        for _tap in range(2):
            answer = guest.post(f"{path}/attente", wait="1")
            self.assertTrue(answer.headers["Location"].endswith(f"{path}?ok=waiting"))
        self.env.invalidate_all()
        self.assertTrue(visit.duret_waiting and visit.duret_waiting_since)
        self.assertIn('id="duret_leave_list"', guest.get(path).text)
        guest.post(f"{path}/attente", wait="0")
        self.env.invalidate_all()
        self.assertFalse(visit.duret_waiting)
        visit.duret_cancel("No longer needed")
        guest.post(f"{path}/attente", wait="1")
        self.env.invalidate_all()
        self.assertFalse(visit.duret_waiting)
        self.assertEqual(guest.post(f"/rdv/visite/{'x' * 43}/attente", wait="1").status_code, 404)
