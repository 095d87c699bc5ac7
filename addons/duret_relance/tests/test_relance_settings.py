"""Hours for clients: read from the company, holidays and closures included."""

from datetime import datetime

from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install", "duret_relance")
class TestRelanceSettings(DuretCase):
    def first(self, moment):
        company = self.env.company
        return str(company._duret_contact_calendar(datetime(2026, 11, 1)).first_contact(datetime.fromisoformat(moment)))

    def test_hours_of_the_company(self):
        self.env.company.write({"duret_relance_hour_from": 9.5, "duret_relance_hour_to": 12})
        self.assertEqual(self.first("2026-11-24 05:00:00"), "2026-11-24 08:30:00")
        self.assertEqual(self.first("2026-11-24 11:00:00"), "2026-11-25 08:30:00")

    def test_saturday_is_a_choice(self):
        self.assertEqual(self.first("2026-11-28 09:00:00"), "2026-11-30 07:00:00")
        self.env.company.duret_relance_saturday = True
        self.assertEqual(self.first("2026-11-28 09:00:00"), "2026-11-28 09:00:00")
        self.assertEqual(self.first("2026-11-29 09:00:00"), "2026-11-30 07:00:00")

    def test_holidays_even_when_nobody_entered_them(self):
        """11 November is computed; the list of days off may be empty."""
        self.env["resource.calendar.leaves"].search([("resource_id", "=", False)]).unlink()
        self.assertEqual(self.first("2026-11-11 09:00:00"), "2026-11-12 07:00:00")

    def test_closures_of_the_company(self):
        """Nobody is written to while nobody would read the answer."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Fermeture",
                "company_id": self.env.company.id,
                "date_from": "2026-11-23 00:00:00",
                "date_to": "2026-11-27 22:59:59",
            }
        )
        self.assertEqual(self.first("2026-11-24 09:00:00"), "2026-11-30 07:00:00")

    @mute_logger("odoo.sql_db")
    def test_impossible_settings(self):
        for values in (
            {"duret_relance_hour_from": 20},
            {"duret_relance_hour_to": 25},
            {"duret_relance_throttle_days": -1},
        ):
            with self.subTest(**values), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.env.company.write(values)
                self.env.flush_all()
