"""The cost of receiving: what is read once, what each operation costs, what a replay costs."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import MONDAY

from .push_case import PushCase

# Queries that one more report costs in a request: two rows of fields, seven kinds of lines, journal, savepoint.
A_REPORT = 20


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPushSpeed(PushCase):
    def queries(self, *ops):
        """How many queries a request of these operations costs."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.push(*ops)
        return self.env.cr.sql_log_count - before

    def reports(self, count):
        return [self.change(self.uuid(), *self.full_changes()) for _index in range(count)]

    def test_each_operation_costs_the_same(self):
        """Reading does not grow with the operations; each is written in a savepoint of its own."""
        self.push(*self.reports(1))
        one, few, many = (self.queries(*self.reports(count)) for count in (1, 11, 51))
        self.assertLessEqual((few - one) / 10, A_REPORT)
        # One query more a hundred reports: the database fetches ids in packets.
        self.assertAlmostEqual((many - few) / 40, (few - one) / 10, delta=0.1)

    def test_a_replay_costs_the_same_for_one_and_for_fifty(self):
        self.push(*self.reports(1))
        one, many = self.reports(1), self.reports(50)
        self.push(*one)
        self.push(*many)
        self.assertEqual(self.queries(*one), self.queries(*many))
        self.assertLessEqual(self.queries(*many), 12)
