from odoo import api, fields, models

from ..exceptions import ReportLocked
from ..field_report import canonical
from .duret_report_lock import UNLOCKED


class DuretReportChange(models.Model):
    """Journal of a report: who changed what, when, from what to what. Rows are only added."""

    _name = "duret.report.change"
    _inherit = ["duret.report.change.words"]
    _description = "Change of an Intervention Report"
    _order = "report_id, id"
    _rec_name = "report_id"

    report_id = fields.Many2one(
        "duret.intervention.report", required=True, readonly=True, ondelete="cascade", index=True
    )
    revision = fields.Integer(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    author = fields.Char(required=True, readonly=True, help="« office », or « phone » and the identity of the phone")
    device_id = fields.Many2one("duret.sync.device", "Telephone", readonly=True, ondelete="set null")
    mutation_id = fields.Many2one("duret.sync.mutation", readonly=True, ondelete="set null")
    made_at = fields.Datetime(
        "Changed On", required=True, readonly=True, help="By the clock of whoever changed it, a telephone's as it is"
    )
    lines_text = fields.Text(
        "Changes", required=True, readonly=True, help="JSON: [path, value before, value sent, what became of it]"
    )

    @api.model
    def _duret_record(self, report, lines, author):
        """Add a row.

        :param report: duret.intervention.report, after the change
        :param lines: list of [path, value before, value sent, verdict]
        :param Author author: who changed it
        """
        self.with_context(duret_unlocked=UNLOCKED).create(
            {
                "report_id": report.id,
                "revision": report.revision,
                "user_id": self.env.uid,
                "author": author.key,
                "device_id": author.device_id,
                "mutation_id": author.mutation_id,
                "made_at": author.made_at,
                "lines_text": canonical({"lines": lines}),
            }
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Override: nobody writes in the journal by hand."""
        self._duret_check_unlocked()
        return super().create(vals_list)

    def write(self, vals):
        """Override: nobody changes it."""
        self._duret_check_unlocked()
        return super().write(vals)

    def unlink(self):
        """Override: nobody takes anything out of it."""
        self._duret_check_unlocked()
        return super().unlink()

    def _duret_check_unlocked(self):
        if self.env.context.get("duret_unlocked") is not UNLOCKED:
            raise ReportLocked(self.env._("The journal of a report is not changed by hand."))
