"""Figures of the use of digital reports, and the series of complete ones."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .office_case import OfficeCase


@tagged("post_install", "-at_install")
class TestAdoption(OfficeCase):
    """Four visits of Luc and one of Eve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits = cls.env["fsm.order"]
        for days in range(2, 6):
            cls.visits |= cls.make_done(days)
        cls.visits |= cls.make_done(2, person=cls.eve)
        cls.full, cls.absent, cls.bare, cls.none, cls.eves = cls.visits
        cls.make_report(cls.full)
        cls.make_report(cls.absent, outcome="absent")
        cls.make_report(cls.bare, photo=False)
        cls.make_report(cls.none, outcome="")
        cls.make_report(cls.eves, outcome="office")
        cls.env.flush_all()

    def _figures(self, visits=None):
        figures = self.env["duret.report.figure"].with_user(self.user_direction)
        return {row.order_id: row for row in figures.search([("order_id", "in", (visits or self.visits).ids)])}

    def test_shares(self):
        """A row a visit: report, photos, signature, completeness. A draft is none, nor what the office wrote itself."""
        rows = self._figures()
        told = {
            visit: [rows[visit][name] for name in ("with_report", "with_photos", "signed", "complete")]
            for visit in self.visits
        }
        self.assertEqual(told[self.full], [1, 1, 1, 1])
        self.assertEqual(told[self.absent], [1, 1, 0, 1])
        self.assertEqual(told[self.bare], [1, 0, 1, 0])
        self.assertEqual(told[self.none], [0, 0, 0, 0])
        self.assertEqual(told[self.eves], [0, 0, 0, 0])

    def test_by_technician(self):
        """Grouping gives the share, as the pivot shows it."""
        groups = self.env["duret.report.figure"]._read_group(
            [("order_id", "in", self.visits.ids)], ["person_id"], ["visits:sum", "with_report:avg", "signed:avg"]
        )
        shares = {person: rest for person, *rest in groups}
        self.assertEqual(shares, {self.luc: [4, 0.75, 0.5], self.eve: [1, 0, 0]})

    def test_hours_until_the_report(self):
        """From the end of the visit to the closed report."""
        row = self._figures()[self.full]
        expected = (self.full.duret_report_ids.closed_at - self.full.date_end) / timedelta(hours=1)
        self.assertAlmostEqual(row.hours_to_report, expected, places=2)

    def test_what_does_not_count(self):
        """Cancelled visits were not made, visits of the paper age owe nothing, coming ones are not over."""
        cancelled = self.make_done(7)
        cancelled.stage_id = self.env.ref("fieldservice.fsm_stage_cancelled")
        old = self.make_done(40)
        coming = self.make_visit(
            scheduled_date_start=fields.Datetime.now() + timedelta(days=3), duret_day_off_agreed=True
        )
        self.env.flush_all()
        self.assertFalse(self._figures(cancelled | old | coming))

    def test_two_reports_are_one_visit(self):
        """An amendment or a colleague's report does not count the visit twice."""
        self.make_report(self.full)
        self.env.flush_all()
        figures = self.env["duret.report.figure"].search([("order_id", "=", self.full.id)])
        self.assertEqual(figures.visits, 1)

    def test_one_query(self):
        """The pivot of everybody is one statement."""
        figures = self.env["duret.report.figure"]
        figures._read_group([], ["person_id", "done_at:week"], ["visits:sum"])
        self.env.flush_all()
        with self.assertQueryCount(1):
            figures._read_group([], ["person_id", "done_at:week"], ["visits:sum", "with_report:avg", "signed:avg"])

    def test_for_the_direction(self):
        """Figures of colleagues are the direction's and the manager's."""
        for role in ("direction", "manager"):
            self.assertTrue(self.env["duret.report.figure"].with_user(self.users[role]).has_access("read"))
        for role in ("technician", "assistant", "portal_a"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["duret.report.figure"].with_user(self.users[role]).search([])

    def test_series(self):
        """Complete reports in a row, from the latest one; a draft does not break it, an incomplete one does."""
        told = self.env["duret.report.streak"].with_user(self.user_technician)
        self.assertEqual(told._section_streak(), {"complete": 0}, "the latest closed one has no photo")
        self.make_report(self.make_done(1))
        self.make_report(self.make_done(1.2), outcome="refused")
        self.make_report(self.make_done(0.5), outcome="")
        self.assertEqual(told._section_streak(), {"complete": 2})
        self.assertEqual(
            self.env["duret.report.streak"].with_user(self.user_assistant)._section_streak(), {"complete": 0}
        )
