from odoo import api, fields, models
from odoo.fields import Domain

ROWS = 8


class DuretMyDayReports(models.AbstractModel):
    """« Ma journée » of the office: reports that have not come, reports to look at, telephones that keep silent."""

    _name = "duret.my.day.reports"
    _description = "My Day: Reports"

    @api.model
    def _get_blocks(self, scope):
        """Override: add them; a technician sees his own visits that still lack a report."""
        blocks = super()._get_blocks(scope)
        if self.env["fsm.order"].has_access("read"):
            blocks.append(self._block_reports_due(scope))
        if self.env.user.has_group("duret_base.group_assistant"):
            blocks.append(self._block_reports_to_check())
            phones = self._block_phones()
            # Nothing to say on most days: the screen stays short.
            blocks += [phones] if phones["rows"] else []
        return blocks

    @api.model
    def _block_reports_due(self, scope):
        """Visits that are over and have no closed report, the oldest first."""
        domain = Domain("duret_is_report_due", "=", True)
        if scope == "mine" and not self.env.user.has_group("fieldservice.group_fsm_user"):
            domain &= Domain("person_id.partner_id", "=", self.env.user.partner_id.id)
        visits = self.env["fsm.order"].search(domain, limit=ROWS, order="scheduled_date_end, id")
        return self._day_block(
            "reports_due",
            self.env._("Reports not sent"),
            visits,
            domain,
            self._report_due_row,
            limit=ROWS,
            sequence=42,
            icon="fa-file-text-o",
            views=[[self.env.ref("duret_intervention.fsm_order_view_list_report_due").id, "list"], [False, "form"]],
            empty=self.env._("Every visit has its report."),
        )

    @api.model
    def _report_due_row(self, visit):
        late = fields.Datetime.now() - visit.duret_report_due_since
        return self._visit_row(visit) | {
            "time": False,
            "day": self._report_day(visit.duret_report_due_since),
            "late_matters": True,
            "badge": visit.name,
            "tone": "danger" if late.days >= 3 else "warning" if late.days >= 1 else "",
        }

    @api.model
    def _report_day(self, moment):
        """Return the day of a moment on the clock of Annecy.

        :param moment: naive UTC
        :return: YYYY-MM-DD
        """
        return fields.Date.to_string(fields.Datetime.context_timestamp(self.with_context(tz="Europe/Paris"), moment))

    @api.model
    def _block_reports_to_check(self):
        """Closed reports that nobody of the office has looked at, the oldest first."""
        domain = Domain("is_to_check", "=", True)
        reports = self.env["duret.intervention.report"].search(domain, limit=ROWS, order="closed_at, id")
        return self._day_block(
            "reports_to_check",
            self.env._("Reports to check"),
            reports,
            domain,
            self._report_row,
            limit=ROWS,
            sequence=41,
            icon="fa-check-square-o",
            views=[[False, "kanban"], [False, "list"], [False, "form"]],
            empty=self.env._("Every report has been looked at."),
        )

    @api.model
    def _report_row(self, report):
        words = []
        if report.measure_bad_count:
            words.append(self.env._("measure outside its limits"))
        if report.conflict_count:
            words.append(self.env._("two versions to choose from"))
        if report.follow_up:
            words.append(self.env._("something is to follow"))
        outcomes = dict(report._fields["outcome"]._description_selection(self.env))
        return {
            "key": report.id,
            "model": report._name,
            "id": report.id,
            "title": report.partner_id.name or report.order_id.name,
            "subtitle": " · ".join(filter(None, [report.type_id.name, *words])),
            "day": self._report_day(report.closed_at),
            "badge": outcomes.get(report.outcome, ""),
            "tone": "danger" if report.color == 1 else "",
            "owner": report.person_id.name or "",
            "late_matters": False,
            "actions": [],
        }

    @api.model
    def _block_phones(self):
        """Telephones that hold something and have not been heard of for a day."""
        domain = Domain("health", "=", "silent")
        devices = self.env["duret.sync.device"].search(domain, limit=ROWS, order="last_seen_at, id")
        return self._day_block(
            "phones",
            self.env._("Telephones without news"),
            devices,
            domain,
            self._phone_row,
            limit=ROWS,
            sequence=12,
            icon="fa-mobile",
            empty=self.env._("Every telephone has been heard of."),
        )

    @api.model
    def _phone_row(self, device):
        return {
            **self._day_phone(device.user_id.partner_id.phone),
            "key": device.id,
            "model": device._name,
            "id": device.id,
            "title": device.user_id.name,
            "subtitle": self.env._(
                "%(count)s items wait on the telephone %(name)s", count=device.waiting, name=device.name
            ),
            "day": self._report_day(device.last_seen_at),
            "tone": "danger",
            "actions": ["call"],
        }
