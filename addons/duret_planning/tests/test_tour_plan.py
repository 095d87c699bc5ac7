from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MONDAY
from .tour_case import DAY, TourCase, at


@tagged("post_install", "-at_install")
class TestTourPlan(TourCase):
    """What a plan proposes, and what it does."""

    def test_two_visits_change_hands_in_one_click(self):
        far, near = self.make_swap()
        plan = self.make_plan()
        plan.action_optimise()
        self.assertEqual(plan.state, "ready")
        self.assert_unchanged(far, near)
        self.assertEqual(plan.move_ids.order_id, far | near)
        self.assertEqual(plan.minutes_saved, plan.minutes_before - plan.minutes_after)
        self.assertGreater(plan.minutes_saved, 100)
        self.assertGreater(plan.km_saved, 100)
        plan.action_apply()
        self.assertEqual((far.person_id, near.person_id), (self.eve, self.luc))
        self.assertEqual((far | near).mapped("scheduled_date_start"), [MONDAY, MONDAY], "an hour that can stay stays")
        self.assertEqual(far.duret_claim_ids.person_id, self.eve)
        self.assertEqual(near.duret_claim_ids.person_id, self.luc)
        self.assertEqual((plan.state, plan.applied_user_id), ("applied", self.env.user))

    def test_the_change_is_told_through_the_events_of_the_visits(self):
        far, near = self.make_swap()
        plan = self.make_plan()
        plan.action_optimise()
        plan.action_apply()
        events = (far | near).duret_event_ids.filtered(lambda event: event.channel == "optimiser")
        self.assertEqual(events.order_id, far | near)
        self.assertEqual(set(events.mapped("kind")), {"reassigned"})
        self.assertEqual(events.filtered(lambda event: event.order_id == far).new_person_ids, self.eve)

    def test_what_was_agreed_does_not_change(self):
        far, near = self.make_swap(duret_confirmed=True)
        plan = self.make_plan()
        plan.action_optimise()
        self.assertNotIn(far, plan.move_ids.order_id)
        self.assertEqual(plan.keep_ids.filtered(lambda line: line.order_id == far).reason, "agreed")
        if plan.state == "ready":
            plan.action_apply()
        self.assertEqual((far.person_id, far.scheduled_date_start), (self.luc, MONDAY))

    def test_another_technician_at_the_agreed_hour_when_that_is_allowed(self):
        far, near = self.make_swap(duret_confirmed=True)
        plan = self.make_plan(agreed="worker")
        plan.action_optimise()
        plan.action_apply()
        self.assertEqual((far.person_id, far.scheduled_date_start), (self.eve, MONDAY))
        self.assertTrue(far.duret_confirmed)

    def test_a_crew_stays_together(self):
        far, _near = self.make_swap()
        far.person_ids = self.luc | self.env["fsm.person"].create({"name": "Max", "duret_bookable": False})
        plan = self.make_plan()
        plan.action_optimise()
        self.assertNotIn(far, plan.move_ids.order_id)
        self.assertEqual(plan.keep_ids.reason, "crew")

    def test_a_skill_decides_who_may_come(self):
        far, near = self.make_swap()
        skill = self.add_skill(self.luc)
        far.skill_ids = skill
        plan = self.make_plan()
        plan.action_optimise()
        self.assertNotIn(far, plan.move_ids.order_id)
        self.add_skill(self.eve)
        plan.action_optimise()
        self.assertIn(far, plan.move_ids.order_id)

    def test_an_absence_and_a_meeting_are_respected(self):
        far, _near = self.make_swap()
        self.env["calendar.event"].create(
            {
                "name": "Formation",
                "start": at(8),
                "stop": at(18),
                "partner_ids": [fields.Command.set(self.eve.partner_id.ids)],
                "show_as": "busy",
            }
        )
        plan = self.make_plan()
        plan.action_optimise()
        self.assertNotIn(far, plan.move_ids.filtered(lambda line: line.new_person_id == self.eve).order_id)

    def test_a_visit_that_nobody_has_is_given_to_the_nearest(self):
        visit = self.make_visit(location_id=self.in_thonon.id, person_id=False, scheduled_duration=1)
        plan = self.make_plan()
        plan.action_optimise()
        self.assertEqual(plan.move_ids.order_id, visit)
        plan.action_apply()
        self.assertEqual(visit.person_id, self.eve)

    def test_a_visit_at_an_unknown_address_is_left_and_named(self):
        far, _near = self.make_swap()
        far.location_id.partner_id.write({"partner_latitude": 0, "partner_longitude": 0})
        plan = self.make_plan()
        plan.action_optimise()
        self.assertEqual(plan.keep_ids.order_id, far)
        self.assertEqual(plan.keep_ids.reason, "place")

    def test_a_visit_that_cannot_be_reached_today_is_named_and_left(self):
        late = self.make_visit(location_id=self.in_thonon.id, scheduled_date_start=at(10), scheduled_duration=1)
        self.make_visit(location_id=self.in_annecy.id, scheduled_date_start=at(9), scheduled_duration=1)
        plan = self.make_plan()
        plan.action_optimise()
        self.assertEqual(plan.keep_ids.filtered(lambda line: line.order_id == late).reason, "road")

    def test_nothing_better_is_an_answer(self):
        self.make_visit(location_id=self.in_annecy.id, scheduled_duration=1)
        plan = self.make_plan()
        plan.action_optimise()
        self.assertEqual((plan.state, plan.minutes_saved, plan.move_count), ("nothing", 0, 0))
        with self.assertRaisesRegex(UserError, "no proposal"):
            plan.action_apply()

    def test_a_week_is_computed_day_by_day(self):
        far, near = self.make_swap()
        tuesday = fields.Datetime.add(MONDAY, days=1)
        self.make_visit(location_id=self.in_thonon.id, scheduled_date_start=tuesday, scheduled_duration=1)
        plan = self.make_plan(date_to="2026-11-27")
        plan.action_optimise()
        self.assertEqual(set(plan.move_ids.mapped(lambda line: str(line.new_start.date()))), {DAY, "2026-11-24"})
        self.assertTrue(plan.name.startswith("Tours from"))


