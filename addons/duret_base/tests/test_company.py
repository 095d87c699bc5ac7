"""Hours, emergency number and mentions of the company."""

from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import DuretCase


@tagged("post_install", "-at_install")
class TestCompany(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("base.main_company")
        cls.company.write(
            {
                "name": "Duret Électricité",
                "resource_calendar_id": cls.env.ref("duret_base.resource_calendar_duret")
                .copy({"company_id": cls.company.id})
                .id,
                "company_registry": "12345678900012",
                "phone": "+33450000000",
                "email": "contact@duret.test",
                "street": "12 rue du Lac",
                "zip": "74000",
                "city": "Annecy",
                "duret_rcs": "RCS Annecy 123 456 789",
                "duret_insurer": "Assureur du Lac",
                "duret_insurance_policy": "n° 42",
                "duret_insurance_area": False,
                "duret_legal_form": False,
                "vat": False,
                "website": False,
                "duret_mediator_url": False,
                "duret_mediator": "Médiation des Alpes",
                "duret_emergency_phone": "0033450111213",
            }
        )

    def test_hours_are_those_of_the_calendar(self):
        self.assertEqual(self.company.duret_opening_text, "du lundi au vendredi : 8 h – 12 h et 13 h 30 – 17 h 30")
        lines = self.company.resource_calendar_id.attendance_ids
        lines.filtered(lambda line: line.hour_to == 17.5).hour_to = 18
        self.assertIn("13 h 30 – 18 h", self.company.duret_opening_text)

    def test_open_and_next_opening_on_both_sides_of_the_change_of_hour(self):
        winter, summer = datetime(2026, 3, 27, 7, 0), datetime(2026, 3, 30, 6, 0)
        self.assertTrue(self.company.duret_is_open(winter))
        self.assertTrue(self.company.duret_is_open(summer))
        self.assertFalse(self.company.duret_is_open(datetime(2026, 3, 27, 6, 30)))
        self.assertEqual(self.company.duret_next_opening(datetime(2026, 3, 27, 20)), summer)

    def test_portal_may_ask_whether_the_company_is_open(self):
        company = self.company.with_user(self.user_portal_a)
        self.assertTrue(company.duret_is_open(datetime(2026, 11, 23, 9, 0)))
        with self.assertRaises(AccessError):
            self.env["resource.calendar.leaves"].with_user(self.user_portal_a).search([])

    def test_leaves_of_one_person_do_not_close_the_company(self):
        calendar = self.company.resource_calendar_id
        resource = self.env["resource.resource"].create({"name": "Technicien", "calendar_id": calendar.id})
        day = {
            "date_from": datetime(2026, 11, 23, 0),
            "date_to": datetime(2026, 11, 23, 22),
            "calendar_id": calendar.id,
        }
        leave = self.env["resource.calendar.leaves"].create(day | {"resource_id": resource.id})
        self.assertTrue(self.company.duret_is_open(datetime(2026, 11, 23, 9, 0)))
        leave.resource_id = False
        self.assertFalse(self.company.duret_is_open(datetime(2026, 11, 23, 9, 0)))

    def test_mentions(self):
        identity, consumers = self.company.duret_legal_lines()
        self.assertEqual(
            identity, "Duret Électricité · 12 rue du Lac, 74000 Annecy · SIRET 12345678900012 · RCS Annecy 123 456 789"
        )
        self.assertEqual(
            consumers,
            "Ten-year liability insurance: Assureur du Lac, n° 42 · Consumer mediator: Médiation des Alpes",
        )

    def test_empty_mentions_leave_no_trace(self):
        self.company.write({"duret_insurer": False, "duret_insurance_policy": False, "duret_mediator": False})
        self.assertEqual(len(self.company.duret_legal_lines()), 1)

    def test_numbers_are_shown_the_french_way(self):
        self.assertEqual(self.company.duret_emergency_display(), "04 50 11 12 13")
        self.company.website = "https://www.duret.test/"
        self.assertEqual(self.company.duret_contact_line(), "04 50 00 00 00 · contact@duret.test · www.duret.test")
        self.company.duret_emergency_phone = "appeler le gardien"
        self.assertEqual(self.company.duret_emergency_display(), "appeler le gardien")

    def test_number_of_the_company_is_shown_like_that_of_its_contact(self):
        self.assertEqual(self.company.phone, "04 50 00 00 00")
        self.assertEqual(
            self.env["res.company"].create({"name": "B (tests)", "phone": "0033612345678"}).phone, "06 12 34 56 78"
        )

    def test_settings_are_written_on_the_company(self):
        with Form(self.env["res.config.settings"].with_user(self.user_admin)) as form:
            form.duret_emergency_phone = "04 50 22 22 22"
            form.duret_siret = "98765432100019"
            form.duret_mediator = "Autre médiateur"
        form.record.execute()
        self.assertRecordValues(
            self.company,
            [
                {
                    "duret_emergency_phone": "04 50 22 22 22",
                    "company_registry": "98765432100019",
                    "duret_mediator": "Autre médiateur",
                }
            ],
        )

    def test_settings_are_for_the_administrator(self):
        for role in ("technician", "assistant", "manager", "direction"):
            with self.assertRaises(AccessError, msg=role):
                self.env["res.config.settings"].with_user(self.users[role]).create({})
