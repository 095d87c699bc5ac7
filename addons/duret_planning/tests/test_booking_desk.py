"""The office books while the client is on the telephone."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .message_case import DAY, FRIDAY, HOUR, MessageCase


@tagged("post_install", "-at_install")
class TestBookingDesk(MessageCase):
    """The assistant has a ticket of client A before her."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "No light",
                "description": "No light in the hall",
                "partner_id": cls.contact_a.id,
                "type_id": cls.env.ref("duret_helpdesk.type_maintenance").id,
            }
        )
        cls.company.partner_id.write({"street": False, "zip": "74000", "city": "Annecy"})
        cls.desk = cls.env["duret.booking.desk"].with_user(cls.user_assistant).with_context(lang="en_US")

    def start(self, record=None, **params):
        record = self.ticket if record is None else record
        return self.desk.start({"model": record._name, "res_id": record.id} | params)

    def form(self, given, rank=0, **values):
        """What the form sends for one of the times shown."""
        slot = given["slots"][rank]
        usual = {
            "asked": given["query"],
            "start": slot["start"],
            "person_ids": slot["person_ids"],
            "key": "one-form",
            "opened": given["opened"],
            "ticket_id": given["ticket"] and given["ticket"]["id"],
            "call_id": given["call_id"],
        }
        return usual | values

    def visit(self, booked):
        return self.env["fsm.order"].browse(booked["visit_id"])

    # -- what appears -----------------------------------------------------------------------------------------------

    def test_three_times_and_all_that_is_known_in_one_call(self):
        given = self.start()
        self.assertEqual(len(given["slots"]), 3)
        self.assertEqual(given["query"]["type_id"], self.type_maintenance.id, "the kind of the request")
        self.assertEqual(given["query"]["site_id"], self.site.id)
        self.assertEqual((given["place"], given["why"], given["visit"]), ("found", "", False))
        self.assertEqual(given["client"]["id"], self.contact_a.id)
        self.assertEqual(set(given["slots"][0]), {"start", "person_ids", "names", "detour", "day", "from", "hours"})

    def test_from_a_call_a_client_and_a_contract(self):
        call = self.env["crm.phonecall"].create({"name": "Light", "partner_id": self.client_a.id, "state": "done"})
        self.assertEqual(self.start(call)["call_id"], call.id)
        self.assertEqual(self.start(self.client_a)["client"]["id"], self.client_a.id)
        given = self.desk.start({"location_id": self.site.id, "type_id": self.type_breakdown.id})
        self.assertEqual((given["query"]["type_id"], given["query"]["site_id"]), (self.type_breakdown.id, self.site.id))

    def test_a_call_of_nobody(self):
        call = self.env["crm.phonecall"].create({"name": "Masked", "state": "done"})
        with self.assertRaises(UserError):
            self.start(call)

    def test_other_times(self):
        given = self.start()
        asked = given["query"] | {"more": True}
        self.assertGreater(len(self.desk.slots(asked)["slots"]), 3)
        tuesday = self.desk.slots(asked | {"day": "2026-11-24", "part": "afternoon", "person_id": self.eve.id})["slots"]
        self.assertTrue(tuesday)
        for slot in tuesday:
            self.assertEqual((slot["day"], slot["person_ids"]), ("Tuesday 24 November", self.eve.ids))
            self.assertGreaterEqual(fields.Datetime.to_datetime(slot["start"]).hour, 11)

    def test_an_urgent_request_gets_the_next_days(self):
        """Without it, the smallest detour wins: here the days on which a technician is near anyway."""
        near = {"location_id": self.site.id, "person_ids": self.eve.ids}
        self.book(start=MONDAY + 7 * DAY, **near)
        self.ticket.write({"priority": "3"})
        given = self.start()
        self.assertTrue(given["query"]["soon"])
        limit = fields.Datetime.to_string(FRIDAY + 3 * DAY)
        self.assertTrue(all(slot["start"] < limit for slot in given["slots"]))
        everybody = self.luc | self.eve
        for person in everybody:
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Away",
                    "resource_id": person.duret_resource_id.id,
                    "calendar_id": person._duret_calendar().id,
                    "date_from": FRIDAY - DAY,
                    "date_to": FRIDAY + 4 * DAY,
                }
            )
        self.assertTrue(self.start()["slots"], "nobody in three days: the others are shown")

    def test_other_times_stand_in_order_of_time(self):
        starts = [slot["start"] for slot in self.desk.slots(self.start()["query"] | {"more": True})["slots"]]
        self.assertEqual(starts, sorted(starts))

    def test_a_day_that_is_over(self):
        found = self.desk.slots(self.start()["query"] | {"day": "2026-11-02"})
        self.assertEqual((found["slots"], found["why"]), ([], "This date is past."))

    def test_nobody_has_the_skills(self):
        skill = self.add_skill(self.luc, "Lifts")
        self.luc.duret_bookable = False
        self.type_maintenance.duret_skill_ids = skill
        given = self.start()
        self.assertFalse(given["slots"])
        self.assertTrue(given["why"])

    # -- addresses --------------------------------------------------------------------------------------------------

    def test_a_client_without_an_address(self):
        given = self.start(self.client_b)
        self.assertEqual((given["place"], given["slots"]), ("missing", []))
        asked = given["query"] | {"address": {"street": "1 rue Neuve", "zip": "74150", "city": "Rumilly"}}
        found = self.desk.slots(asked)
        self.assertEqual((found["place"], len(found["slots"])), ("found", 3))
        visit = self.visit(self.desk.book(self.form(given | found, asked=asked)))
        self.assertEqual((visit.location_id.city, visit.location_id.owner_id), ("Rumilly", self.client_b))

    def test_an_address_abroad(self):
        for address in ({"zip": "1201", "city": "Genève", "country": "CH"}, {"zip": "75001", "city": "Paris"}):
            found = self.desk.slots(self.start()["query"] | {"site_id": False, "address": address})
            self.assertEqual((found["place"], found["slots"]), ("outside", []), address)
            self.assertTrue(found["place_text"])

    # -- booking ----------------------------------------------------------------------------------------------------

    def test_booked(self):
        given = self.start()
        booked = self.desk.book(self.form(given, note="Code 1234"))
        visit = self.visit(booked)
        self.assertEqual(fields.Datetime.to_string(visit.scheduled_date_start), given["slots"][0]["start"])
        self.assertEqual(visit._duret_crew().ids, given["slots"][0]["person_ids"])
        self.assertEqual(visit.duret_ticket_id, self.ticket)
        self.assertTrue(visit.duret_confirmed)
        self.assertIn("Code 1234", visit.todo)
        self.assertEqual(
            visit.duret_event_ids.mapped(lambda event: (event.kind, event.channel)), [("planned", "phone")]
        )
        self.assertEqual(booked["told"], ["mail"])
        self.assertEqual(self.rows(visit).mapped("channel"), ["mail"])

    def test_the_same_form_sent_twice_is_one_appointment(self):
        form = self.form(self.start())
        first, second = self.desk.book(form), self.desk.book(form)
        self.assertEqual(first, second)
        self.assertEqual(self.env["fsm.order"].search_count([("duret_ticket_id", "=", self.ticket.id)]), 1)

    def test_somebody_was_faster(self):
        given = self.start()
        winner = self.visit(self.desk.book(self.form(given)))
        before = self.env["fsm.order"].search_count([])
        loser = self.desk.book(self.form(given, key="another-form"))
        self.assertIn("This slot has just been taken", loser["taken"])
        self.assertEqual(self.env["fsm.order"].search_count([]), before)
        self.assertEqual(self.env["duret.slot.refusal"].search_count([]), 1)
        following = self.desk.slots(given["query"])["slots"]
        self.assertEqual(len(following), 3)
        taken = (fields.Datetime.to_string(winner.scheduled_date_start), winner._duret_crew().ids)
        self.assertNotIn(taken, [(slot["start"], slot["person_ids"]) for slot in following])

    def test_forged_forms(self):
        given = self.start()
        for wrong in (
            {"start": fields.Datetime.to_string(FRIDAY - DAY)},
            {"start": False},
            {"person_ids": []},
            {"asked": given["query"] | {"type_id": 0}},
            {"asked": {}},
            {"key": ""},
            {"key": "x" * 65},
            {"start": "hier"},
            {"person_ids": ["x"]},
            {"person_ids": 1},
        ):
            with self.subTest(wrong), self.assertRaises(UserError), self.env.cr.savepoint():
                self.desk.book(self.form(given, **wrong))
        with self.assertRaises(UserError):
            self.desk.book("x")
        for wrong in ({"day": "2026-99-99"}, {"day": 5}, {"person_id": "x"}, {"person_ids": ["x"]}):
            with self.subTest(wrong), self.assertRaises(UserError), self.env.cr.savepoint():
                self.desk.slots(given["query"] | wrong)
        self.assertFalse(self.env["fsm.order"].search_count([("duret_ticket_id", "=", self.ticket.id)]))

    def test_only_those_who_plan(self):
        for user in (self.user_technician, self.user_direction, self.user_portal_a):
            for call in (
                lambda desk: desk.start({"model": "res.partner", "res_id": self.client_a.id}),
                lambda desk: desk.slots({}),
                lambda desk: desk.book({"key": "x"}),
            ):
                with self.assertRaises(AccessError):
                    call(self.env["duret.booking.desk"].with_user(user))

    # -- moving -----------------------------------------------------------------------------------------------------

    def test_moved_for_the_client_or_by_us(self):
        for by_client, kind, channel in ((True, "confirmation", "phone"), (False, "moved", "office")):
            visit = self.book(start=MONDAY + 2 * HOUR, person_ids=self.eve.ids)
            self.leave()
            given = self.start(visit)
            self.assertTrue(given["visit"]["when"])
            form = self.form(given, key=f"move-{by_client}", by_client=by_client)
            self.assertEqual(self.visit(self.desk.book(form)), visit)
            self.leave(minutes=2)
            self.assertEqual(self.told(visit), ["confirmation", kind])
            self.assertEqual(visit.duret_event_ids[0].channel, channel)
            visit.duret_cancel("Test over", channel="import")

    def test_a_visit_that_is_over_is_not_moved(self):
        visit = self.book()
        completed = self.env.ref("fieldservice.fsm_stage_completed")
        visit.with_context(bypass_order_completed_stage=True).stage_id = completed
        with self.assertRaises(UserError):
            self.start(visit)

    # -- cost -------------------------------------------------------------------------------------------------------

    def test_opening_costs_the_same_whatever_is_planned(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.start()
            return self.env.cr.sql_log_count - before

        self.start()
        few = queries()
        for number in range(20):
            self.book(start=MONDAY + DAY * (number // 4) + (number % 4) * 2 * HOUR, person_ids=self.eve.ids)
        for number in range(10):
            self.env["fsm.person"].create({"name": f"Technician {number}"})
        self.assertLessEqual(queries(), few)


@tagged("post_install", "-at_install")
class TestBookingMeasure(MessageCase):
    """P03: from the first ring to the appointment, median under three minutes. P13: errors of planning."""

    def measured(self, minutes, opened=1, **values):
        """Book a visit so many minutes after a call began, and give its measure."""
        now = FRIDAY + HOUR
        self.at(now)
        visit = self.book(start=MONDAY + self.number * HOUR * 2, person_ids=self.eve.ids, minutes=60)
        type(self).number += 1
        call = self.env["crm.phonecall"].create(
            {
                "name": "Light",
                "partner_id": self.client_a.id,
                "state": "done",
                "date": now - timedelta(minutes=minutes),
            }
        )
        measure = self.env["duret.booking.measure"]._record_booking(
            visit, opened=now - timedelta(minutes=opened), client_key=f"key-{self.number}", call=call
        )
        call.date = now - DAY
        return measure

    number = 0

    def test_from_the_ring(self):
        self.assertEqual(self.measured(2.5).minutes, 2.5)

    def test_from_the_form_when_nobody_called(self):
        measure = self.measured(60 * 24, opened=2)
        self.assertEqual((measure.minutes, measure.is_fast), (2, 1))

    def test_the_median_and_the_errors_of_the_month(self):
        for minutes in (1.5, 2, 2.5, 4, 60):
            self.measured(minutes)
        moved = self.book(person_ids=self.luc.ids)
        self.leave()
        moved.duret_move(MONDAY + HOUR)
        self.leave(minutes=2)
        self.env["duret.slot.refusal"]._note(MONDAY, "portal")
        self.env.flush_all()
        figure = self.env["duret.visit.figure"].search([("company_id", "=", self.company.id)], limit=1)
        self.assertEqual(figure.month, fields.Date.to_date("2026-11-01"))
        self.assertEqual((figure.bookings, figure.median_minutes, figure.is_slow), (5, 2.5, False))
        self.assertAlmostEqual(figure.fast_rate, 0.6)
        self.assertEqual((figure.moved, figure.refused), (1, 1))
        action = figure.action_open_bookings()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 5)

    def test_who_reads_the_figures(self):
        for model in ("duret.visit.figure", "duret.booking.measure", "duret.slot.refusal"):
            for user, allowed in (
                (self.user_assistant, True),
                (self.user_direction, True),
                (self.user_technician, False),
            ):
                self.assertEqual(self.env[model].with_user(user).has_access("read"), allowed)
                self.assertFalse(self.env[model].with_user(user).has_access("write"))
