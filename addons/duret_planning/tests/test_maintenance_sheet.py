"""The technician's spreadsheet becomes contracts; contracts become a spreadsheet, and back."""

import base64
import random
from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PlanningCase
from .gaetan_sheet import make_sheet

TODAY = "2026-11-21 09:00:00"


class SheetCase(PlanningCase):
    """Reads and writes files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contracts = cls.env["duret.maintenance.contract"]
        cls.sheets = cls.env["duret.maintenance.sheet"]

    def read_file(self, content, name="entretiens.xlsx"):
        sheet = self.sheets.create({"file": base64.b64encode(content), "file_name": name, "person_id": self.luc.id})
        sheet.action_read()
        return sheet

    def apply(self, sheet):
        sheet.action_apply()
        while sheet.state == "applying":
            sheet._apply_batch()

    def rows(self, sheet, *outcomes):
        return {row.line: row for row in sheet.row_ids if not outcomes or row.outcome in outcomes}

    def book(self, *lines):
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append(line)
        content = BytesIO()
        book.save(content)
        return content.getvalue()


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestMaintenanceSheet(SheetCase):
    HEAD = ("Client", "Adresse", "CP", "Ville", "Matériel", "Périodicité", "Dernière visite", "A faire", "Remarques")
    ROW = ("Mme Abry Lucie", "3 rue du Lac", "74000", "Annecy", "Alarme + VMC", "annuel", "12/03/2026", None, "clé")

    def test_his_file_line_by_line(self):
        content, facts = make_sheet()
        sheet = self.read_file(content)
        self.assertFalse(self.contracts.search_count([]), "reading writes no contract")
        rows = self.rows(sheet)
        self.assertEqual(len(rows), facts["contracts"] + len(facts["others"]))
        self.assertEqual(set(self.rows(sheet, "doubt")), set(facts["doubts"]))
        self.assertEqual(set(self.rows(sheet, "ignored")), set(facts["others"]))
        self.assertEqual(set(self.rows(sheet, "duplicate")), set(facts["duplicates"]))
        for line, first in facts["duplicates"].items():
            self.assertIn(str(first), rows[line].reason)
        self.assertTrue(all(rows[line].reason for line in facts["doubts"]), "each doubt says why")
        self.assertTrue(all(row.raw for row in rows.values()), "nothing of a row is lost")
        self.apply(sheet)
        made = self.rows(sheet, "created")
        self.assertEqual(len(made), facts["contracts"] - len(facts["doubts"]) - len(facts["duplicates"]))
        states = {"ended": "ended", "suspended": "suspended"}
        for line, colour in facts["states"].items():
            contract = made[line].contract_id
            self.assertEqual(contract.state, states.get(colour, "active"), f"colour of line {line}")
            self.assertEqual(contract.to_call, colour == "call")
        for line, day in facts["month_only"].items():
            self.assertEqual(made[line].contract_id.last_date, day)
        for line, client in facts["merged"].items():
            self.assertEqual(made[line].contract_id.partner_id.name, client)
            self.assertEqual(made[line].contract_id.partner_id, made[line - 1].contract_id.partner_id)

    def test_reading_the_same_file_again_changes_nothing(self):
        content, _facts = make_sheet(60)
        self.apply(self.read_file(content))
        before = self.contracts.search([])
        stamp = {one.id: (one.write_date, one._cells()) for one in before}
        clients = self.env["res.partner"].search_count([])
        again = self.read_file(content)
        self.assertFalse(again.create_count or again.update_count)
        self.assertEqual(again.same_count, len(before))
        with self.assertRaises(UserError):
            again.action_apply()
        self.assertEqual(self.contracts.search([]), before)
        self.assertEqual({one.id: (one.write_date, one._cells()) for one in before}, stamp)
        self.assertEqual(self.env["res.partner"].search_count([]), clients)

    def test_his_own_file_changed_later_brings_only_what_he_changed(self):
        self.apply(self.read_file(self.book(self.HEAD, self.ROW)))
        contract = self.contracts.search([])
        contract.write({"tolerance_weeks": 2, "last_date": date(2026, 10, 1)})
        changed = (*self.ROW[:5], "6 mois", *self.ROW[6:])
        sheet = self.read_file(self.book(self.HEAD, changed))
        self.assertEqual(sheet.row_ids.outcome, "update")
        self.assertEqual(set(sheet.row_ids.changes), {"period"})
        self.apply(sheet)
        self.assertEqual((contract.period_months, contract.tolerance_weeks), (6, 2))
        self.assertEqual(contract.last_date, date(2026, 10, 1), "work done in Odoo since then stays")

    def test_changed_on_both_sides_is_asked(self):
        self.apply(self.read_file(self.book(self.HEAD, self.ROW)))
        contract = self.contracts.search([])
        contract.period_months = 24
        sheet = self.read_file(self.book(self.HEAD, (*self.ROW[:5], "6 mois", *self.ROW[6:])))
        self.assertEqual(sheet.row_ids.outcome, "doubt")
        self.assertIn("24", sheet.row_ids.reason)
        self.assertEqual(contract.period_months, 24)

    def test_a_row_is_corrected_then_written(self):
        sheet = self.read_file(self.book(self.HEAD, (*self.ROW[:6], "12/03 ?", *self.ROW[7:])))
        row = sheet.row_ids
        self.assertEqual(row.outcome, "doubt")
        row.cell_last = "12/03/2026"
        self.assertEqual((row.outcome, row.reason), ("create", False))
        self.assertIn("12/03 ?", row.raw_text, "what stood in the file is kept")
        self.apply(sheet)
        self.assertEqual(row.contract_id.next_date, date(2027, 3, 12))
        self.assertEqual(row.contract_id.equipment_ids.mapped("duret_appliance"), ["Alarme", "VMC"])

    def test_all_or_nothing_for_each_row(self):
        """A row that is refused while it is written leaves no client behind, and the others are written."""
        lines = [
            (f"Client {rank}", f"{rank} rue X", "74000", "Annecy", "VMC", "annuel", "12/03/2026") for rank in (1, 2)
        ]
        sheet = self.read_file(self.book(self.HEAD[:7], *lines))
        create = type(self.contracts).create

        def refused(records, vals_list):
            made = create(records, vals_list)
            if any(one.partner_id.name == "Client 1" for one in made):
                raise UserError(self.env._("no"))
            return made

        self.patch(type(self.contracts), "create", refused)
        self.apply(sheet)
        self.assertEqual(sheet.row_ids.mapped("outcome"), ["doubt", "created"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Client 1")]))

    def test_a_known_client_is_found_and_a_likely_one_is_asked(self):
        known = self.env["res.partner"].create(
            {"name": "Lucie Abry", "street": "3 rue du Lac", "zip": "74000", "city": "Annecy", "is_company": False}
        )
        sheet = self.read_file(self.book(self.HEAD, self.ROW))
        self.assertEqual((sheet.row_ids.outcome, sheet.row_ids.partner_id), ("doubt", known))
        sheet.row_ids.action_same_client()
        self.assertEqual(sheet.row_ids.outcome, "create")
        self.apply(sheet)
        self.assertEqual(self.contracts.search([]).partner_id, known)
        other = self.read_file(self.book(self.HEAD, (*self.ROW[:4], "Portail", *self.ROW[5:])))
        other.row_ids.action_new_client()
        self.assertEqual((other.row_ids.outcome, other.row_ids.partner_id.id), ("create", False))

    def test_hostile_and_wrong_files(self):
        for content in (b"%PDF-1.4", b"PK\x03\x04 broken", b"   ", self.book(("Produit", "Prix"), ("Vis", "2"))):
            with self.assertRaises(UserError):
                self.read_file(content)
        self.assertFalse(self.env["duret.maintenance.row"].search_count([]))

    def test_examining_costs_the_same_for_any_number_of_rows(self):
        def cost(count):
            lines = [(f"Zoé {rank}", f"{rank} rue X", "74000", "Annecy", "VMC", "1 an", "12/03/2026") for rank in count]
            sheet = self.read_file(self.book(self.HEAD[:7], *lines))
            self.env.flush_all()
            self.env.invalidate_all()
            rows = sheet.row_ids
            rows.mapped("cell_client")
            start = self.env.cr.sql_log_count
            rows._examine()
            return self.env.cr.sql_log_count - start

        few, many = cost(range(1, 3)), cost(range(100, 150))
        self.assertLessEqual(many, few + 2)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestRoundTrip(SheetCase):
    """Out to Excel and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mixer = random.Random(4)
        cls.made = cls.contracts.create(
            [
                {
                    "partner_id": cls.env["res.partner"].create({"name": f"Client {rank}", "city": "Annecy"}).id,
                    "equipment": ["Alarme", "2 VMC + Portail"][rank % 2],
                    "period_months": mixer.choice([6, 12, 24]),
                    "tolerance_weeks": mixer.randrange(9),
                    "last_date": date(2026, 1, 1) + timedelta(days=mixer.randrange(300)),
                    "minutes": mixer.choice([5, 45, 90]),
                    "state": mixer.choice(["active", "suspended", "ended"]),
                    "person_id": cls.luc.id if rank % 3 else False,
                    "note": "Clé : voisin\n=1+1" if rank % 4 == 0 else False,
                }
                for rank in range(12)
            ]
        )

    def export(self, change=None):
        content = self.made._export_content()
        if not change:
            return content
        book = openpyxl.load_workbook(BytesIO(content))
        change(book.worksheets[0])
        changed = BytesIO()
        book.save(changed)
        return changed.getvalue()

    def column(self, sheet, name):
        label = self.contracts._column_labels()[name]
        return next(cell.column for cell in sheet[1] if cell.value == label)

    def cells(self):
        return {one.id: one._cell_texts() for one in self.made}

    def test_untouched_it_changes_nothing(self):
        before = self.cells()
        sheet = self.read_file(self.export())
        self.assertEqual(set(sheet.row_ids.mapped("outcome")), {"same"}, sheet.row_ids.mapped("reason"))
        self.assertEqual(self.cells(), before)

    def test_two_cells_and_only_those_two(self):
        """Whatever the two cells are, by whatever way they are typed: property over rows and columns."""
        mixer = random.Random(7)
        values = {
            "last": lambda: [datetime(2026, 10, 2), "02/10/2026", 46297, "2 octobre 2026"][mixer.randrange(4)],
            "period": lambda: ["18 mois", 36, "tous les 3 ans"][mixer.randrange(3)],
            "tolerance": lambda: mixer.choice(["12 sem", 11]),
            "minutes": lambda: mixer.choice(["1h15", 75]),
            "note": lambda: f"nouveau {mixer.random()}",
            "equipment": lambda: f"Borne {mixer.randrange(10**6)}",
        }
        for _turn in range(6):
            before = self.cells()
            picks = [(mixer.randrange(12), name) for name in mixer.sample(sorted(values), 2)]

            def change(sheet, picks=picks):
                for rank, name in picks:
                    sheet.cell(rank + 2, self.column(sheet, name), values[name]())

            self.apply_if_needed(self.read_file(self.export(change)))
            after = self.cells()
            touched = {(self.made[rank].id, name) for rank, name in picks}
            for contract_id, name in ((one, name) for one in before for name in before[one]):
                if (contract_id, name) not in touched and not self.follows(contract_id, name, touched):
                    self.assertEqual(after[contract_id][name], before[contract_id][name], (contract_id, name, picks))
            if ((self.made[picks[0][0]].id, "note")) in touched:
                self.assertIn("nouveau", after[self.made[picks[0][0]].id]["note"])

    def apply_if_needed(self, sheet):
        self.assertNotIn("doubt", sheet.row_ids.mapped("outcome"), sheet.row_ids.mapped("reason"))
        if sheet.update_count:
            self.apply(sheet)

    def follows(self, contract_id, name, touched):
        """The next due day follows a last visit or a period: that is what it is for."""
        return name == "next" and {(contract_id, "last"), (contract_id, "period")} & touched

    def test_what_others_did_meanwhile_stays(self):
        content = self.export(lambda sheet: sheet.cell(2, self.column(sheet, "note"), "vu avec lui"))
        self.made[0].tolerance_weeks = 20
        self.made[1].next_date = date(2027, 9, 9)
        self.apply_if_needed(self.read_file(content))
        self.assertEqual((self.made[0].note, self.made[0].tolerance_weeks), ("vu avec lui", 20))
        self.assertEqual(self.made[1].next_date, date(2027, 9, 9))

    def test_the_file_itself(self):
        book = openpyxl.load_workbook(BytesIO(self.export()))
        sheet = book.worksheets[0]
        self.assertEqual([one.sheet_state for one in book.worksheets], ["visible", "hidden"])
        self.assertEqual(sheet.max_row, 13)
        self.assertEqual(sheet.cell(2, self.column(sheet, "last")).value.date(), self.made[0].last_date)
        self.assertEqual(sheet.cell(2, self.column(sheet, "note")).value, "Clé : voisin\n=1+1")
        self.assertEqual(sheet.cell(2, self.column(sheet, "note")).data_type, "s", "a remark is never a formula")

    def test_a_client_is_not_changed_by_the_file(self):
        def change(sheet):
            sheet.cell(2, self.column(sheet, "city"), "Thônes")
            sheet.cell(3, self.column(sheet, "number"), "CE99999")

        sheet = self.read_file(self.export(change))
        doubts = self.rows(sheet, "doubt")
        self.assertEqual(set(doubts), {2, 3})
        self.assertEqual(self.made[0].partner_id.city, "Annecy")
