"""Moving and stretching visits, one or several at once."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import MONDAY, PlanningCase

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestSchedule(PlanningCase):
    """Two visits, of two and of four hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short = cls.make_visit()
        cls.long = cls.make_visit(person_id=cls.eve.id, scheduled_duration=4)

    def _times(self, visit):
        return visit.scheduled_date_start, visit.scheduled_date_end, visit.scheduled_duration

    def test_end_follows(self):
        """A visit of two hours ends two hours later."""
        self.assertEqual(self._times(self.short), (MONDAY, MONDAY + 2 * HOUR, 2))

    def test_moving_several_keeps_each_length(self):
        """The flaw of the community's addon: writing dates on two visits raised « Expected singleton »."""
        later = MONDAY + 24 * HOUR
        (self.short | self.long).write({"scheduled_date_start": later})
        self.assertEqual(self._times(self.short), (later, later + 2 * HOUR, 2))
        self.assertEqual(self._times(self.long), (later, later + 4 * HOUR, 4))

    def test_moving_the_end_of_several(self):
        """The start follows, so that each keeps its length."""
        end = MONDAY + 10 * HOUR
        (self.short | self.long).write({"scheduled_date_end": end})
        self.assertEqual(self._times(self.short), (end - 2 * HOUR, end, 2))
        self.assertEqual(self._times(self.long), (end - 4 * HOUR, end, 4))

    def test_stretching(self):
        """Both ends set, as by the mouse on the timeline: the length follows."""
        self.short.write({"scheduled_date_start": MONDAY, "scheduled_date_end": MONDAY + 3 * HOUR})
        self.assertEqual(self._times(self.short), (MONDAY, MONDAY + 3 * HOUR, 3))

    def test_longer_work(self):
        """A new length moves the end."""
        self.short.scheduled_duration = 5
        self.assertEqual(self._times(self.short), (MONDAY, MONDAY + 5 * HOUR, 5))

    def test_taking_the_date_away(self):
        """Without a start there is no end; the length is kept for the next date."""
        self.short.scheduled_date_start = False
        self.assertEqual(self._times(self.short), (False, False, 2))

    def test_taking_the_date_of_several_away(self):
        visits = self.short | self.long
        visits.write({"scheduled_date_start": False, "scheduled_date_end": False})
        self.assertFalse(any(visits.mapped("scheduled_date_start")))
        self.assertFalse(visits.duret_claim_ids)

    def test_never_ends_before_it_starts(self):
        """The mistake is told in words, and nothing is written."""
        with self.assertRaises(ValidationError):
            self.short.write({"scheduled_date_start": MONDAY, "scheduled_date_end": MONDAY - HOUR})
        with self.assertRaises(ValidationError):
            self.short.scheduled_duration = -1
        self.short.invalidate_recordset()
        self.assertEqual(self._times(self.short), (MONDAY, MONDAY + 2 * HOUR, 2))

    def test_other_changes_leave_the_times(self):
        """A remark does not move a visit."""
        self.short.description = "Code of the door: 1234"
        self.assertEqual(self._times(self.short), (MONDAY, MONDAY + 2 * HOUR, 2))
