"""Tours of a month, invitations, the chase and what stops it."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PlanningHttpCase
from .test_maintenance_contract import MaintenanceCase

TODAY = "2026-11-16 09:00:00"  # a Monday
# Two valleys: four clients around Thônes, three around Rumilly.
VALLEYS = [("Thônes", 45.88, 6.32), ("Rumilly", 45.86, 5.94)]


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestMaintenanceTour(MaintenanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.luc.duret_base_partner_id = cls.env["res.partner"].create(
            {"name": "Depot", "partner_latitude": 45.9, "partner_longitude": 6.12}
        )
        cls.places = {}
        for town, lat, lon in VALLEYS:
            for rank in range(4):
                partner = cls.env["res.partner"].create(
                    {"name": f"{town} {rank}", "city": town, "email": f"{town[0]}{rank}@client.test"}
                )
                contract = cls.make_contract(partner_id=partner.id, next_date="2026-12-10", minutes=45)
                contract.location_id.write({"partner_latitude": lat + rank / 200, "partner_longitude": lon})
                cls.places[contract.id] = town
        cls.month = cls.env["duret.maintenance.month"].create(
            {"first_day": "2026-12-15", "person_id": cls.luc.id, "capacity": 330}
        )

    def prepared(self):
        self.month.action_prepare()
        return self.month.tour_ids

    def test_one_tour_a_valley(self):
        tours = self.prepared()
        towns = [{self.places[stop.contract_id.id] for stop in tour.invitation_ids} for tour in tours]
        self.assertCountEqual(towns, [{"Thônes"}, {"Rumilly"}])
        self.assertEqual(self.month.first_day, date(2026, 12, 1))
        for tour in tours:
            self.assertEqual(tour.work_minutes, 180)
            self.assertGreater(tour.travel_minutes, 20)
            self.assertLessEqual(tour.minutes, 330)
            self.assertIn(tour.date.weekday(), range(5))
            self.assertEqual((tour.date.year, tour.date.month), (2026, 12))
            self.assertNotEqual(tour.date, tour.spare_date)
            self.assertEqual(len(tour.map_points["stops"]), 4)
        self.assertEqual(len(set(tours.mapped("date"))), 2)

    def test_who_is_in_and_who_is_not(self):
        every = self.contracts.browse(list(self.places))
        every[0].next_date = "2027-01-02"
        every[1].state = "suspended"
        every[2].person_id = self.eve
        every[3].next_date = "2026-08-01"
        self.make_maintenance(every[4], "2026-12-01 08:00:00")
        found = self.prepared().invitation_ids.contract_id
        self.assertEqual(every & found, every[3] + every[5:], "late ones are in; not due, suspended, planned are not")

    def test_no_day_during_an_absence_or_a_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.luc.duret_resource_id.id,
                "calendar_id": self.luc._duret_calendar().id,
                "date_from": datetime(2026, 12, 1),
                "date_to": datetime(2026, 12, 20),
            }
        )
        days = self.month._free_days()
        self.assertTrue(days)
        self.assertGreater(min(days), date(2026, 12, 20))
        self.assertNotIn(date(2026, 12, 25), days)

    def test_preparing_again_keeps_what_was_sent(self):
        tours = self.prepared()
        sent = tours[0]
        sent.action_invite()
        stops = sent.invitation_ids
        self.month.action_prepare()
        self.assertIn(sent, self.month.tour_ids)
        self.assertEqual(sent.invitation_ids, stops)
        everything = self.month.tour_ids.invitation_ids.contract_id
        self.assertEqual(len(everything), 8, "nobody is in two tours, nobody is forgotten")
        with self.assertRaises(UserError):
            sent.unlink()

    def test_a_contract_is_in_one_live_tour(self):
        tours = self.prepared()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            tours[0].invitation_ids.copy({"tour_id": tours[1].id})
            self.env.flush_all()

    def test_an_address_that_nobody_knows_is_told(self):
        lost = self.make_contract(
            partner_id=self.env["res.partner"].create({"name": "Lost", "city": "Xyzzyville"}).id, next_date="2026-12-01"
        )
        self.prepared()
        self.assertEqual(self.month.unplaced_ids, lost)

    def test_preparing_costs_the_same_for_any_number(self):
        """Nothing is asked once for each contract: forty more of them cost no more queries to group."""
        self.prepared()

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            contracts = self.month._contracts_due() | self.contracts.browse(list(self.places))
            contracts.mapped("latitude")
            self.month.tour_ids.mapped("map_points")
            return self.env.cr.sql_log_count - start

        few = cost()
        partner = self.env["res.partner"].browse(self.contracts.browse(list(self.places)[:1]).partner_id.id)
        self.contracts.create([{"partner_id": partner.id, "next_date": "2026-12-09"} for _rank in range(40)])
        self.assertLessEqual(cost(), few + 2)

    def test_tours_without_a_day_or_in_the_past(self):
        tours = self.prepared()
        tours[0].write({"date": False, "spare_date": False})
        with self.assertRaises(UserError):
            tours[0].action_invite()
        tours[0].date = "2026-11-10"
        with self.assertRaises(UserError):
            tours[0].action_invite()
        with self.assertRaises(ValidationError):
            tours[1].spare_date = tours[1].date

    # --- invitations --------------------------------------------------------------------------------------------
    def invited(self):
        tour = self.prepared()[0]
        tour.action_invite()
        return tour.invitation_ids

    def steps(self, invitation, now=None):
        rule = self.env.ref("duret_planning.relance_rule_maintenance")
        (case,) = self.env["duret.relance.engine"]._examine(rule, invitation, now or fields.Datetime.now())
        return case.level.channel, case.outcome

    def run_job(self, moment):
        """The job of follow-ups at a moment, planning and sending."""
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("duret_relance.ir_cron_relance").method_direct_trigger()
        self.env.invalidate_all()

    def test_mail_then_text_then_mail_then_claire_calls(self):
        invitation = self.invited()[0]
        invitation.partner_id.phone = "06 12 34 56 78"
        self.assertEqual(invitation.state, "invited")
        found = []
        for day in range(16):
            self.run_job(datetime(2026, 11, 16, 10) + timedelta(days=day))
            sent = self.env["duret.relance.message"].search([("res_id", "=", invitation.id)], order="id")
            found = sent.filtered(lambda row: row.res_model == invitation._name and row.state in ("queued", "sent"))
        self.assertEqual(found.mapped("channel"), ["mail", "sms", "mail", "call"])
        self.assertIn(invitation.token, found[0].mail_mail_id.body_html)
        self.assertTrue(invitation.activity_ids, "the last step is on somebody's call list")

    def test_booking_stops_the_chase(self):
        invitations = self.invited()
        first = invitations[0]
        self.assertIsNone(self.steps(first)[1].reason)
        first.activity_schedule("duret_relance.mail_activity_type_call_back", user_id=self.user_assistant.id)
        visit = self.make_maintenance(first.contract_id, "2026-12-07 08:00:00")
        self.assertEqual((first.state, first.visit_id), ("booked", visit))
        self.assertEqual(self.steps(first)[1].reason.name, "STATE_CHANGED")
        self.assertFalse(first.activity_ids, "nobody calls any more")
        self.assertEqual(invitations[1].state, "invited")
        visit.duret_cancel("no", "portal")
        self.assertEqual(first.state, "cancelled")
        self.month.action_prepare()
        self.assertIn(
            first.contract_id,
            self.month.tour_ids.filtered(lambda tour: tour.state == "draft").invitation_ids.contract_id,
        )

    def test_silence_marks_the_contract_to_call(self):
        invitation = self.invited()[0]
        invitation._duret_relance_exhausted(self.env.ref("duret_planning.relance_rule_maintenance"))
        self.assertTrue(invitation.is_silent)
        self.assertTrue(invitation.contract_id.to_call)

    def test_what_the_link_offers(self):
        invitation = self.invited()[0]
        tour = invitation.tour_id
        found = self.env["duret.maintenance.invitation"]._by_token(invitation.token)
        asked = found._booking_request()
        self.assertEqual(asked["location_id"], invitation.contract_id.location_id.id)
        self.assertEqual(asked["person_ids"], self.luc.ids)
        first, second = tour._windows()
        self.assertEqual(asked["windows"][0], [fields.Datetime.to_string(moment) for moment in first])
        self.assertEqual(
            first[0], datetime.combine(tour.date, datetime.min.time()) - timedelta(hours=1), "local midnight"
        )
        self.assertEqual(second[1] - second[0], timedelta(days=1))
        for wrong in ("", "x", invitation.token[:-1], invitation.token + "x" * 80, None):
            self.assertFalse(self.env["duret.maintenance.invitation"]._by_token(wrong))
        with freeze_time("2027-02-01"):
            self.assertFalse(self.env["duret.maintenance.invitation"]._by_token(invitation.token), "the days are over")

    def test_invitations_expire_and_free_their_contracts(self):
        invitations = self.invited()
        with freeze_time("2027-01-05 06:00:00"), self.enter_registry_test_mode():
            self.env.ref("duret_planning.ir_cron_maintenance_expire").method_direct_trigger()
        self.assertEqual(set(invitations.mapped("state")), {"expired"})
        january = self.month.create({"first_day": "2027-01-01", "person_id": self.luc.id})
        with freeze_time("2027-01-05 06:00:00"):
            january.action_prepare()
        self.assertLessEqual(set(invitations.contract_id.ids), set(january.tour_ids.invitation_ids.contract_id.ids))


@tagged("post_install", "-at_install")
@freeze_time(TODAY, tick=True)
class TestMaintenancePages(PlanningHttpCase):
    def test_links(self):
        self.assertEqual(self.url_open("/rdv/invitation/nothing").status_code, 404)
        self.client_a.write({"street": "3 rue du Lac", "zip": "74000", "city": "Annecy"})
        day = fields.Date.today() + timedelta(days=20)
        contract = self.env["duret.maintenance.contract"].create(
            {"partner_id": self.client_a.id, "equipment": "VMC", "next_date": day, "person_id": self.luc.id}
        )
        month = self.env["duret.maintenance.month"].create({"first_day": day, "person_id": self.luc.id})
        tour = self.env["duret.maintenance.tour"].create(
            {"month_id": month.id, "date": day, "invitation_ids": [(0, 0, {"contract_id": contract.id})]}
        )
        draft = self.url_open(f"/rdv/invitation/{tour.invitation_ids.token}")
        self.assertEqual(draft.status_code, 404, "a link that was not sent opens nothing")
        tour.action_invite()
        answer = self.url_open(f"/rdv/invitation/{tour.invitation_ids.token}", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/rdv/creneaux", answer.headers["Location"])
        booking = self.env["duret.booking.session"].search([], limit=1)
        self.assertEqual(booking.site_id, contract.location_id)
        self.assertEqual(booking.only_person_ids, self.luc.ids)
        self.assertEqual(tour.invitation_ids.state, "invited", "showing a page changes nothing")

    def test_export_is_for_employees(self):
        self.authenticate(self.user_portal_a.login, self.user_portal_a.login)
        self.assertNotEqual(self.url_open("/duret_planning/maintenance/export").status_code, 200)
        self.authenticate(self.user_assistant.login, self.user_assistant.login)
        answer = self.url_open("/duret_planning/maintenance/export?ids=1,x,,99999999999")
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"PK"))
