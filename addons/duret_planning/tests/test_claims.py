"""Nobody twice: every path that plans a visit takes the technician's time."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import SlotTaken
from .common import MONDAY, PlanningCase

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestClaims(PlanningCase):
    """Luc has a visit on Monday from 9 h to 11 h."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.make_visit()

    def _claims(self, visit):
        return {(claim.person_id, claim.start, claim.stop) for claim in visit.duret_claim_ids}

    def test_a_visit_takes_its_time(self):
        """One row for the technician and the time of the visit."""
        self.assertEqual(self._claims(self.visit), {(self.luc, MONDAY, MONDAY + 2 * HOUR)})

    def test_overlap_is_refused_on_creation(self):
        """A second visit that starts before the first ends is not made at all."""
        before = self.env["fsm.order"].search_count([])
        with self.assertRaises(SlotTaken):
            self.make_visit(scheduled_date_start=MONDAY + HOUR)
        self.assertEqual(self.env["fsm.order"].search_count([]), before)

    def test_next_to_each_other(self):
        """A visit may start the minute another ends."""
        after = self.make_visit(scheduled_date_start=MONDAY + 2 * HOUR)
        self.assertEqual(len(after.duret_claim_ids), 1)

    def test_overlap_is_refused_when_moving(self):
        """Moving onto another visit changes nothing."""
        other = self.make_visit(scheduled_date_start=MONDAY + 4 * HOUR)
        with self.assertRaises(SlotTaken):
            other.scheduled_date_start = MONDAY + HOUR
        self.assertEqual(other.scheduled_date_start, MONDAY + 4 * HOUR)
        self.assertEqual(self._claims(other), {(self.luc, MONDAY + 4 * HOUR, MONDAY + 6 * HOUR)})

    def test_overlap_is_refused_when_reassigning(self):
        """Giving Eve's visit to Luc at a time he has another."""
        other = self.make_visit(person_id=self.eve.id)
        with self.assertRaises(SlotTaken):
            other.person_id = self.luc
        self.assertEqual(other.person_id, self.eve)

    def test_every_member_of_the_crew(self):
        """A visit of two technicians takes the time of both."""
        crew = self.make_visit(
            person_id=self.eve.id, scheduled_date_start=MONDAY + 4 * HOUR, person_ids=[Command.set(self.luc.ids)]
        )
        self.assertEqual({person for person, _start, _stop in self._claims(crew)}, {self.luc, self.eve})
        with self.assertRaises(SlotTaken):
            self.make_visit(scheduled_date_start=MONDAY + 5 * HOUR)

    def test_two_overlapping_in_one_batch(self):
        """Created together, they are refused together."""
        values = {"location_id": self.site.id, "person_id": self.eve.id, "scheduled_duration": 2}
        before = self.env["fsm.order"].search_count([])
        with self.assertRaises(SlotTaken):
            self.env["fsm.order"].create(
                [values | {"scheduled_date_start": MONDAY}, values | {"scheduled_date_start": MONDAY + HOUR}]
            )
        self.assertEqual(self.env["fsm.order"].search_count([]), before)

    def test_what_gives_time_back(self):
        """Cancelled, done, unplanned or deleted visits leave the technician free."""
        self.visit.duret_cancel("The client is ill")
        self.assertFalse(self.visit.duret_claim_ids)
        second = self.make_visit()
        second.action_complete()
        third = self.make_visit()
        third.scheduled_date_start = False
        fourth = self.make_visit()
        fourth.unlink()
        self.assertTrue(self.make_visit().duret_claim_ids)

    def test_reopening_takes_the_time_again(self):
        """A cancelled visit comes back only if its time is still free."""
        self.visit.duret_cancel("Mistake")
        self.make_visit()
        with self.assertRaises(SlotTaken):
            self.visit.stage_id = self.env.ref("duret_planning.fsm_stage_planned")

    def test_exchange(self):
        """Two visits exchange their technicians in one go; one after the other would be refused."""
        other = self.make_visit(person_id=self.eve.id)
        self.env["fsm.order"].duret_move_many([(self.visit, MONDAY, self.eve.ids), (other, MONDAY, self.luc.ids)])
        self.assertEqual((self.visit.person_id, other.person_id), (self.eve, self.luc))
        self.assertEqual(self._claims(self.visit), {(self.eve, MONDAY, MONDAY + 2 * HOUR)})

    def test_impossible_exchange_changes_nothing(self):
        """All or nothing: the second move would put Luc in two places."""
        other = self.make_visit(person_id=self.eve.id)
        moves = [(self.visit, MONDAY + HOUR, self.luc.ids), (other, MONDAY + HOUR, self.luc.ids)]
        with self.assertRaises(SlotTaken):
            self.env["fsm.order"].duret_move_many(moves)
        self.assertEqual(self.visit.scheduled_date_start, MONDAY)
        self.assertEqual((other.scheduled_date_start, other.person_id), (MONDAY, self.eve))

    def test_over_is_over(self):
        """A visit that was done is neither moved nor cancelled."""
        self.visit.action_complete()
        with self.assertRaises(UserError):
            self.visit.duret_move(MONDAY + 24 * HOUR)
        with self.assertRaises(UserError):
            self.visit.duret_cancel("Too late")

    def test_same_number_of_queries_for_many(self):
        """Moving fifty visits of as many technicians costs what moving one does."""
        people = self.env["fsm.person"].create([{"name": f"Technician {rank}"} for rank in range(50)])
        base = {"location_id": self.site.id, "scheduled_date_start": MONDAY, "scheduled_duration": 1}
        visits = self.env["fsm.order"].create([base | {"person_id": person.id} for person in people])
        self.env.flush_all()
        one, many = visits[0], visits[1:]

        def move(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._duret_sync_claims()
            orders.duret_claim_ids.invalidate_recordset()
            return self.env.cr.sql_log_count - before

        counts = []
        for days in (1, 2, 3):
            later = MONDAY + days * 24 * HOUR
            visits.with_context(duret_claims_later=True).write({"scheduled_date_start": later})
            counts = [move(one), move(many)]
        self.assertLessEqual(counts[1], counts[0])

    def test_visits_from_before(self):
        """Visits planned before claims existed get theirs; of two that overlap, one becomes a task."""
        start = self.env.cr.now() + timedelta(days=30)
        start = start.replace(hour=9, minute=0, second=0, microsecond=0)
        first = self.make_visit(scheduled_date_start=start, duret_day_off_agreed=True)
        second = self.make_visit(scheduled_date_start=start + HOUR, person_id=self.eve.id, duret_day_off_agreed=True)
        self.env["duret.slot.claim"].search([("order_id", "in", (first | second).ids)]).unlink()
        self.env.flush_all()
        self.env.cr.execute("UPDATE fsm_order SET person_id = %s WHERE id = %s", [self.luc.id, second.id])
        self.env.invalidate_all()
        overlapping = self.env["duret.slot.claim"]._duret_reconcile()
        self.assertEqual(overlapping & (first | second), second)
        self.assertTrue(first.duret_claim_ids)
        overlapping._duret_tell_overlap()
        overlapping._duret_tell_overlap()
        self.assertEqual(len(second.activity_ids), 1)
