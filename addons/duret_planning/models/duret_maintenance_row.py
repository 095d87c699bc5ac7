from odoo import api, fields, models

from ..contract_sheet import FIELDS

OUTCOMES = [
    ("ignored", "No Contract"),
    ("duplicate", "Duplicate in the File"),
    ("doubt", "To Correct"),
    ("create", "Will Be Created"),
    ("update", "Will Be Changed"),
    ("same", "Nothing to Change"),
    ("left_out", "Left Out"),
    ("created", "Created"),
    ("updated", "Changed"),
]
OPEN = ("doubt", "create", "update", "same", "duplicate")
APPLIED = ("created", "updated")


class DuretMaintenanceRow(models.Model):
    """A row of a spreadsheet: as it stands in the file, as a person corrected it, and what becomes of it."""

    _name = "duret.maintenance.row"
    _description = "Row of a Contract Spreadsheet"
    _inherit = ["duret.maintenance.examine", "duret.maintenance.apply", "duret.maintenance.words"]
    _order = "sheet_id desc, line, id"
    _rec_name = "cell_client"

    sheet_id = fields.Many2one("duret.maintenance.sheet", required=True, index=True, ondelete="cascade")
    line = fields.Integer("Line Number", readonly=True, aggregator=None)
    raw = fields.Json(readonly=True, help="Every cell of the row, by its header, as it was in the file.")
    raw_text = fields.Text("As in the File", compute="_compute_raw_text")
    colour = fields.Char(readonly=True)
    cell_number = fields.Char("Number")
    cell_client = fields.Char("Client")
    cell_street = fields.Char("Street")
    cell_zip = fields.Char("Postal Code")
    cell_city = fields.Char("Town")
    cell_phone = fields.Char("Telephone")
    cell_email = fields.Char("E-mail")
    cell_equipment = fields.Char("Equipment")
    cell_period = fields.Char("Every (months)")
    cell_tolerance = fields.Char("Tolerance (weeks)")
    cell_last = fields.Char("Last Visit")
    cell_next = fields.Char("Next Due")
    cell_month = fields.Char("Month")
    cell_minutes = fields.Char("Length (minutes)")
    cell_technician = fields.Char("Technician")
    cell_state = fields.Char("State")
    cell_note = fields.Text("Remarks")
    row_key = fields.Char(readonly=True)
    client_key = fields.Char(readonly=True)
    outcome = fields.Selection(OUTCOMES, "Result", required=True, default="doubt", readonly=True, index=True)
    reason = fields.Text("To Look At", readonly=True)
    remark = fields.Text("Understood As", readonly=True)
    changes = fields.Json(readonly=True)
    partner_id = fields.Many2one("res.partner", "Client Found", index="btree_not_null", ondelete="set null")
    client_choice = fields.Selection([("same", "Same client"), ("new", "Another client")], readonly=True)
    contract_id = fields.Many2one(
        "duret.maintenance.contract", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _line_unique = models.UniqueIndex("(sheet_id, line)", "A line stands once in a file.")
    _key_idx = models.Index("(sheet_id, row_key)")
    _client_idx = models.Index("(sheet_id, client_key)")

    @api.depends("raw")
    def _compute_raw_text(self):
        for row in self:
            row.raw_text = "\n".join(f"{header} : {text}" for header, text in (row.raw or []) if text)

    def _texts(self):
        """The cells, as corrected.

        :return: dict {column: str}
        """
        self.ensure_one()
        texts = {name: self[f"cell_{name}"] or "" for name in FIELDS}
        if texts["number"] and texts["minutes"].isdigit():
            texts["minutes"] += " min"  # our own export says minutes in its header
        return texts

    def write(self, vals):
        """Override: a cell that a person corrects is understood at once."""
        result = super().write(vals)
        by_hand = not self.env.context.get("duret_examining")
        if by_hand and vals.get("partner_id") and "client_choice" not in vals:
            super().write({"client_choice": "same"})
        if by_hand and (any(name.startswith("cell_") for name in vals) or "partner_id" in vals):
            self.filtered(lambda row: row.outcome in OPEN)._examine()
        return result

    # --- buttons ------------------------------------------------------------------------------------------------
    def action_same_client(self):
        """Button: the client found is the right one."""
        rows = self.filtered(lambda row: row.outcome == "doubt" and row.partner_id)
        rows.client_choice = "same"
        rows._examine()

    def action_new_client(self):
        """Button: this is another client than the one found."""
        rows = self.filtered(lambda row: row.outcome in OPEN and not row.contract_id)
        rows.write({"client_choice": "new", "partner_id": False})

    def action_leave_out(self):
        """Button: this row makes no contract; it stays in the report."""
        self.filtered(lambda row: row.outcome in OPEN).write({"outcome": "left_out"})

    def action_take_back(self):
        """Button: look at a row again that was left out, or taken for a title."""
        rows = self.filtered(lambda row: row.outcome in ("left_out", "ignored"))
        rows.outcome = "doubt"
        rows._examine()