@tagged("post_install", "-at_install")
class TestTourRefusals(TourCase):
    """All or nothing, and clear words."""

    def setUp(self):
        super().setUp()
        self.far, self.near = self.make_swap()
        self.plan = self.make_plan()
        self.plan.action_optimise()

    def test_a_day_that_has_changed_is_not_touched(self):
        self.make_visit(location_id=self.in_annecy.id, scheduled_date_start=at(15), scheduled_duration=1)
        with self.assertRaisesRegex(UserError, "has changed"):
            self.plan.action_apply()
        self.assert_unchanged(self.far, self.near)

    def test_an_absence_since_then_is_seen(self):
        self.env["resource.calendar.leaves"].create(
            {"name": "Malade", "resource_id": self.eve.duret_resource_id.id, "date_from": at(13), "date_to": at(18)}
        )
        with self.assertRaisesRegex(UserError, "has changed"):
            self.plan.action_apply()
        self.assert_unchanged(self.far, self.near)

    def test_a_visit_that_was_agreed_since_then_is_seen(self):
        self.far.duret_confirmed = True
        with self.assertRaisesRegex(UserError, "has changed"):
            self.plan.action_apply()

    def test_a_visit_that_has_begun_since_then_stays(self):
        with freeze_time("2026-11-23 08:30:00"), self.assertRaisesRegex(UserError, "has changed"):
            self.plan.action_apply()

    def test_what_fails_in_the_middle_leaves_nothing_behind(self):
        orders = self.env.registry["fsm.order"]
        move, moved = orders.duret_move, []

        def second_fails(order, *args):
            moved.append(order)
            if len(moved) == 2:
                raise UserError(self.env._("no"))
            return move(order, *args)

        with patch.object(orders, "duret_move", second_fails), self.assertRaises(UserError), self.env.cr.savepoint():
            self.plan.action_apply()
        self.assertEqual(len(moved), 2)
        self.env.invalidate_all()
        self.assert_unchanged(self.far, self.near)
        self.assertEqual(self.plan.state, "ready")

    def test_a_plan_is_applied_once_and_is_then_history(self):
        self.plan.action_apply()
        for forbidden in (self.plan.action_apply, self.plan.action_optimise):
            with self.assertRaises(UserError):
                forbidden()
        with self.assertRaisesRegex(UserError, "was applied"):
            self.plan.date_to = "2026-11-24"

    def test_other_criteria_ask_for_a_new_computation(self):
        with Form(self.plan) as form:
            form.date_to = "2026-11-24"
        self.assertEqual((self.plan.state, self.plan.move_count), ("draft", 0))
        self.assertFalse(self.plan.line_ids)

    def test_the_end_follows_the_beginning(self):
        with Form(self.env["duret.tour.plan"]) as form:
            self.assertEqual(str(form.date_from), DAY, "the next working day")
            form.date_from = "2026-12-01"
            self.assertEqual(str(form.date_to), "2026-12-01")

    def test_what_cannot_be_computed_is_said(self):
        with self.assertRaisesRegex(UserError, "over"):
            self.make_plan(date_from="2026-11-19", date_to="2026-11-19").action_optimise()
        with self.assertRaisesRegex(UserError, "technicians"):
            self.make_plan(person_ids=[]).action_optimise()
        self.eve.duret_base_partner_id = self.env["res.partner"].create({"name": "Nowhere"})
        with self.assertRaisesRegex(UserError, "Eve"):
            self.plan.action_optimise()

    def test_those_who_plan_only(self):
        plan = self.plan
        plan.with_user(self.user_assistant).action_optimise()
        for user in (self.user_technician, self.user_direction):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_optimise()
            with self.assertRaises(AccessError):
                plan.with_user(user).action_apply()
        self.assertTrue(plan.with_user(self.user_direction).name)
        plan.with_user(self.user_assistant).action_apply()
        self.assertEqual(plan.applied_user_id, self.user_assistant)
