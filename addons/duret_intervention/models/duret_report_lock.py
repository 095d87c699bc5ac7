from contextlib import contextmanager

from odoo import api, models

from ..exceptions import ReportLocked
from .duret_report_content import CONTENT_FIELDS, LINES

# Only code of the addons can hold this very object: a context that comes from outside carries texts and numbers.
UNLOCKED = object()
# Written by the named methods of the addons only, whoever asks and in whatever state the report is.
IDENTITY = frozenset(
    (
        "uuid",
        "name",
        "order_id",
        "person_id",
        "outcome",
        "state",
        "closed_at",
        "closed_author",
        "closed_order",
        "clock_skew_seconds",
        "revision",
        "marks",
        "amends_id",
        "change_ids",
        "conflict_ids",
    )
)


class DuretReportLock(models.AbstractModel):
    """Who may change what of a report: before it is closed everybody who may write it, afterwards nobody.

    The lock stands in the models, below views, RPC calls and superuser mode.
    """

    _name = "duret.report.lock"
    _description = "Intervention Report: Lock"

    def _duret_unlocked(self):
        """Return these reports as the named methods of the addons write them: without journal and lock."""
        return self.with_context(duret_unlocked=UNLOCKED, tracking_disable=True)

    @api.model
    def _duret_is_unlocked(self):
        return self.env.context.get("duret_unlocked") is UNLOCKED

    def _duret_check_open(self):
        """Refuse a change of what is closed.

        :raises ReportLocked: naming the report
        """
        for report in self:
            if report.closed_at:
                raise ReportLocked(
                    self.env._(
                        "%(report)s is closed: it does not change any more. Make an amendment.", report=report.name
                    )
                )

    def write(self, vals):
        """Override: changes of content made by hand are journalled; identity and state are not made by hand."""
        if self._duret_is_unlocked():
            return super().write(vals)
        if refused := IDENTITY & vals.keys():
            names = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in refused))
            raise ReportLocked(self.env._("This is not changed by hand: %(fields)s.", fields=names))
        if not vals.keys() & (CONTENT_FIELDS | LINES.keys() | set(LINES.values())):
            return super().write(vals)
        with self._duret_edited():
            return super(DuretReportLock, self._duret_unlocked()).write(vals)

    def unlink(self):
        """Override: what is closed stays.

        :raises ReportLocked: in that case
        """
        self._duret_check_open()
        return super(DuretReportLock, self._duret_unlocked()).unlink()

    @contextmanager
    def _duret_edited(self):
        """Let the content be changed by hand inside this block, and keep what was changed.

        :raises ReportLocked: when a report is closed
        """
        self._duret_check_open()
        before = {report.id: report._duret_content() for report in self}
        yield
        for report in self:
            report._duret_journal_edit(before[report.id], report._duret_content())
