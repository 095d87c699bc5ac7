import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.duret_helpdesk.sheet_import import SheetError, read_table
from odoo.addons.duret_helpdesk.sheet_import.values import phone_text, text_of, zip_of

from ..contract_sheet import colours_in, legend_cells, legend_of, meanings, origin_in, row_kind

AT_ONCE = 60  # rows written while the person waits; more go to the background
BATCH = 40
NEEDED = {"client", "number"}


class DuretMaintenanceSheet(models.Model):
    """A spreadsheet of contracts on its way into the suite: kept as it came, read, corrected, written.

    The file and each of its rows are stored before anything is understood; nothing of them is ever lost.
    """

    _name = "duret.maintenance.sheet"
    _description = "Spreadsheet of Contracts"
    _order = "id desc"
    _rec_name = "file_name"

    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char("Name of the File", default="contrats.xlsx", required=True)
    sha256 = fields.Char("Source", readonly=True, index=True)
    person_id = fields.Many2one(
        "fsm.person", "Technician", help="Who visits, where the file does not say it.", default=lambda self: self._me()
    )
    state = fields.Selection(
        [("draft", "File"), ("report", "Report"), ("applying", "Being written"), ("done", "Done")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    message = fields.Text(readonly=True)
    columns = fields.Json(readonly=True, help="Columns that were understood.")
    origin = fields.Json(readonly=True, help="Cells as they stood when this file was exported.")
    row_ids = fields.One2many("duret.maintenance.row", "sheet_id", "Rows")
    row_count = fields.Integer("Rows in the File", readonly=True)
    doubt_count = fields.Integer("To Correct", compute="_compute_counts")
    create_count = fields.Integer("To Create", compute="_compute_counts")
    update_count = fields.Integer("To Change", compute="_compute_counts")
    same_count = fields.Integer("Nothing to Change", compute="_compute_counts")
    duplicate_count = fields.Integer("Duplicates", compute="_compute_counts")
    ignored_count = fields.Integer("Titles and Totals", compute="_compute_counts")
    created_count = fields.Integer("Created", compute="_compute_counts")
    updated_count = fields.Integer("Changed", compute="_compute_counts")

    @api.model
    def _me(self):
        """The technician who is logged in, if he is one."""
        return self.env["fsm.person"].search([("duret_user_id", "=", self.env.uid)], limit=1)

    @api.depends("row_ids.outcome")
    def _compute_counts(self):
        groups = self.env["duret.maintenance.row"]._read_group(
            [("sheet_id", "in", self.ids)], ["sheet_id", "outcome"], ["__count"]
        )
        counts = {(sheet.id, outcome): count for sheet, outcome, count in groups}
        names = ("doubt", "create", "update", "same", "duplicate", "ignored", "created", "updated")
        for sheet in self:
            for name in names:
                sheet[f"{name}_count"] = counts.get((sheet.id, name), 0)

    # --- reading ------------------------------------------------------------------------------------------------
    def _content(self):
        """Bytes of the file."""
        self.ensure_one()
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_field", "=", "file"), ("res_id", "=", self.id)], limit=1
        )
        return attachment.raw or b""

    def action_read(self):
        """Button: keep every row as it stands, then say what each one means. No contract is written.

        :raise UserError: the file cannot be read; the sentence says what to do
        """
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("This file was read already: correct its rows, or send a new one."))
        content = self._content()
        try:
            table = read_table(content)
        except SheetError as error:
            raise UserError(self.env["duret.import.report"]._file_fault(error.code)) from error
        found = meanings(table.headers, self.env["duret.maintenance.contract"]._own_headers())
        if not NEEDED & set(found):
            raise UserError(self.env._("No column “Client” was found. Headers: %(headers)s", headers=table.headers))
        is_book = content.startswith(b"PK\x03\x04")
        origin = origin_in(content) if is_book else None
        self.write(
            {
                "sha256": hashlib.sha256(content).hexdigest(),
                "state": "report",
                "row_count": len(table.rows),
                "columns": [name for name in found if name],
                "origin": origin,
                "message": self._file_notes(table, found),
            }
        )
        colours = self._row_colours(content, table) if is_book and origin is None else {}
        rows = self.env["duret.maintenance.row"].create(
            [self._row_values(row, table.headers, found, colours) for row in table.rows]
        )
        rows.filtered(lambda row: row.outcome != "ignored")._examine()

    def _file_notes(self, table, found):
        """What was particular in the file, and the columns that were not understood."""
        notes = [self.env["duret.import.report"]._note_text(code, number) for code, number in table.notes]
        unknown = [header for header, name in zip(table.headers, found, strict=True) if header and not name]
        if unknown:
            names = ", ".join(unknown)
            notes.append(self.env._("Columns not understood, kept with each row: %(columns)s", columns=names))
        same = self.search(
            [("sha256", "=", hashlib.sha256(self._content()).hexdigest()), ("id", "!=", self.id)], limit=1
        )
        if same:
            day = fields.Date.to_string(same.create_date)
            notes.append(self.env._("The same file was already read on %(day)s.", day=day))
        return "\n".join(notes) or False

    def _row_colours(self, content, table):
        """Meaning of the colour of each row, as the sheet explains its colours.

        :return: dict {row: key of contract_sheet.MEANINGS, or "unexplained"}
        """
        legend = legend_of(legend_cells(content))
        numbers = {row.number for row in table.rows}
        painted = {number: colour for number, (colour, _text) in colours_in(content).items() if number in numbers}
        return {number: legend.get(colour, "unexplained") for number, colour in painted.items()}

    def _row_values(self, row, headers, found, colours):
        """A row as it is kept: raw, and cell by cell as texts.

        :return: dict for duret.maintenance.row
        """
        texts = [text_of(cell) for cell in row.cells]
        texts += [""] * (len(headers) - len(texts))
        values = {"sheet_id": self.id, "line": row.number, "raw": list(zip(headers, texts, strict=False))}
        readers = {"zip": zip_of, "phone": phone_text}
        for name, cell in zip(found, row.cells, strict=False):
            if name:
                values[f"cell_{name}"] = readers.get(name, text_of)(cell)
        kind = row_kind(texts, headers)
        colour = colours.get(row.number, "")
        if kind != "contract":
            names = {"total": self.env._("Total"), "title": self.env._("Title"), "header": self.env._("Headers again")}
            values |= {"outcome": "ignored", "reason": names.get(kind)}
            colour = ""
        return values | {"colour": colour}

    # --- writing ------------------------------------------------------------------------------------------------
    def action_apply(self):
        """Button: write the rows without doubt; those to correct wait, and may be written later."""
        self.ensure_one()
        if self.state not in ("report", "done"):
            raise UserError(self.env._("Read the file first."))
        if not self._waiting():
            raise UserError(self.env._("No row is ready: correct those that are marked."))
        self.state = "applying"
        if self._waiting() <= AT_ONCE:
            while self._apply_batch():
                pass
        else:
            self.env.ref("duret_planning.ir_cron_maintenance_sheets")._trigger()

    def _waiting(self):
        """How many rows are ready to be written."""
        return self.env["duret.maintenance.row"].search_count(self._ready_domain())

    def _ready_domain(self):
        return [("sheet_id", "=", self.id), ("outcome", "in", ("create", "update"))]

    def _apply_batch(self, size=BATCH):
        """Write some rows.

        :return: True while rows are left
        """
        rows = self.env["duret.maintenance.row"].search(self._ready_domain(), limit=size, order="line")
        if not rows:
            self.state = "done"
            return False
        rows._apply()
        return True

    @api.model
    def _cron_apply(self):
        """Go on with large files, one batch a transaction; killed at any point it goes on where it was."""
        sheet = self.search([("state", "=", "applying")], limit=1, order="id").try_lock_for_update()
        if not sheet:
            return
        # The import acts with the rights of whoever started it.
        sheet = sheet.with_user(sheet.create_uid)
        sheet._apply_batch()
        self.env["ir.cron"]._commit_progress(BATCH, remaining=self.search_count([("state", "=", "applying")]))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        if any(sheet.created_count or sheet.updated_count for sheet in self):
            raise UserError(self.env._("This file wrote contracts: its report is kept."))
