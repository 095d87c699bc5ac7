"""The spreadsheet: its sheets, its rights, and texts that stay texts."""

from datetime import datetime
from io import BytesIO

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .figures_case import MODEL, TODAY, FiguresCase, FiguresKit

ATTACK = '=HYPERLINK("http://evil.example","x")'


@tagged("post_install", "-at_install")
class TestFiguresBook(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.user_assistant, cls.user_direction, cls.user_technician):
            user.group_ids += cls.env.ref("base.group_allow_export")
        cls.opinions(10, 9, 8, 3, 10, person_id=cls.people[0].id, comment=ATTACK, marks={"booking": 5})

    def book(self, role="direction", **filters):
        with freeze_time(TODAY):
            name, content = self.model(role, "duret.figures.book").duret_book(filters)
        self.assertRegex(name, r"^satisfaction_2025-12-01_2026-11-21\.xlsx$")
        return openpyxl.load_workbook(BytesIO(content))

    def test_sheets_by_role(self):
        """The sheet of technicians is in the direction's file only, and so is the column of the comments."""
        direction, office = self.book(), self.book("assistant")
        self.assertEqual(direction.sheetnames, ["Figures", "Months", "Types", "Towns", "Technicians", "Comments"])
        self.assertEqual(office.sheetnames, ["Figures", "Months", "Types", "Towns", "Comments"])
        everything = [str(cell) for sheet in office for row in sheet.values for cell in row if cell is not None]
        self.assertFalse([cell for cell in everything if self.people[0].name in cell])
        self.assertEqual(len(direction["Comments"][1]), len(office["Comments"][1]) + 1)

    def test_numbers_are_those_of_the_page(self):
        """Numbers as numbers: whoever opens the file can add them up."""
        book = self.book()
        shown = {row[0]: row[1] for row in book["Figures"].values}
        self.assertEqual((shown["Net promoter score"], shown["Overall mark out of 5"]), (40, 5))
        november = list(book["Months"].values)[-1]
        self.assertEqual((november[1], november[9]), (40, 5))
        self.assertEqual(book["Types"].max_row, 2)

    def test_days_are_days(self):
        """Whoever opens the file can sort by them; a day is that of Annecy, as a French reader writes it."""
        self.env[MODEL].search([("comment", "=", ATTACK)], limit=1).answered_at = "2026-11-20 23:30:00"
        book = self.book()
        cells = [row[0] for row in book["Comments"].iter_rows(min_row=2)]
        self.assertEqual({cell.data_type for cell in cells}, {"d"})
        self.assertEqual(max(cell.value for cell in cells), datetime(2026, 11, 21))
        self.assertEqual({cell.number_format for cell in cells}, {"dd/mm/yyyy"})
        first, last = (book["Figures"].cell(row, 2).value for row in (2, 3))
        self.assertEqual((first, last), (datetime(2025, 12, 1), datetime(2026, 11, 21)))

    def test_no_formula(self):
        """A comment that begins like a formula is a text with a quote before it, here and in a copy as text."""
        sheet = self.book()["Comments"]
        cell = sheet.cell(2, 4)
        self.assertEqual((cell.data_type, cell.value), ("s", f"'{ATTACK}"))
        for text in ("+33", "-1", "@x", "\tx", "=1"):
            self.assertEqual(self.env["duret.figures.book"]._duret_text(text), f"'{text}")
        self.assertEqual(self.env["duret.figures.book"]._duret_text("Bien = parfait"), "Bien = parfait")

    def test_who_exports(self):
        """Odoo's own right to export counts, and reading opinions."""
        self.user_direction.group_ids -= self.env.ref("base.group_allow_export")
        for role in ("direction", "technician", "portal_a"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.book(role)


@tagged("post_install", "-at_install")
class TestFiguresRoute(FiguresKit, HttpCase):
    """The address of the file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_figures_kit()
        for user in cls.users.values():
            if not user.share:
                user.group_ids += cls.env.ref("base.group_allow_export")
        cls.opinions(10, 9, person_id=cls.people[0].id)

    def get(self, login, query=""):
        self.authenticate(login, login)
        return self.url_open(f"/duret_satisfaction/figures.xlsx{query}", allow_redirects=False)

    def test_who_gets_the_file(self):
        for role in ("assistant", "direction"):
            found = self.get(self.users[role].login)
            self.assertEqual((found.status_code, found.content[:2]), (200, b"PK"), role)
            self.assertIn("attachment", found.headers["Content-Disposition"])
        for role in ("technician", "portal_a"):
            self.assertEqual(self.get(self.users[role].login).status_code, 403, role)
        self.authenticate(None, None)
        self.assertIn(self.url_open("/duret_satisfaction/figures.xlsx", allow_redirects=False).status_code, (302, 303))

    def test_filters_of_the_address(self):
        person = f"?person_id={self.people[0].id}"
        self.assertEqual(self.get(self.user_direction.login, person).status_code, 200)
        self.assertEqual(self.get(self.user_assistant.login, person).status_code, 403)
        for query in ("?period=custom", "?period=decade", "?type_id=x", "?period=custom&first=2026-13-01&last=1"):
            self.assertLess(self.get(self.user_direction.login, query).status_code, 500, query)
