import base64
from io import BytesIO

import xlsxwriter

from odoo import api, fields, models

from ..sheet_import.values import text_of

EXAMPLES = {
    "clients": {
        "name": "Favre",
        "first_name": "Jeanne",
        "street": "12 rue de la Paix",
        "zip": "74000",
        "city": "Annecy",
        "phone": "04 50 12 34 56",
        "phone2": "06 12 34 56 78",
        "email": "jeanne.favre@exemple.fr",
        "ref": "C0001",
    },
    "history": {
        "date": "25/03/2026 14:30",
        "subject": "Disjoncteur qui saute",
        "body": "Rappelée le soir même, passage le 27.",
        "type": "Panne / SAV",
        "name": "Favre Jeanne",
        "phone": "04 50 12 34 56",
    },
}


class DuretImportReport(models.AbstractModel):
    """What is told of an import: template to fill in, report by line, sentences for what went wrong."""

    _name = "duret.import.report"
    _description = "Import: Report"

    report_file = fields.Binary("Report", compute="_compute_report_file")
    template_file = fields.Binary("Template", compute="_compute_template_file")

    @api.depends("line_ids.outcome", "line_ids.reason", "line_ids.partner_id")
    def _compute_report_file(self):
        for run in self:
            run.report_file = base64.b64encode(run._report_content())

    @api.depends("kind")
    def _compute_template_file(self):
        for run in self:
            run.template_file = base64.b64encode(run._template_content())

    def action_download_report(self):
        """Button: the report as a spreadsheet."""
        self.ensure_one()
        return self._download("report_file", self.env._("import report.xlsx"))

    def action_download_template(self):
        """Button: an empty spreadsheet with the columns that are understood, and one example."""
        self.ensure_one()
        return self._download("template_file", self.env._("template.xlsx"))

    def _download(self, field, name):
        url = f"/web/content/{self._name}/{self.id}/{field}/{name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _report_content(self):
        """One row a line: number, what became of it, why, whom it means, and what it says.

        :return: bytes of an .xlsx file
        """
        names = dict(self.env["duret.import.line"]._fields["outcome"]._description_selection(self.env))
        columns = self.env["duret.import.mapping"]._fields_of(self.kind)
        order = [name for name in columns if name != "phone2"]
        header = [
            self.env._("Line Number"),
            self.env._("Result"),
            self.env._("Why"),
            self.env._("Client"),
            *(columns[name] for name in order),
        ]
        rows = []
        for line in self.line_ids.sorted("number"):
            said = line.row_values or {}
            shown = dict(said, phone=", ".join(said.get("phones", ())), company=said.get("company_name", ""))
            client = line.partner_id.display_name or ""
            values = [text_of(shown.get(name)) for name in order]
            rows.append([str(line.number), names[line.outcome], line.reason or "", client, *values])
        return self._workbook(self.env._("Report"), header, rows)

    def _template_content(self):
        """Headers that the import knows, and one line as an example.

        :return: bytes of an .xlsx file
        """
        columns = self.env["duret.import.mapping"]._fields_of(self.kind)
        example = [EXAMPLES[self.kind].get(name, "") for name in columns]
        return self._workbook(self.env._("Template"), list(columns.values()), [example])

    def _workbook(self, title, header, rows):
        """A spreadsheet of texts only: nothing in it is ever calculated, whatever a cell begins with."""
        content = BytesIO()
        book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "bg_color": "#12406B", "font_color": "#FFFFFF"})
        for row, cells in enumerate([header, *rows]):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell[:32_000], bold if not row else None)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
        sheet.set_column(0, len(header) - 1, 22)
        book.close()
        return content.getvalue()

    # --- sentences -----------------------------------------------------------------------------------------------
    def _file_fault(self, code):
        """Why the file as a whole cannot be read, and what to do.

        :param str code: code of sheet_import.SheetError
        :return: str
        """
        return {
            "empty": self.env._("The file is empty."),
            "too_big": self.env._(
                "The file is larger than 25 MB. Cut it in several files, or remove the pictures in it."
            ),
            "bomb": self.env._(
                "The file would unpack to more than a spreadsheet needs. Copy the lines into a new file."
            ),
            "password": self.env._(
                "The file is protected by a password. Save it without password, then send it again."
            ),
            "old_format": self.env._("This is the old Excel format (.xls). Save it as “Excel workbook (.xlsx)”."),
            "macros": self.env._("The file contains macros. Save it as “Excel workbook (.xlsx)”, without macros."),
            "not_a_sheet": self.env._("This is neither an Excel workbook (.xlsx) nor a text with separators (.csv)."),
            "damaged": self.env._("The file is damaged. Open it in Excel and save it again."),
            "no_rows": self.env._("The file has no lines under its headers."),
            "too_many_rows": self.env._("The file has more than 100,000 lines. Cut it in several files."),
        }[code]

    def _note_text(self, code, number):
        """What was particular in the file.

        :param str code: code of a note of sheet_import.Table
        :param int number: how often
        :return: str
        """
        return {
            "merged": self.env._("%(number)s merged blocks: each of their lines got the value.", number=number),
            "uncalculated": self.env._(
                "%(number)s formulas have no result: open the file in Excel, save it, and send it again.", number=number
            ),
            "errors": self.env._("%(number)s cells show an error (#N/A…) and count as empty.", number=number),
            "other_sheets": self.env._("%(number)s other sheets were not read: only the first one is.", number=number),
            "windows_text": self.env._("The text was read as Windows writes it: look at the accents in the examples."),
        }[code]

    def _fault_text(self, code):
        return {
            "no_name": self.env._("No name"),
            "no_client": self.env._("Nothing says which client"),
            "no_date": self.env._("No date"),
            "bad_date": self.env._("The date cannot be read"),
            "future_date": self.env._("The date is still to come"),
            "no_subject": self.env._("No subject"),
        }[code]

    def _kept_text(self, code, said):
        return {
            "siret": self.env._("SIRET not valid, left out: %(said)s", said=said),
            "email": self.env._("e-mail not valid, left out: %(said)s", said=said),
            "more_emails": self.env._("other e-mails left out: %(said)s", said=said),
            "phone": self.env._("number not valid, left out: %(said)s", said=said),
        }[code]
