from odoo import api, fields, models


class DuretReportCheck(models.Model):
    """The answer to one point of the checklist."""

    _name = "duret.report.check"
    _inherit = ["duret.report.line"]
    _description = "Checked Point"
    _order = "report_id, id"
    _rec_name = "item_id"

    item_id = fields.Many2one("duret.check.item", "Point", required=True, ondelete="restrict")
    answer = fields.Selection([("yes", "Yes"), ("no", "No"), ("na", "Not applicable")], required=True, default="yes")
    note = fields.Char()

    _item_once = models.Constraint("UNIQUE (report_id, item_id)", "This point is answered already.")

    def _duret_key(self):
        return self.item_id.code

    def _duret_value(self):
        return {"answer": self.answer, "note": self.note or ""}

    @api.model
    def _duret_line_values(self, key, value):
        return {"item_id": self.env["duret.check.item"]._duret_id_of(key), **value}

    @api.model
    def _duret_locked_fields(self):
        return super()._duret_locked_fields() | {"item_id", "answer", "note"}
