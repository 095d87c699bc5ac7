from odoo import api, fields, models

from ..field_report.document import MOST_MINUTES


class DuretReportHour(models.Model):
    """Time of one kind that a visit took."""

    _name = "duret.report.hour"
    _inherit = ["duret.report.line"]
    _description = "Time Spent"
    _order = "report_id, id"
    _rec_name = "kind_id"

    kind_id = fields.Many2one("duret.hour.kind", "Kind of Time", required=True, ondelete="restrict")
    minutes = fields.Integer(required=True)

    _kind_once = models.Constraint("UNIQUE (report_id, kind_id)", "This kind of time is there already.")
    _length = models.Constraint(
        f"CHECK (minutes BETWEEN 0 AND {MOST_MINUTES})", "Time spent is between nothing and a week."
    )

    def _duret_key(self):
        return self.kind_id.code

    def _duret_value(self):
        return self.minutes

    @api.model
    def _duret_line_values(self, key, value):
        return {"kind_id": self.env["duret.hour.kind"]._duret_id_of(key), "minutes": value}

    @api.model
    def _duret_locked_fields(self):
        return super()._duret_locked_fields() | {"kind_id", "minutes"}
