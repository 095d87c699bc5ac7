"""Days off of technicians and of the company; named after the flaw of the base addon."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import MONDAY, PlanningCase

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestCheckDay(PlanningCase):
    """fieldservice's `check_day` looks for leaves that lie inside the visit, whoever's they are."""

    def _leave(self, start, stop, resource=None, **values):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "date_from": start,
                "date_to": stop,
                "resource_id": resource.id if resource else False,
                "calendar_id": False,
                **values,
            }
        )

    def test_check_day_another_person_s_half_hour_does_not_block(self):
        """The flaw: half an hour of anybody's leave inside the visit was « a holiday »."""
        self._leave(MONDAY + HOUR / 2, MONDAY + HOUR, self.eve.duret_resource_id)
        self.assertTrue(self.make_visit().duret_claim_ids)

    def test_check_day_company_holiday_blocks(self):
        """The other side of the flaw: a day off longer than the visit was not seen."""
        self._leave(MONDAY - 9 * HOUR, MONDAY + 15 * HOUR)
        with self.assertRaises(ValidationError):
            self.make_visit()

    def test_check_day_own_absence_blocks(self):
        """Whatever part of the visit it touches, for each member of the crew."""
        self._leave(MONDAY + HOUR, MONDAY + 30 * HOUR, self.luc.duret_resource_id)
        with self.assertRaises(ValidationError):
            self.make_visit()
        with self.assertRaises(ValidationError):
            self.make_visit(person_id=self.eve.id, person_ids=self.luc.ids)
        visit = self.make_visit(person_id=self.eve.id)
        with self.assertRaises(ValidationError):
            visit.person_id = self.luc

    def test_an_emergency_is_let_through(self):
        """« Day off agreed » is for the technician on call."""
        self._leave(MONDAY - 9 * HOUR, MONDAY + 15 * HOUR)
        self.assertTrue(self.make_visit(duret_day_off_agreed=True).duret_claim_ids)

    def test_other_calendars(self):
        """Time off of a calendar is that of the technicians who work by it."""
        calendar = self.env["resource.calendar"].create({"name": "Evenings"})
        self._leave(MONDAY, MONDAY + HOUR, calendar_id=calendar.id)
        self.assertTrue(self.make_visit().duret_claim_ids)
        self.eve.calendar_id = calendar
        with self.assertRaises(ValidationError):
            self.make_visit(person_id=self.eve.id)

    def test_worked_holiday(self):
        """A holiday on which the company works blocks nothing."""
        self._leave(MONDAY - 9 * HOUR, MONDAY + 15 * HOUR, time_type="other")
        self.assertTrue(self.make_visit().duret_claim_ids)

    def test_public_holidays_are_known(self):
        """11 November is off without anybody typing it."""
        start = MONDAY.replace(year=fields.Date.today().year + 1, month=11, day=11)
        with self.assertRaises(ValidationError):
            self.make_visit(scheduled_date_start=start)

    def test_the_day_that_is_off_is_named(self):
        """A visit late on New Year's Eve is refused for the first of January, by the clock of the company."""
        self.env["resource.calendar.leaves"]._duret_fill_public_holidays(self.env.company, [2027])
        start = MONDAY.replace(month=12, day=31, hour=22, minute=50)
        with self.assertRaisesRegex(ValidationError, "vendredi 1 janvier"):
            self.make_visit(scheduled_date_start=start, scheduled_duration=1)
        self.assertTrue(self.make_visit(scheduled_date_start=start, scheduled_duration=1 / 6).duret_claim_ids)


@tagged("post_install", "-at_install")
class TestTechnicians(PlanningCase):
    """What each technician gets by himself."""

    def test_resource_of_his_own(self):
        """Made with him, with his hours, and following them."""
        self.assertTrue(self.luc.duret_resource_id)
        self.assertNotEqual(self.luc.duret_resource_id, self.eve.duret_resource_id)
        hours = self.env["resource.calendar"].create({"name": "Four days"})
        self.luc.calendar_id = hours
        self.assertEqual(self.luc.duret_resource_id.calendar_id, hours)

    def test_leaves_of_the_employee(self):
        """Linked to an employee, the technician is away when the employee is."""
        employee = self.env["hr.employee"].create({"name": "Eve"})
        self.eve.duret_employee_id = employee
        self.assertEqual(self.eve.duret_resource_id, employee.resource_id)

    def test_skills(self):
        """Found by skill without reading the rows of levels."""
        skill = self.add_skill(self.luc)
        self.assertEqual(self.luc.duret_skill_ids, skill)
        self.assertEqual(self.env["fsm.person"].search([("duret_skill_ids", "in", skill.ids)]), self.luc)

    def test_user(self):
        """His user is that of his address book entry."""
        self.assertEqual(self.luc.duret_user_id, self.user_technician)
        self.assertFalse(self.eve.duret_user_id)

    def test_search_an_archived_technician_is_read(self):
        """The flaw of the community's `_search`: a visit of a colleague who has left could not even be opened."""
        visit = self.make_visit(person_id=self.eve.id)
        self.eve.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(visit.with_user(self.user_assistant).person_id.display_name, "Eve")
        self.assertNotIn(self.eve, self.env["fsm.person"].search([]))
        self.assertIn(self.eve, self.env["fsm.person"].with_context(active_test=False).search([]))
