from contextlib import contextmanager

from odoo import api, models
from odoo.fields import Command

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
        "amendment_reason",
        "amendment_ids",
        "change_ids",
        "conflict_ids",
        "message_copy_ids",
        "photo_ids",
        "seal_ids",
        "signature_ids",
        "stock_state",
        "last_seen_at",
        "verify_token",
        # Follow from others: a caller who may write could still write them.
        "partner_id",
        "location_id",
        "type_id",
        "company_id",
        "work_minutes",
        "photos_missing",
        "is_complete",
        "is_to_check",
    )
)
# Content as people write it at a desk; photos come from telephones only.
BY_HAND = CONTENT_FIELDS | frozenset(LINES.values()) - IDENTITY
# What a report made by hand may say of itself; its number is given to it.
GIVEN = frozenset(("order_id", "person_id", "uuid", "name"))
# Commands that change the record at the other end of a link, and not the link alone.
MAKES = frozenset((Command.CREATE, Command.UPDATE, Command.DELETE))


def _commands(value):
    """Return what is written to a field of several records as commands; bare ids are links."""
    return [one if isinstance(one, tuple | list) else (Command.LINK, one, 0) for one in value or ()]


def _named(value):
    """Return the ids of the records that commands name."""
    commands = _commands(value)
    several = [id_ for code, *rest in commands if code == Command.SET for id_ in rest[1]]
    single = (Command.UPDATE, Command.DELETE, Command.UNLINK, Command.LINK)
    return {*several, *(rest[0] for code, *rest in commands if code in single)}


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
        self._duret_refuse(IDENTITY & vals.keys())
        content = {name: value for name, value in vals.items() if name in BY_HAND}
        if others := {name: value for name, value in vals.items() if name not in BY_HAND}:
            # Locked: what is written through another field must not pass for content.
            super().write(others)
        if content:
            self._duret_check_commands(content)
            with self._duret_edited():
                super(DuretReportLock, self._duret_unlocked()).write(content)
        return True

    @api.model
    def _duret_refuse(self, names):
        """Refuse fields that only the named methods write.

        :param names: of fields, from outside
        :raises ReportLocked: when there is one
        """
        if names:
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))
            raise ReportLocked(self.env._("This is not changed by hand: %(fields)s.", fields=labels))

    def _duret_check_commands(self, vals):
        """Refuse commands that reach further than this report: they are carried out without lock.

        :param dict vals: fields from outside
        :raises ReportLocked: when one names a line of another report, or changes equipment itself
        """
        lines = {name: set(self[name].ids) for name in vals.keys() & BY_HAND & frozenset(LINES.values())}
        if any(_named(vals[name]) - own for name, own in lines.items()):
            raise ReportLocked(self.env._("A line stays in its report."))
        if any(code in MAKES for code, *_rest in _commands(vals.get("equipment_ids"))):
            raise ReportLocked(self.env._("Equipment is not changed by a report."))

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
