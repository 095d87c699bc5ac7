import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.duret_base.duret_phones import parse_cell

from ..contact_match import SURE, compare
from ..sheet_import import KINDS, SheetError, Twins, clean_row, guess, read_table, row_key
from ..sheet_import.values import text_of
from .duret_import_mapping import KIND_NAMES

PILOT = 50
AT_ONCE = 500  # rows worked on while the person waits; more go to the background
BATCH = 200
SAMPLES = 3


class DuretImportRun(models.Model):
    """A spreadsheet of clients or history on its way into the suite: read, checked, applied.

    Nothing is written before somebody has read the report of the check and pressed « Apply ».
    """

    _name = "duret.import.run"
    _description = "Import of a Spreadsheet"
    _inherit = ["duret.import.check", "duret.import.apply", "duret.import.report"]
    _order = "id desc"
    _rec_name = "file_name"

    kind = fields.Selection(KIND_NAMES, "Kind of File", default="clients", required=True)
    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char("Name of the File", default="import.xlsx")
    sha256 = fields.Char("Source", readonly=True, index=True, help="Checksum of the file.")
    pilot = fields.Boolean("First 50 Only", default=True, help="Try the first 50 rows, then the whole file.")
    state = fields.Selection(
        [
            ("draft", "File"),
            ("columns", "Columns"),
            ("checking", "Being checked"),
            ("checked", "Report"),
            ("applying", "Being applied"),
            ("done", "Done"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    message = fields.Text(readonly=True)
    column_ids = fields.One2many("duret.import.column", "run_id", "Columns")
    line_ids = fields.One2many("duret.import.line", "run_id", "Lines")
    row_count = fields.Integer("Rows in the File", readonly=True)
    create_count = fields.Integer("To Create", compute="_compute_counts")
    link_count = fields.Integer("Known", compute="_compute_counts")
    doubt_count = fields.Integer("To Decide", compute="_compute_counts")
    duplicate_count = fields.Integer("Duplicates", compute="_compute_counts")
    known_count = fields.Integer("Already Imported", compute="_compute_counts")
    rejected_count = fields.Integer("Rejected", compute="_compute_counts")
    applied_count = fields.Integer("Applied", compute="_compute_counts")

    @api.depends("line_ids.outcome")
    def _compute_counts(self):
        lines = self.env["duret.import.line"]
        groups = lines._read_group([("run_id", "in", self.ids)], ["run_id", "outcome"], ["__count"])
        counts = {(run.id, outcome): count for run, outcome, count in groups}
        for run in self:
            for name in ("create", "link", "doubt", "duplicate", "known", "rejected"):
                run[f"{name}_count"] = counts.get((run.id, name), 0)
            run.applied_count = counts.get((run.id, "created"), 0) + counts.get((run.id, "linked"), 0)

    # --- the file ------------------------------------------------------------------------------------------------
    def _content(self):
        """Bytes of the file."""
        self.ensure_one()
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_field", "=", "file"), ("res_id", "=", self.id)], limit=1
        )
        return attachment.raw or b""

    def _read_table(self):
        """Read the file.

        :return: sheet_import.Table
        :raise UserError: it cannot be read; the sentence says what to do
        """
        try:
            return read_table(self._content())
        except SheetError as error:
            raise UserError(self._file_fault(error.code)) from error

    def action_read(self):
        """Button: read the file and propose a meaning for each column."""
        self.ensure_one()
        table = self._read_table()
        mapping = self.env["duret.import.mapping"]
        meanings = guess(table.headers, mapping._remembered(self.kind), KINDS[self.kind])
        self.line_ids.filtered(lambda line: not line.ticket_id and line.outcome not in ("created", "linked")).unlink()
        self.column_ids.unlink()
        self.write(
            {
                "sha256": hashlib.sha256(self._content()).hexdigest(),
                "state": "columns",
                "row_count": len(table.rows),
                "message": "\n".join(self._note_text(code, number) for code, number in table.notes) or False,
                "column_ids": [
                    (0, 0, {"position": place, "header": header, "field": field, "sample": self._sample(table, place)})
                    for place, (header, field) in enumerate(zip(table.headers, meanings, strict=True))
                ],
            }
        )

    def _sample(self, table, place):
        texts = [text_of(row.cells[place]) for row in table.rows if place < len(row.cells)]
        return " · ".join([text[:40] for text in texts if text][:SAMPLES])

    # --- rows become lines ---------------------------------------------------------------------------------------
    def action_check(self):
        """Button: check every row and say what would become of it; nothing else is written."""
        self.ensure_one()
        self._check_columns()
        meanings = {column.header: column.field for column in self.column_ids}
        self.env["duret.import.mapping"]._remember(self.kind, meanings)
        self._make_lines()
        self.state = "checking"
        self._work_or_queue()

    def _check_columns(self):
        used = self.column_ids.filtered("field").mapped("field")
        twice = {field for field in used if used.count(field) > 1}
        names = self.env["duret.import.mapping"]._fields_of(self.kind)
        if twice:
            raise UserError(self.env._("Two columns mean “%(field)s”.", field=names.get(min(twice), min(twice))))
        strange = set(used) - set(names)
        if strange:
            raise UserError(self.env._("“%(field)s” has no place in this kind of file.", field=min(strange)))
        needed = {"name", "company"} if self.kind == "clients" else {"date"}
        if not needed & set(used):
            raise UserError(self.env._("Say which column holds “%(field)s”.", field=names[max(needed)]))

    def _make_lines(self):
        """Write one line per row; duplicates inside the file and rows already imported are told at once."""
        table = self._read_table()
        places = {column.field: column.position for column in self.column_ids if column.field}
        rows = table.rows[: PILOT if self.pilot else None]
        applied = {line.number for line in self.line_ids if line.outcome in ("created", "linked")}
        self.line_ids.filtered(lambda line: line.number not in applied).unlink()
        region = self.env.company.country_id.code or "FR"
        now, entries = self._local_now(), []
        for row in rows:
            cells = {field: row.cells[place] for field, place in places.items() if place < len(row.cells)}
            entries.append((row.number, clean_row(self.kind, cells, lambda text: parse_cell(text, region), now)))
        keys = [row_key(self.kind, entry) for _number, entry in entries]
        known = self.env["duret.import.line"]._known_keys(keys)
        seen, twins = {}, Twins(compare, SURE)
        values = []
        for (number, entry), key in zip(entries, keys, strict=True):
            verdict = self._first_verdict(number, entry, key, known, seen, twins)
            seen.setdefault(key, number)
            if number not in applied:
                values.append(verdict)
        self.env["duret.import.line"].create(values)

    def _first_verdict(self, number, entry, key, known, seen, twins):
        """What the file alone says of a row.

        :return: dict of values of a line
        """
        line = {"run_id": self.id, "number": number, "row_key": key, "row_values": entry.values}
        line["title"] = self._line_title(entry)
        twin = seen.get(key)
        if not entry.faults and self.kind == "clients":
            twin = twins.earlier(number, self._sheet(entry.values), entry.values.get("ref", "")) or twin
        if entry.faults:
            line |= {"outcome": "rejected", "reason": self._fault_text(entry.faults[0])}
        elif key in known:
            earlier = known[key]
            line |= {"outcome": "known", "partner_id": earlier.partner_id.id, "ticket_id": earlier.ticket_id.id}
        elif twin:
            line |= {"outcome": "duplicate", "reason": self.env._("Same as line %(number)s", number=twin)}
        else:
            line["reason"] = ", ".join(self._kept_text(code, text) for code, text in entry.notes) or False
        return line

    # --- work in batches -----------------------------------------------------------------------------------------
    def _work_or_queue(self):
        """Work through a small file now; leave a large one to the background."""
        self.ensure_one()
        waiting = self._waiting_count()
        if waiting <= AT_ONCE:
            while self._work_batch(BATCH):
                pass
        else:
            self.env.ref("duret_helpdesk.ir_cron_import_runs")._trigger()

    def _waiting_count(self):
        outcomes = ("pending",) if self.state == "checking" else ("create", "link")
        return self.env["duret.import.line"].search_count([("run_id", "=", self.id), ("outcome", "in", outcomes)])

    def _work_batch(self, size):
        """Check or apply some rows.

        :param int size: rows at most
        :return: True while there is more to do
        """
        if self.state == "checking":
            return self._check_batch(size)
        return self.state == "applying" and self._apply_batch(size)

    @api.model
    def _cron_work(self):
        """Go on with large files, one batch a transaction; killed at any point it goes on where it was."""
        run = self.search([("state", "in", ("checking", "applying"))], limit=1, order="id").try_lock_for_update()
        if not run:
            return
        # The import acts with the rights of whoever started it.
        run = run.with_user(run.create_uid)
        run._work_batch(BATCH)
        others = self.search_count([("state", "in", ("checking", "applying"))])
        self.env["ir.cron"]._commit_progress(BATCH, remaining=(run._waiting_count() or 0) + others)

    def action_reset(self):
        """Button: back to the columns, with another meaning or for the whole file."""
        self.ensure_one()
        if self.state not in ("checked", "done"):
            raise UserError(self.env._("Wait until the work in the background is over."))
        self.action_read()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        if any(run.applied_count for run in self):
            raise UserError(self.env._("This import wrote clients or requests: its report is kept."))
