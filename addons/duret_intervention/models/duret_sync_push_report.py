from odoo import api, models
from odoo.exceptions import AccessError

from ..exceptions import SyncRefused

MOST_CHANGES = 1_000
QUIETLY = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class DuretSyncPushReport(models.AbstractModel):
    """Operations on reports: `report.open`, `report.change`, `conflict.settle`."""

    _name = "duret.sync.push.report"
    _description = "Telephone: Reports"

    @api.model
    def _apply_report_open(self, step):
        """{}: the report exists from now on."""
        code = self._need_report(step)
        return self._report_answer(step, code)

    @api.model
    def _apply_report_change(self, step):
        """{"changes": [[path, base, value], …]}: merged into the report, which is opened when it does not exist."""
        changes = step.mutation.data.get("changes")
        if not isinstance(changes, list) or len(changes) > MOST_CHANGES:
            raise SyncRefused("bad_shape")
        code = self._need_report(step)
        report = step.report
        if report.closed_at:
            if self._is_older_than_closing(step):
                # It was overtaken by the signature, which says what the report says.
                return self._report_answer(step, code)
            raise SyncRefused("locked", report=report.uuid, name=report.name)
        outcome = report._duret_apply_changes(changes, step.author)
        self._note_clock(step)
        return self._report_answer(step, "conflict" if outcome.of("conflict") else code)

    @api.model
    def _apply_conflict_settle(self, step):
        """{"conflict": id, "keep": "phone"|"office"}: the technician chooses between two values."""
        data = step.mutation.data
        if type(data.get("conflict")) is not int or data.get("keep") not in ("phone", "office"):
            raise SyncRefused("bad_shape")
        conflict = self.env["duret.sync.conflict"].browse(data["conflict"]).exists()
        if not conflict:
            raise SyncRefused("bad_value")
        try:
            conflict.check_access("read")
            conflict._duret_settle(data["keep"], step.author)
        except AccessError as error:
            raise SyncRefused("not_yours") from error
        step.report = conflict.report_id
        step.visit = step.report.order_id
        return self._report_answer(step, "")

    @api.model
    def _need_report(self, step):
        """Check the rights and open the report when it does not exist.

        :return: "", or what the technician has to know, see `_may_act`
        :raises SyncRefused: when he may not, or named no report
        """
        if not step.mutation.report:
            raise SyncRefused("bad_shape")
        code = self._may_act(step)
        if not step.report:
            step.report = self._open_report(step)
        if code:
            self._tell_office(step, code)
        return code

    @api.model
    def _open_report(self, step, **values):
        """Make the report of an operation.

        :param values: further fields
        :return: duret.intervention.report in superuser mode
        """
        visit, persons = step.visit, step.batch.persons
        person = (visit._duret_crew() & persons)[:1] or persons[:1] or visit.person_id
        # `_may_act` has said that he may.
        reports = self.env["duret.intervention.report"].sudo()._duret_unlocked().with_context(**QUIETLY)
        report = reports.create(
            {
                "uuid": step.mutation.report,
                "order_id": visit.id,
                "person_id": person.id,
                "clock_skew_seconds": step.batch.phone.clock_skew_seconds,
                "last_seen_at": step.now,
                **values,
            }
        )
        return report.with_env(reports.env(context=self.env.context))

    @api.model
    def _is_older_than_closing(self, step):
        """Tell whether the phone that closed the report made this before: requests overtake one another."""
        report = step.report
        return report.closed_author == step.author.key and step.author.at < report.closed_order

    @api.model
    def _note_clock(self, step):
        """Write down when a report was heard of, and by which clock."""
        values = {"last_seen_at": step.now}
        if step.report.clock_skew_seconds != step.batch.phone.clock_skew_seconds:
            values["clock_skew_seconds"] = step.batch.phone.clock_skew_seconds
        step.report._duret_unlocked().write(values)

    @api.model
    def _report_answer(self, step, code):
        """Return what the phone is told about a report."""
        report = step.report
        data = {"report": report.uuid, "name": report.name, "state": report.state, "revision": report.revision}
        conflicts = report.conflict_ids.filtered(lambda conflict: conflict.state == "open")
        if conflicts:
            data["conflicts"] = conflicts._duret_as_told()
        return self._answer("conflict" if code else "applied", code, data)
