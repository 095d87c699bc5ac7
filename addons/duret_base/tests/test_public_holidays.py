"""Public holidays of the company: once each, for every calendar, kept up by the cron."""

from datetime import date, datetime

import pytz
from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..hooks import post_init_hook


@tagged("post_install", "-at_install")
class TestPublicHolidays(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Duret (tests)"})
        cls.leaves = cls.env["resource.calendar.leaves"]
        cls.calendar = cls.env.ref("duret_base.resource_calendar_duret").copy({"company_id": cls.company.id})
        cls.company.resource_calendar_id = cls.calendar

    def _days(self, company=None):
        domain = [("company_id", "=", (company or self.company).id), ("duret_public_holiday", "!=", False)]
        return self.leaves.search(domain).mapped("duret_public_holiday")

    @freeze_time("2034-02-01 10:00:00")
    def test_installation_records_this_year_and_the_next_two(self):
        post_init_hook(self.env)
        self.assertEqual({day.year for day in self._days()}, {2034, 2035, 2036})

    def test_eleven_days_in_2027(self):
        created = self.leaves._duret_fill_public_holidays(self.company, [2027])
        self.assertEqual(len(created), 11)
        monday = created.filtered(lambda leave: leave.duret_public_holiday == date(2027, 3, 29))
        self.assertEqual(monday.name, "Lundi de Pâques")
        self.assertEqual(monday.date_from, datetime(2027, 3, 28, 22))
        self.assertEqual(monday.date_to, datetime(2027, 3, 29, 21, 59, 59))

    def test_a_second_time_creates_nothing(self):
        self.leaves._duret_fill_public_holidays(self.company, [2027, 2028])
        self.assertFalse(self.leaves._duret_fill_public_holidays(self.company, [2027, 2028]))
        self.assertEqual(len(self._days()), 22)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_the_same_day_twice(self):
        created = self.leaves._duret_fill_public_holidays(self.company, [2027])
        values = self.leaves._duret_holiday_values(created[0].duret_public_holiday, "x", "Europe/Paris")
        with self.assertRaises(UniqueViolation):
            self.leaves.with_company(self.company).create(values).flush_recordset()

    def test_taken_out_of_every_calendar_of_the_company(self):
        self.leaves._duret_fill_public_holidays(self.company, [2027])
        part_time = self.calendar.copy({"name": "Mi-temps"})
        paris = pytz.timezone("Europe/Paris")
        week = [paris.localize(datetime(2027, 3, day)) for day in (29, 31)]
        for calendar in (self.calendar, part_time):
            hours = calendar.get_work_hours_count(*week, compute_leaves=True)
            self.assertEqual(hours, 8, calendar.name)

    def test_working_on_a_public_holiday(self):
        self.leaves._duret_fill_public_holidays(self.company, [2027])
        moment = datetime(2027, 5, 17, 8)
        self.assertFalse(self.company.duret_is_open(moment))
        whit_monday = self.leaves.search(
            [("company_id", "=", self.company.id), ("duret_public_holiday", "=", date(2027, 5, 17))]
        )
        whit_monday.time_type = "other"
        self.assertFalse(self.leaves._duret_fill_public_holidays(self.company, [2027]))
        self.assertTrue(self.company.duret_is_open(moment))

    @freeze_time("2031-06-15 10:00:00")
    def test_cron_fills_the_years_to_come(self):
        with self.enter_registry_test_mode():
            self.env.ref("duret_base.ir_cron_public_holidays").method_direct_trigger()
        self.assertEqual({day.year for day in self._days()}, {2031, 2032, 2033})
        self.assertEqual(len(self._days()), 33)

    def test_same_queries_for_one_and_for_three_years(self):
        counts = []
        for years in ([2041], [2042, 2043, 2044]):
            self.leaves._duret_fill_public_holidays(self.company, years)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.leaves._duret_fill_public_holidays(self.company, years)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
