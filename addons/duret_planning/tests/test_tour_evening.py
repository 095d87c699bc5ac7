from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .tour_case import DAY, TourCase, at


@tagged("post_install", "-at_install")
class TestTourEvening(TourCase):
    """The proposal that waits in the morning."""

    def evening(self):
        # A test holds one transaction: the scheduled action ends none.
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 1):
            self.env["duret.tour.plan"]._cron_evening()
        return self.env["duret.tour.plan"].search([("origin", "=", "evening")])

    def block(self, user):
        blocks = self.env["duret.my.day"].with_user(user).get_day()["blocks"]
        return next((block for block in blocks if block["code"] == "tours"), None)

    def test_on_friday_evening_monday_is_prepared_and_nothing_moves(self):
        far, near = self.make_swap()
        plan = self.evening()
        self.assertEqual((str(plan.date_from), plan.state, plan.move_count), (DAY, "ready", 2))
        self.assertEqual(plan.person_ids, self.luc | self.eve)
        self.assert_unchanged(far, near)

    def test_a_second_run_prepares_nothing_more(self):
        self.make_swap()
        self.assertEqual(self.evening(), self.evening())

    def test_whoever_plans_sees_it_in_the_day(self):
        self.make_swap()
        plan = self.evening()
        block = self.block(self.user_assistant)
        self.assertEqual([row["id"] for row in block["rows"]], plan.ids)
        self.assertIn(str(plan.minutes_saved), block["rows"][0]["subtitle"])
        self.assertIsNone(self.block(self.user_technician))

    def test_a_small_gain_is_not_shown(self):
        self.make_swap()
        plan = self.evening()
        self.env.company.duret_tour_least_saved = plan.minutes_saved + 1
        self.assertIsNone(self.block(self.user_assistant))

    def test_applied_or_over_it_is_shown_no_more(self):
        self.make_swap()
        plan = self.evening()
        with freeze_time("2026-11-24 10:00:00"):
            self.assertIsNone(self.block(self.user_assistant))
        plan.action_apply()
        self.assertIsNone(self.block(self.user_assistant))

    def test_a_company_that_wants_none_gets_none(self):
        self.env["res.company"].search([]).duret_tour_evening = False
        self.assertFalse(self.evening())

    def test_what_cannot_be_computed_is_written_on_the_proposal(self):
        self.eve.duret_base_partner_id = self.env["res.partner"].create({"name": "Nowhere"})
        plan = self.evening()
        self.assertEqual(plan.state, "draft")
        self.assertIn("Eve", plan.note)

    def test_old_proposals_are_forgotten_and_applied_ones_stay(self):
        self.make_swap()
        old = self.evening()
        applied = self.make_plan()
        applied.action_optimise()
        applied.action_apply()
        with freeze_time("2027-02-01 10:00:00"):
            self.env["duret.tour.plan"]._gc_proposals()
        self.assertFalse(old.exists())
        self.assertTrue(applied.exists())


@tagged("post_install", "-at_install")
class TestTourQueries(TourCase):
    """A full day costs as many queries to read as an empty one."""

    def count(self, plan):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        plan._duret_days(plan.computed_at or plan.create_date)
        return self.cr.sql_log_count - before

    def test_reading_costs_the_same_for_one_visit_and_for_twenty(self):
        plan = self.make_plan()
        self.make_visit(location_id=self.in_annecy.id, scheduled_duration=0.25, scheduled_date_start=at(9))
        self.count(plan)
        one = self.count(plan)
        for number in range(20):
            self.make_visit(
                location_id=self.make_site(f"S{number}", (45.9 + number / 100, 6.1)).id,
                person_id=(self.luc | self.eve)[number % 2].id,
                scheduled_duration=0.25,
                scheduled_date_start=at(10 + number // 4, 15 * (number % 4)),
            )
        self.assertEqual(self.count(plan), one)
        self.assertLessEqual(one, 25)
