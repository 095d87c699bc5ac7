"""The link of the confirmation: GET shows, POST acts, within the allowed time; and whose visits are whose."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .booking_case import FAULTS, BookingCase


@tagged("post_install", "-at_install")
class TestVisitLink(BookingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        booking = cls.env["duret.booking.session"]._duret_begin(cls.kind)
        booking._duret_locate(cls.address)
        day = booking._duret_strip()
        later = [one for one in day["days"] if one.offers][-1]
        cls.start = later.offers[0].start
        cls.visit = cls.env["fsm.order"].duret_book(
            {
                "type_id": cls.kind.id,
                "start": cls.start,
                "person_ids": list(later.offers[0].person_ids),
                "location_id": cls.site.id,
                "partner_id": cls.client_a.id,
                "channel": "portal",
            }
        )
        cls.path = cls.visit._duret_manage_path()
        finder = cls.visit._duret_finder()
        cls.other = str(finder._duret_days(later.day, 1)[0].offers[-1].start)

    def _form(self, guest, path, **data):
        page = guest.get("/rdv").text
        return guest.send(f"{self.path}/{path}", csrf_token=guest.token_of(page), **data)

    def test_reading_changes_nothing(self):
        guest = self.guest()
        before = self.visit.write_date
        for path in ("", "/deplacer", f"/deplacer?start={self.other}", "/annuler"):
            self.assertEqual(guest.get(self.path + path).status_code, 200, path)
        for path in ("/deplacer/confirmer", "/annuler/confirmer", "/avis"):
            self.assertEqual(guest.get(self.path + path).status_code, 405, path)
        self.env.invalidate_all()
        self.assertEqual((self.visit.write_date, self.visit.scheduled_date_start), (before, self.start))

    def test_moving(self):
        answer = self._form(self.guest(), "deplacer/confirmer", start=self.other)
        self.assertEqual(answer.status_code, 303, FAULTS.findall(answer.text))
        self.assertTrue(answer.headers["Location"].endswith("?ok=move"))
        self.env.invalidate_all()
        self.assertEqual(str(self.visit.scheduled_date_start), self.other)
        event = self.visit.duret_event_ids.filtered(lambda one: one.kind == "moved")
        self.assertEqual((len(event), event.channel, event.partner_id), (1, "portal", self.client_a))
        self._form(self.guest(), "deplacer/confirmer", start=self.other)
        self.env.invalidate_all()
        self.assertEqual(len(self.visit.duret_event_ids.filtered(lambda one: one.kind == "moved")), 1, "sent twice")

    def test_moving_by_a_quarter_of_an_hour_is_not_stopped_by_itself(self):
        ((self.luc | self.eve) - self.visit.person_id).duret_bookable = False
        near = self.start + timedelta(minutes=15)
        self.assertEqual(self._form(self.guest(), "deplacer/confirmer", start=str(near)).status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(self.visit.scheduled_date_start, near)

    def test_moving_to_a_time_that_was_just_taken(self):
        other = fields.Datetime.to_datetime(self.other)
        for person in self.luc | self.eve:
            self.env["duret.slot.hold"].hold(person.ids, other, other + timedelta(minutes=90))
        answer = self._form(self.guest(), "deplacer/confirmer", start=self.other)
        self.assertEqual(answer.status_code, 409)
        self.assertIn('id="duret_taken"', answer.text)
        self.env.invalidate_all()
        self.assertEqual(self.visit.scheduled_date_start, self.start)

    def test_forged_moves(self):
        past = fields.Datetime.now().replace(second=0, microsecond=0) - timedelta(days=2)
        self.assertEqual(self._form(self.guest(), "deplacer/confirmer", start=str(past)).status_code, 409)
        self.assertEqual(self._form(self.guest(), "deplacer/confirmer", start="hier").status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(self.visit.scheduled_date_start, self.start)

    def test_cancelling_once(self):
        for _click in range(2):
            answer = self._form(self.guest(), "annuler/confirmer", reason="Réparé par un voisin")
            self.assertEqual((answer.status_code, answer.headers["Location"][-10:]), (303, "?ok=cancel"))
        self.env.invalidate_all()
        self.assertEqual(self.visit.stage_id, self.env.ref("fieldservice.fsm_stage_cancelled"))
        event = self.visit.duret_event_ids.filtered(lambda one: one.kind == "cancelled")
        self.assertEqual((len(event), event.note), (1, "Réparé par un voisin"))
        self.assertFalse(self.visit.duret_claim_ids, "the time is free again")

    def test_too_late_to_change(self):
        self.env.company.duret_change_notice_hours = 720
        guest = self.guest()
        page = guest.get(self.path).text
        self.assertNotIn("/annuler", page)
        self.assertEqual(self._form(guest, "annuler/confirmer").status_code, 422)
        self.assertEqual(self._form(guest, "deplacer/confirmer", start=self.other).status_code, 422)
        self.env.invalidate_all()
        self.assertFalse(self.visit.stage_id.is_closed)

    def test_wrong_links_look_all_the_same(self):
        guest = self.guest()
        wrong = ["x" * 43, "x", self.visit.duret_link_secret[:-1] + "!", str(self.visit.id)]
        pages = [guest.get(f"/rdv/visite/{token}").text for token in wrong]
        answers = {page.split('id="wrap"')[1].split("<footer")[0] for page in pages}
        self.assertEqual(len(answers), 1)
        self.assertEqual(guest.get(f"/rdv/visite/{wrong[0]}").status_code, 404)

    def test_a_link_dies_after_its_visit(self):
        old = fields.Datetime.now() - timedelta(days=91)
        self.visit.with_context(duret_no_event=True).write(
            {
                "duret_day_off_agreed": True,
                "scheduled_date_start": old,
                "scheduled_date_end": old + timedelta(hours=1),
                "scheduled_duration": 1,
            }
        )
        self.assertEqual(self.guest().get(self.path).status_code, 404)

    def test_guessing_links_is_stopped(self):
        self.env["ir.config_parameter"].set_param("duret_base.rate_token", "3")
        with self.env["duret.rate.limiter"]._cursor() as cr:
            cr.execute("DELETE FROM duret_rate_window WHERE key LIKE '%|127.0.0.1'")
        guest = self.guest()
        statuses = [guest.get(f"/rdv/visite/{number:043d}").status_code for number in range(5)]
        self.assertEqual(statuses, [404, 404, 404, 429, 429])
        with self.env["duret.rate.limiter"]._cursor() as cr:
            cr.execute("DELETE FROM duret_rate_window WHERE key LIKE '%|127.0.0.1'")

    def test_the_rating(self):
        guest = self.guest().up_to_confirm()
        path = guest.confirm(code=self.last_code()).headers["Location"].split("?")[0]
        for note in ("9", "0", "x", "4"):
            guest.send(f"{path}/avis", csrf_token=guest.token_of(guest.get("/rdv").text), note=note)
        self.assertEqual(self.bookings()[:1].rating, 4)

    # --- whose visits ----------------------------------------------------------------------------------------------
    def test_clients_see_their_own_visits(self):
        for login, sees in (("duret_portal_a", True), ("duret_portal_a_sibling", True), ("duret_portal_b", False)):
            guest = self.guest(login)
            listed = guest.get("/my/visits").text
            self.assertEqual(f"/my/visits/{self.visit.id}" in listed, sees, login)
            answer = guest.get(f"/my/visits/{self.visit.id}")
            self.assertEqual(answer.status_code, 200 if sees else 303, login)
            self.assertEqual(self.visit.duret_link_secret in answer.text, sees, login)

    def test_contacts_of_a_managing_agent_see_their_own_only(self):
        self.client_a.duret_portal_own_only = True
        guest = self.guest("duret_portal_a_sibling")
        self.assertNotIn(f"/my/visits/{self.visit.id}", guest.get("/my/visits").text)
        self.assertEqual(guest.get(f"/my/visits/{self.visit.id}").status_code, 303)

    def test_a_time_that_was_not_agreed_is_not_shown(self):
        self.visit.duret_confirmed = False
        self.assertNotIn(f"/my/visits/{self.visit.id}", self.guest("duret_portal_a").get("/my/visits").text)

    def test_clients_have_no_right_on_the_models(self):
        for model in ("fsm.order", "duret.booking.session", "duret.booking.code", "duret.slot.hold"):
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(self.user_portal_a).search([])

    def test_secrets_are_not_for_employees(self):
        visit = self.visit.with_user(self.user_assistant)
        with self.assertRaises(AccessError):
            visit.read(["duret_link_secret"])
        self.assertTrue(visit._duret_manage_url().endswith(self.path), "but the link can be sent")

    def test_list_cost_does_not_grow(self):
        orders = self.env["fsm.order"]
        domain = orders._duret_visits_of(self.user_portal_a)
        for number in range(30):
            self.make_visit(
                scheduled_date_start=fields.Datetime.now() + timedelta(days=200 + number),
                duret_day_off_agreed=True,
                duret_confirmed=True,
            )
        counts = []
        for limit in (1, 25):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(__system__=12) as counter:
                shown = orders.sudo().search(domain, limit=limit)
                for visit in shown:
                    visit.type.name, visit.stage_id.name, visit.street, visit._duret_client_moment(MOMENT)
            counts.append(counter)
        self.assertEqual(len(shown), 25)


MOMENT = fields.Datetime.to_datetime("2026-11-23 08:00:00")
