from odoo import api, fields, models

from ..exceptions import ReportLocked
from .duret_report_lock import UNLOCKED


class DuretReportLine(models.AbstractModel):
    """One entry of a report: an answer, a measure, a product… It changes with its report, and not after it.

    Each kind of line says how it is written in the content of the report: `_duret_key`, `_duret_value` and
    `_duret_line_values`.
    """

    _name = "duret.report.line"
    _description = "Line of an Intervention Report"

    report_id = fields.Many2one(
        "duret.intervention.report", required=True, ondelete="cascade", index=True, readonly=False
    )

    def _duret_key(self):
        """Return what names this line in the content of its report.

        :return: str, such as the code of the checked item
        """
        raise NotImplementedError

    def _duret_value(self):
        """Return the value of this line in the content of its report.

        :return: JSON value, see `field_report.document`
        """
        raise NotImplementedError

    @api.model
    def _duret_line_values(self, key, value):
        """Return the fields of the line that says this.

        :param str key: as :meth:`_duret_key` gives it
        :param value: checked JSON value
        :return: dict, without the report
        :raises SyncRefused: when it names something that does not exist
        """
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        """Override: an entry made by hand is a change of its report."""
        if self._duret_is_unlocked():
            return super().create(vals_list)
        # What the context says of the report counts like what is given.
        vals_list = [self.default_get(["report_id"]) | vals for vals in vals_list]
        ids = [vals["report_id"] for vals in vals_list if vals.get("report_id")]
        reports = self.env["duret.intervention.report"].browse(dict.fromkeys(ids))
        with reports._duret_edited():
            return super(DuretReportLine, self._duret_unlocked()).create(vals_list).with_env(self.env)

    def write(self, vals):
        """Override: so is one changed by hand; what is not content, such as a stock move, is free."""
        if "report_id" in vals and any(line.report_id.id != vals["report_id"] for line in self):
            raise ReportLocked(self.env._("A line stays in its report."))
        if self._duret_is_unlocked() or not vals.keys() & self._duret_locked_fields():
            return super().write(vals)
        with self.report_id._duret_edited():
            return super(DuretReportLine, self._duret_unlocked()).write(vals)

    def unlink(self):
        """Override: and one removed by hand."""
        if self._duret_is_unlocked():
            return super().unlink()
        with self.report_id._duret_edited():
            return super(DuretReportLine, self._duret_unlocked()).unlink()

    @api.model
    def _duret_locked_fields(self):
        """Return the names of the fields that are content of the report."""
        return frozenset(("report_id",))

    def _duret_unlocked(self):
        """Return these lines as the report's own methods write them."""
        return self.with_context(duret_unlocked=UNLOCKED)

    @api.model
    def _duret_is_unlocked(self):
        return self.env.context.get("duret_unlocked") is UNLOCKED
