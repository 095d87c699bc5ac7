from odoo import fields, models

from ..field_report import check_content, essential
from ..field_report.merge import APPLIED

OUTCOMES = [
    ("signed", "Signed"),
    ("absent", "Client absent"),
    ("refused", "Client refused to sign"),
    ("office", "Closed at the office"),
]


class DuretReportClosing(models.AbstractModel):
    """The end of a report: what was signed wins, and nothing changes afterwards."""

    _name = "duret.report.closing"
    _description = "Intervention Report: Closing"

    def _duret_close(self, outcome, author, content=None):
        """Close this report.

        Where the report says something else than what was signed, the signed value stands; the other one is kept as a
        conflict that is settled already.

        :param str outcome: "signed", "absent", "refused" or "office"
        :param Author author: who closes
        :param dict content: what was signed; None: what the report says
        :raises ReportLocked: when it is closed already
        :raises BadContent: when no report may hold it
        :raises SyncRefused: when it names something that does not exist
        """
        self.ensure_one()
        self._duret_check_open()
        replaced = self._duret_impose(content, author) if content is not None else []
        self._duret_settle_all()
        self._duret_keep_replaced(replaced, author)
        self._duret_unlocked().write(
            {
                "outcome": outcome,
                # Nobody signs what the office closes: it only has to be sent.
                "state": "sent" if outcome == "office" else outcome,
                "closed_at": fields.Datetime.now(),
                "closed_author": author.key,
                "closed_order": author.at,
            }
        )
        if self.amends_id:
            # Whoever may close the amendment corrects the first report by it.
            self.amends_id.sudo()._duret_unlocked().write({"state": "amended"})

    def _duret_impose(self, content, author):
        """Make this report say what was signed.

        :param dict content: as in the document
        :return: list of (path, signed value, value of somebody else that it replaces)
        """
        before = self._duret_content()
        signed = {path: essential(path, value) for path, value in check_content(content).items()}
        signed = {path: value for path, value in signed.items() if value is not None}
        paths = sorted(path for path in before.keys() | signed.keys() if before.get(path) != signed.get(path))
        if not paths:
            return []
        marks = self._duret_marks()
        others = [path for path in paths if path in marks and marks[path].author != author.key]
        told = dict(self.marks or {}) | {path: [author.key, author.at] for path in paths}
        self._duret_store(before, signed, {"marks": told, "revision": self.revision + 1})
        self._duret_journal([[path, before.get(path), signed.get(path), APPLIED] for path in paths], author)
        return [(path, signed.get(path), before.get(path)) for path in others]

    def _duret_keep_replaced(self, replaced, author):
        """What somebody else wrote stays readable beside what was signed.

        :param replaced: what :meth:`_duret_impose` returned
        """
        values = {"report_id": self.id, "mutation_id": author.mutation_id, "state": "kept_phone"}
        values |= {"settled_by": self.env.uid, "settled_at": fields.Datetime.now()}
        # Closing has been checked by the caller; nobody writes conflicts by hand.
        self.env["duret.sync.conflict"].sudo().create(
            [values | {"path": path, "phone_value": signed, "office_value": other} for path, signed, other in replaced]
        )

    def _duret_settle_all(self):
        """Settle the open conflicts of this report by what it says now."""
        content = self._duret_content()
        # Closing has been checked by the caller.
        for conflict in self.conflict_ids.sudo().filtered(lambda conflict: conflict.state == "open"):
            kept = content.get(conflict.path)
            conflict._duret_settled("phone" if kept == conflict.phone_value else "office")
