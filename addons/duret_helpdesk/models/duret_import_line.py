from odoo import api, fields, models

OUTCOMES = [
    ("pending", "Being checked"),
    ("create", "Will be created"),
    ("link", "Known client"),
    ("doubt", "To decide"),
    ("duplicate", "Duplicate in the file"),
    ("known", "Already imported"),
    ("rejected", "Rejected"),
    ("created", "Created"),
    ("linked", "Completed"),
]
TO_APPLY = ("create", "link")
APPLIED = ("created", "linked")


class DuretImportLine(models.Model):
    """One row of a spreadsheet: what it says, and what becomes of it."""

    _name = "duret.import.line"
    _description = "Line of an Import"
    _order = "run_id desc, number, id"
    _rec_name = "title"

    run_id = fields.Many2one("duret.import.run", required=True, index=True, ondelete="cascade")
    number = fields.Integer("Line Number", readonly=True, aggregator=None)
    row_key = fields.Char(readonly=True, index=True)
    title = fields.Char(readonly=True)
    row_values = fields.Json(readonly=True)
    outcome = fields.Selection(OUTCOMES, default="pending", required=True, readonly=True)
    reason = fields.Char(readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", index="btree_not_null", ondelete="set null")
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True, index="btree_not_null", ondelete="set null")

    # Running again brings nothing new, whatever the name of the file: a row with the same content is applied once.
    _row_applied_once = models.UniqueIndex(
        "(row_key) WHERE outcome IN ('created', 'linked')", "This row was already imported."
    )
    _run_row_unique = models.UniqueIndex("(run_id, number)", "A row stands once in an import.")
    _run_outcome_idx = models.Index("(run_id, outcome, number)")

    def action_create_anyway(self):
        """Button: this is another client than the one proposed."""
        undecided = self.filtered(lambda line: line.outcome in ("doubt", "link"))
        undecided.write({"outcome": "create", "partner_id": False, "reason": False})

    def action_same_client(self):
        """Button: this is the client proposed."""
        self.filtered(lambda line: line.outcome == "doubt" and line.partner_id).write({"outcome": "link"})

    def action_confirm_client(self):
        """Button: this request of the past is the proposed client's."""
        self.filtered(lambda line: line.outcome == "doubt" and line.partner_id).write({"outcome": "create"})

    def action_exclude(self):
        """Button: leave this row out."""
        waiting = self.filtered(lambda line: line.outcome in ("create", "link", "doubt"))
        waiting.write({"outcome": "rejected", "reason": self.env._("Left out by hand")})

    @api.model
    def _known_keys(self, keys):
        """Which rows were applied by an earlier import.

        :param list keys: row keys
        :return: dict {key: duret.import.line}
        """
        applied = self.search([("row_key", "in", keys), ("outcome", "in", APPLIED)])
        return {line.row_key: line for line in applied}
