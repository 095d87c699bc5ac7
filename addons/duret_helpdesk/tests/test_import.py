"""A spreadsheet of clients or history on its way in: dry run, report, apply, again."""

import base64
import io
from datetime import datetime

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretCase

CLIENTS = ["Nom", "Prénom", "Société", "Adresse", "Code postal", "Ville", "Téléphone", "Portable", "E-mail", "Siret"]
SIRET = "73282932000074"


def workbook(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@tagged("post_install", "-at_install")
class TestImport(DuretCase):
    """Claire brings in her files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runs = cls.env["duret.import.run"].with_user(cls.user_assistant)
        cls.known = cls.env["res.partner"].create(
            {"name": "Odette Grangier", "email": "odette@import.test", "phone": "04 50 12 34 56"}
        )

    def _run(self, *rows, kind="clients", content=None, **values):
        file = base64.b64encode(content or workbook(*rows))
        return self.runs.create({"kind": kind, "file": file, "file_name": "clients.xlsx", "pilot": False} | values)

    def _checked(self, *rows, **values):
        run = self._run(*rows, **values)
        run.action_read()
        run.action_check()
        self.assertEqual(run.state, "checked")
        return run

    def _outcomes(self, run):
        return dict(run.line_ids.mapped(lambda line: (line.number, line.outcome)))

    # --- dry run
    def test_the_report_says_what_would_be_done(self):
        partners = self.env["res.partner"].search_count([])
        run = self._checked(
            CLIENTS,
            ["Perrin", "Marc", None, "1 rue du Lac", 74000, "Annecy", 450987654, None, None, None],
            ["Grangier", "O.", None, None, None, None, None, None, "Odette@Import.test", None],
            ["PERRIN", "Marc", None, "1, rue du lac", "74000", "ANNECY", "04.50.98.76.54", None, None, None],
            [None, None, None, None, None, None, "0450111111", None, None, None],
            ["Grangier", "Odette", None, None, None, None, None, None, None, None],
            [None, None, "Régie du Parmelan", None, None, None, None, None, None, SIRET],
        )
        self.assertEqual(
            self._outcomes(run), {2: "create", 3: "link", 4: "duplicate", 5: "rejected", 6: "doubt", 7: "create"}
        )
        lines = {line.number: line for line in run.line_ids}
        self.assertEqual(lines[3].partner_id, self.known)
        self.assertIn("2", lines[4].reason)
        self.assertTrue(lines[5].reason)
        self.assertEqual(lines[6].partner_id, self.known)
        self.assertEqual(self.env["res.partner"].search_count([]), partners, "a dry run writes no client")
        with self.assertRaises(UserError, msg="somebody decides first"):
            run.action_apply()

    def test_apply_and_again_brings_nothing_new(self):
        rows = [
            CLIENTS,
            ["Perrin", "Marc", None, "1 rue du Lac", 74000, "Annecy", 450987654, 612345670, None, None],
            [
                "Grangier",
                "Odette",
                None,
                "2 rue Haute",
                1210,
                "Ferney",
                None,
                "06 00 00 00 01",
                "odette@import.test",
                None,
            ],
        ]
        run = self._checked(*rows)
        run.action_apply()
        self.assertEqual((run.state, self._outcomes(run)), ("done", {2: "created", 3: "linked"}))
        perrin = run.line_ids[0].partner_id
        self.assertEqual((perrin.name, perrin.zip, perrin.is_company), ("Perrin Marc", "74000", False))
        self.assertEqual(perrin.duret_phone_ids.mapped("e164"), ["+33450987654", "+33612345670"])
        self.assertEqual((self.known.street, self.known.zip), ("2 rue Haute", "01210"))
        self.assertIn("+33600000001", self.known.duret_phone_ids.mapped("e164"))
        self.assertEqual(self.known.email, "odette@import.test")
        count = self.env["res.partner"].search_count([])
        for again in (self._checked(*rows), self._checked(*rows, ["Nouveau", *[None] * 9])):
            self.assertEqual([self._outcomes(again)[number] for number in (2, 3)], ["known", "known"])
        again.action_apply()
        self.assertEqual(self.env["res.partner"].search_count([]), count + 1)

    def test_what_is_written_already_wins(self):
        self.known.street = "9 place Notre-Dame"
        row = ["Grangier", "Odette", None, "1 rue Autre", None, "Annecy", None, None, "odette@import.test", None]
        self._checked(CLIENTS, row).action_apply()
        self.assertEqual((self.known.street, self.known.city), ("9 place Notre-Dame", "Annecy"))

    def test_a_row_is_applied_once_by_the_database(self):
        run = self._checked(CLIENTS, ["Perrin", *[None] * 9])
        line = run.line_ids
        run.action_apply()
        copy = self._checked(CLIENTS, ["Autre", *[None] * 9]).line_ids.sudo()
        copy.row_key = line.row_key
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as error, self.env.cr.savepoint():
            copy.outcome = "created"
            copy.flush_recordset()
        self.assertIn("row_applied_once", str(error.exception))

    def test_a_person_decides_of_doubts(self):
        row = ["Grangier", "Odette", *[None] * 8]
        run = self._checked(CLIENTS, row)
        run.line_ids.action_create_anyway()
        run.action_apply()
        self.assertNotEqual(run.line_ids.partner_id, self.known)
        self.assertEqual(run.line_ids.partner_id.name, "Grangier Odette")
        run = self._checked(CLIENTS, ["Odette", "Grangier", *[None] * 8])
        run.line_ids.filtered(lambda line: line.outcome == "doubt").action_same_client()
        run.line_ids.filtered(lambda line: line.outcome == "link")[:1].action_exclude()
        self.assertFalse(set(run.line_ids.mapped("outcome")) & {"doubt", "create"})

    def test_fifty_first(self):
        rows = [[f"Client {rank} {chr(97 + rank % 26) * 5}{rank}", *[None] * 8, None] for rank in range(60)]
        for rank, row in enumerate(rows):
            row[8] = f"client{rank}@import.test"
        run = self._checked(CLIENTS, *rows, pilot=True)
        run.action_apply()
        self.assertEqual(run.applied_count, 50)
        run.action_reset()
        run.pilot = False
        run.action_check()
        run.action_apply()
        self.assertEqual(run.applied_count, 60)
        self.assertEqual(self.env["res.partner"].search_count([("email", "like", "@import.test")]), 61)

    # --- all or nothing
    def test_a_batch_is_written_whole_or_not_at_all(self):
        run = self._checked(CLIENTS, ["Un", *[None] * 9], ["Deux", *[None] * 9], ["Trois", *[None] * 9])
        model = type(self.env["duret.import.run"])
        values_of = model._client_values

        def refused(run, values):
            if values["name"] == "Deux":
                raise UserError(self.env._("No"))
            return values_of(run, values)

        self.patch(model, "_client_values", refused)
        run.action_apply()
        self.assertEqual(run.state, "checked")
        self.assertEqual(self._outcomes(run), {2: "create", 3: "rejected", 4: "create"})
        self.assertIn("3", run.message)
        self.assertFalse(self.env["res.partner"].search([("name", "in", ("Un", "Deux", "Trois"))]))
        run.action_apply()
        self.assertEqual(self._outcomes(run), {2: "created", 3: "rejected", 4: "created"})

    def test_large_files_go_on_in_the_background(self):
        rows = [[f"Nom{rank}", *[None] * 7, f"gros{rank}@import.test", None] for rank in range(620)]
        run = self._run(CLIENTS, *rows)
        run.action_read()
        run.action_check()
        self.assertEqual(run.state, "checking")
        job = self.env.ref("duret_helpdesk.ir_cron_import_runs")
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        run.invalidate_recordset()
        while run._work_batch(200):
            pass
        self.assertEqual((run.state, run.create_count), ("checked", 620))

    def test_the_check_costs_the_same_for_one_and_a_batch(self):
        run = self._run(CLIENTS, ["A", *[None] * 9])
        run.action_read()
        counts = []
        for size in (5, 100):
            lines = self.env["duret.import.line"].create(
                [
                    {"run_id": run.id, "number": size * 1000 + rank, "row_values": {"name": f"Inconnu{size}x{rank}"}}
                    for rank in range(size)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run._check_batch(size)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(lines.mapped("outcome")), {"create"})
        self.assertLessEqual(counts[1], counts[0] + 3, counts)

    # --- columns and files
    def test_claires_names_are_remembered(self):
        run = self._run(["Le bonhomme", "Tél. maison", "Bidule"], ["Perrin", "0450987654", "x"])
        run.action_read()
        self.assertEqual(run.column_ids.mapped("field"), [False, False, False])
        with self.assertRaises(UserError):
            run.action_check()
        run.column_ids[0].field = "name"
        run.column_ids[1].field = "phone"
        run.action_check()
        other = self._run(["BIDULE", "tel maison", "le bonhomme"], ["y", "0450987655", "Grangier"])
        other.action_read()
        self.assertEqual(other.column_ids.mapped("field"), [False, "phone", "name"])
        other.column_ids[0].field = "phone"
        with self.assertRaises(UserError, msg="two columns for one field"):
            other.action_check()

    def test_files_that_cannot_be_read_are_told(self):
        for content in (b"%PDF-1.4 x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 x", b"PK\x03\x04 broken", b"Nom;Ville\n"):
            run = self._run(content=content)
            with self.assertRaises(UserError):
                run.action_read()
            self.assertEqual(run.state, "draft")
        faults = [run._file_fault(code) for code in ("empty", "too_big", "bomb", "password", "macros", "too_many_rows")]
        self.assertEqual(len(set(faults)), 6)

    def test_csv_as_excel_writes_it(self):
        text = "Nom;Téléphone;Remarques\r\nPerrin;0450987654;Élévateur à réviser\r\n"
        run = self._checked(content=text.encode("cp1252"))
        self.assertTrue(run.message, "the guess of the encoding is told")
        run.action_apply()
        self.assertIn("Élévateur", run.line_ids.partner_id.comment)

    def test_report_and_template(self):
        run = self._checked(CLIENTS, ["=1+1", None, None, None, None, None, 450987654, None, "@x", None])
        report = openpyxl.load_workbook(io.BytesIO(base64.b64decode(run.report_file)))
        cells = [[cell.value for cell in row] for row in report.active.iter_rows()]
        self.assertEqual(len(cells), 2)
        self.assertNotIn("f", {cell.data_type for row in report.active.iter_rows() for cell in row})
        template = self._run(content=base64.b64decode(run.template_file))
        template.action_read()
        self.assertNotIn(False, template.column_ids.mapped("field"), "the template is understood whole")

    # --- history
    def test_history_becomes_closed_requests_of_their_day(self):
        mails = self.env["mail.mail"].search_count([])
        run = self._checked(
            ["Date", "Nom", "Tél", "Objet", "Détails", "Type"],
            [datetime(2025, 7, 14, 9, 30), "Grangier", "0450123456", "Disjoncteur", "Rappelée", "Breakdown"],
            ["25 mars 2025", "Inconnu total", None, "Devis", "x", None],
            ["hier", "Grangier", "0450123456", "Devis", "x", None],
            ["14/07/2097", "Grangier", "0450123456", "Devis", "x", None],
            kind="history",
        )
        self.assertEqual(self._outcomes(run), {2: "create", 3: "rejected", 4: "rejected", 5: "rejected"})
        run.action_apply()
        ticket = run.line_ids[0].ticket_id
        self.assertEqual((ticket.partner_id, ticket.closed), (self.known, True))
        self.assertEqual(ticket.create_date, datetime(2025, 7, 14, 7, 30), "9:30 in Paris")
        self.assertEqual(ticket.closed_date, ticket.create_date)
        self.assertEqual(ticket.type_id.duret_code, "breakdown")
        self.assertIn("Rappelée", ticket.description)
        self.assertFalse(ticket.activity_ids, "what is closed has nothing to do")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails, "nobody is told of the past")
        again = self._checked(
            ["Date", "Nom", "Tél", "Objet", "Détails", "Type"],
            [datetime(2025, 7, 14, 9, 30), "Grangier", "04 50 12 34 56", "Disjoncteur", "Rappelée", "Breakdown"],
            kind="history",
        )
        self.assertEqual(self._outcomes(again), {2: "known"})

    # --- rights
    def test_who_may_import(self):
        run = self._run(CLIENTS, ["Perrin", *[None] * 9])
        for user in (self.user_technician, self.user_portal_a, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                run.with_user(user).read(["file_name"])
        self.assertTrue(run.with_user(self.user_direction).file_name)
        with self.assertRaises(AccessError):
            run.with_user(self.user_direction).action_read()

    def test_what_was_written_keeps_its_report(self):
        run = self._checked(CLIENTS, ["Perrin", *[None] * 9])
        run.action_apply()
        with self.assertRaises(UserError):
            run.unlink()
        self._run(CLIENTS, ["Autre", *[None] * 9]).unlink()
