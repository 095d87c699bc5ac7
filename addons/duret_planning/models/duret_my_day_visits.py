from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

ROWS = 8
COMING = timedelta(days=14)
RECENT = timedelta(days=1)
CHANGES = ("moved", "reassigned", "cancelled")


class DuretMyDayVisits(models.AbstractModel):
    """« Ma journée »: times that a client has not agreed to or does not know, and visits that somebody moved."""

    _name = "duret.my.day.visits"
    _description = "My Day: Appointments"

    @api.model
    def _get_blocks(self, scope):
        """Override: for those who look after appointments, and changes of his own visits for a technician."""
        blocks = super()._get_blocks(scope)
        if self.env["duret.visit.message"].has_access("read"):
            blocks.append(self._block_visits_to_agree())
        if self.env["duret.visit.event"].has_access("read") and self.env["fsm.order"].has_access("read"):
            blocks.append(self._block_visits_moved(scope))
        return blocks

    @api.model
    def _block_visits_to_agree(self):
        """Visits of the coming two weeks whose time is not agreed, or whose client no message reached."""
        domain = self._visits_to_agree_domain()
        visits = self.env["fsm.order"].search(domain, limit=ROWS, order="scheduled_date_start, id")
        return self._day_block(
            "visits_to_agree",
            self.env._("Appointments to confirm"),
            visits,
            domain,
            self._visit_to_agree_row,
            limit=ROWS,
            sequence=35,
            icon="fa-calendar-check-o",
            empty=self.env._("Every client knows his appointment."),
        )

    @api.model
    def _visits_to_agree_domain(self):
        now = fields.Datetime.now()
        news = [("audience", "=", "client"), ("purpose", "=", "news")]
        failed = [*news, ("state", "=", "failed"), ("next_try", "=", False)]
        told = [*news, ("state", "in", ("waiting", "queued", "sent"))]
        lost = Domain("duret_message_ids", "any", failed) & ~Domain("duret_message_ids", "any", told)
        # As text: the domain goes to the browser.
        first, last = map(fields.Datetime.to_string, (now, now + COMING))
        coming = Domain([("scheduled_date_start", ">=", first), ("scheduled_date_start", "<", last)])
        return coming & Domain("stage_id.is_closed", "=", False) & (Domain("duret_confirmed", "=", False) | lost)

    @api.model
    def _visit_to_agree_row(self, visit):
        badge = self.env._("Not reached") if visit.duret_confirmed else self.env._("To confirm")
        return self._visit_row(visit) | {"badge": badge, "tone": "warning" if visit.duret_confirmed else ""}

    @api.model
    def _block_visits_moved(self, scope):
        """Visits that somebody else moved, gave away or cancelled since yesterday, the latest change first."""
        # As text: the domain goes to the browser.
        since = fields.Datetime.to_string(fields.Datetime.now() - RECENT)
        changed = [("kind", "in", CHANGES), ("date", ">=", since), ("user_id", "!=", self.env.uid)]
        domain = Domain("duret_event_ids", "any", changed) & Domain("scheduled_date_start", ">=", since)
        if scope == "mine" and not self.env.user.has_group("fieldservice.group_fsm_user"):
            domain &= Domain("person_id.partner_id", "=", self.env.user.partner_id.id)
        visits = self.env["fsm.order"].search(domain, limit=ROWS, order="write_date desc, id desc")
        last = self._last_changes(visits, changed)
        return self._day_block(
            "visits_moved",
            self.env._("Appointments moved"),
            visits,
            domain,
            lambda visit: self._visit_moved_row(visit, last[visit.id]),
            limit=ROWS,
            sequence=45,
            icon="fa-exchange",
            empty=self.env._("Nothing was moved since yesterday."),
        )

    @api.model
    def _last_changes(self, visits, changed):
        """Last of these changes of each visit.

        :return: dict {visit id: duret.visit.event}
        """
        events = self.env["duret.visit.event"]
        groups = events._read_group([("order_id", "in", visits.ids), *changed], ["order_id"], ["id:max"])
        rows = events.browse([last for _visit, last in groups])
        return {row.order_id.id: row for row in rows}

    @api.model
    def _visit_moved_row(self, visit, change):
        kinds = dict(change._fields["kind"]._description_selection(self.env))
        channels = dict(change._fields["channel"]._description_selection(self.env))
        # sudo: who moved it, which every visit shows in its journal.
        who = change.sudo().partner_id.name or change.sudo().user_id.name
        return self._visit_row(visit) | {
            "badge": kinds[change.kind],
            "subtitle": " · ".join(filter(None, (visit.type.name, who, channels[change.channel]))),
            "tone": "danger" if change.kind == "cancelled" else "",
        }
