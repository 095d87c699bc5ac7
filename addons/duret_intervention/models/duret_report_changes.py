from typing import NamedTuple

from odoo import fields, models

from ..exceptions import SyncRefused
from ..field_report import Change, Mark, check_change, essential, merge
from ..field_report.document import BadContent
from ..field_report.merge import APPLIED, CONFLICT, OLD

OFFICE = "office"


class Author(NamedTuple):
    """Who changes a report.

    :ivar key: "phone <uuid of the device>" or "office"
    :ivar at: text that sorts the moments of one author, see `field_report.order_of`
    :ivar made_at: naive UTC by the author's clock
    """

    key: str
    at: str
    made_at: object
    device_id: int | bool = False
    mutation_id: int | bool = False


class DuretReportChanges(models.AbstractModel):
    """The one way in which the content of a report changes, from a phone or from the office."""

    _name = "duret.report.changes"
    _description = "Intervention Report: Changes"

    def _duret_office(self):
        """Return the author of changes made at a desk, now."""
        now = fields.Datetime.now()
        return Author(OFFICE, now.isoformat(timespec="microseconds"), now)

    def _duret_apply_changes(self, changes, author):
        """Merge changes into this report, keep what cannot be merged, and write the journal.

        :param changes: list of [path, base, value], as the author sent them
        :param Author author: who
        :return: `field_report.Outcome`
        :raises ReportLocked: when the report is closed
        :raises SyncRefused: when a change is none that a report can hold; nothing may be kept then
        """
        self.ensure_one()
        self._duret_check_open()
        before = self._duret_content()
        outcome = merge(before, self._duret_marks(), self._duret_read_changes(changes), author.key, author.at)
        told = [row for row in outcome.verdicts if row[1] in (APPLIED, CONFLICT, OLD)]
        if not told:
            return outcome
        changed = bool(outcome.of(APPLIED))
        values = {"marks": {path: [mark.author, mark.at] for path, mark in outcome.marks.items()}}
        if changed:
            values["revision"] = self.revision + 1
        self._duret_store(before, outcome.content, values)
        self._duret_journal([[c.path, old, c.value, verdict] for c, verdict, old in told], author)
        self._duret_keep_conflicts([row for row in told if row[1] == CONFLICT], author)
        return outcome

    def _duret_read_changes(self, changes):
        """Return checked changes.

        :raises SyncRefused: at the first one that makes no sense
        """
        if not isinstance(changes, list) or not all(isinstance(row, list) and len(row) == 3 for row in changes):
            raise SyncRefused("bad_shape")
        read = []
        for path, base, value in changes:
            try:
                checked = check_change(path, value)
            except BadContent as error:
                raise SyncRefused(error.code, path=error.path) from error
            read.append(Change(path, essential(path, base), essential(path, checked)))
        return read

    def _duret_marks(self):
        """Return {path: who told its present value}."""
        return {path: Mark(*mark) for path, mark in (self.marks or {}).items()}

    def _duret_journal(self, lines, author):
        """Add what happened to the journal of this report.

        :param lines: list of [path, value before, value sent, verdict]
        """
        # Nobody writes in the journal by hand; the change itself has been checked.
        self.env["duret.report.change"].sudo()._duret_record(self, lines, author)

    def _duret_journal_edit(self, before, after):
        """Keep what was changed by hand in this report.

        :param before: content before
        :param after: content after
        """
        paths = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        if not paths:
            return
        author = self._duret_office()
        marks = dict(self.marks or {}) | {path: [author.key, author.at] for path in paths}
        self._duret_unlocked().write({"marks": marks, "revision": self.revision + 1})
        self._duret_journal([[path, before.get(path), after.get(path), APPLIED] for path in paths], author)

    def _duret_keep_conflicts(self, verdicts, author):
        """Keep the values that could not be merged beside those that stand.

        :param verdicts: list of (change, "conflict", value that stands)
        """
        if not verdicts:
            return
        # The technician's change has been checked; conflicts are settled by their own methods only.
        conflicts = self.env["duret.sync.conflict"].sudo()
        paths = [change.path for change, _verdict, _old in verdicts]
        conflicts.search([("report_id", "=", self.id), ("path", "in", paths), ("state", "=", "open")])._duret_replace()
        conflicts.create(
            [
                {
                    "report_id": self.id,
                    "path": change.path,
                    "base": change.base,
                    "phone_value": change.value,
                    "office_value": old,
                    "mutation_id": author.mutation_id,
                }
                for change, _verdict, old in verdicts
            ]
        )
