from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..report_figures import is_complete

CHECKED = frozenset(("checked_at", "checked_by"))


class DuretReportOffice(models.AbstractModel):
    """What the office does with a report: look at it once, and know whether anything is missing."""

    _name = "duret.report.office"
    _description = "Report: Office"

    checked_at = fields.Datetime(readonly=True, copy=False)
    checked_by = fields.Many2one("res.users", readonly=True, copy=False)
    is_to_check = fields.Boolean(
        "To Check",
        compute="_compute_is_to_check",
        store=True,
        index=True,
        help="Closed, and nobody of the office has looked at it yet",
    )
    is_complete = fields.Boolean(
        "Complete",
        compute="_compute_is_complete",
        store=True,
        help="Both times, the work, every required check, at least one photo, and no photo on its way",
    )
    ticket_id = fields.Many2one("helpdesk.ticket", "Request", compute="_compute_ticket_id")
    conflict_count = fields.Integer("Open Conflicts", compute="_compute_conflict_count")
    measure_bad_count = fields.Integer("Measures Outside Limits", compute="_compute_measure_bad_count")
    color = fields.Integer(compute="_compute_color")

    @api.depends("closed_at", "checked_at")
    def _compute_is_to_check(self):
        for report in self:
            report.is_to_check = bool(report.closed_at and not report.checked_at)

    @api.depends(
        "arrived_at",
        "left_at",
        "work_done",
        "type_id",
        "photos_missing",
        "photo_ids.state",
        "check_ids.answer",
        "check_ids.item_id",
    )
    def _compute_is_complete(self):
        # Counted at each change that a telephone sends: checks and photos are read only where they decide.
        told = self.filtered(lambda one: one.arrived_at and one.left_at and one.work_done and not one.photos_missing)
        (self - told).is_complete = False
        required = self.env["duret.check.item"].search([("required", "=", True)]) if told else None
        for report in told:
            wanted = required.filtered(lambda item, kind=report.type_id: not item.type_ids or kind in item.type_ids)
            photos = report.photo_ids.filtered(lambda photo: photo.state == "received")
            report.is_complete = is_complete(
                arrived=bool(report.arrived_at),
                left=bool(report.left_at),
                work=report.work_done or "",
                checks_missing=len(wanted - report.check_ids.filtered("answer").item_id),
                photos=len(photos),
                photos_missing=report.photos_missing,
            )

    @api.depends("order_id.duret_ticket_id")
    def _compute_ticket_id(self):
        for report in self:
            report.ticket_id = report.order_id.duret_ticket_id

    @api.depends("conflict_ids.state")
    def _compute_conflict_count(self):
        groups = self.env["duret.sync.conflict"]._read_group(
            [("report_id", "in", self.ids), ("state", "=", "open")], ["report_id"], ["__count"]
        )
        counts = dict(groups)
        for report in self:
            report.conflict_count = counts.get(report, 0)

    @api.depends("measure_ids.verdict")
    def _compute_measure_bad_count(self):
        for report in self:
            report.measure_bad_count = len(report.measure_ids.filtered(lambda measure: measure.verdict == "bad"))

    @api.depends("measure_ids.verdict", "conflict_ids.state", "outcome", "photos_missing")
    def _compute_color(self):
        """Colour of the card: red what speaks of danger or of two truths, orange what is missing."""
        for report in self:
            if report.measure_bad_count or report.conflict_count or report.outcome == "refused":
                report.color = 1
            else:
                report.color = 2 if report.photos_missing else 0

    def write(self, vals):
        """Override: the office looks at reports, not whoever wrote them.

        :raises AccessError: for anybody else
        """
        if vals.keys() & CHECKED and not self.env.su and not self.env.user.has_group("duret_base.group_assistant"):
            raise AccessError(self.env._("Reports are checked by the office."))
        return super().write(vals)

    def action_check(self):
        """Mark these reports as looked at; those that are already keep who did and when.

        :raises AccessError: for who is not of the office
        :raises UserError: when one of them is not closed
        """
        if drafts := self.filtered(lambda report: not report.closed_at):
            raise UserError(self.env._("Report %s is not closed yet: there is nothing to check.", drafts[0].name))
        new = self.filtered("is_to_check")
        new.write({"checked_at": fields.Datetime.now(), "checked_by": self.env.uid})

    def action_uncheck(self):
        """Put these reports back among those to check."""
        self.write({"checked_at": False, "checked_by": False})

    def action_duret_open_visit(self):
        """Open the visit.

        :return: window action
        """
        return self.order_id._get_records_action()

    def action_duret_open_ticket(self):
        """Open the request that the visit answers.

        :return: window action
        """
        return self.ticket_id._get_records_action()

    def action_duret_open_chain(self):
        """Open what this report corrects and what corrects it.

        :return: window action
        """
        return (self.amends_id | self.amendment_ids)._duret_window()

    def _duret_window(self):
        """Return the window action that shows these reports: one of them at once, several as a list."""
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_intervention.duret_intervention_report_action")
        action = action | {"context": {}, "domain": [("id", "in", self.ids)]}
        if len(self) == 1:
            action |= {"res_id": self.id, "views": [[False, "form"]]}
        return action
