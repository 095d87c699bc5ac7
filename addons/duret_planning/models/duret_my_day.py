from odoo import api, fields, models
from odoo.fields import Domain

VISITS = 30


class DuretMyDay(models.AbstractModel):
    """« Ma journée » with the visits of today."""

    _name = "duret.my.day"
    _inherit = ["duret.my.day.maintenance", "duret.my.day.tours", "duret.my.day.visits", "duret.my.day"]

    @api.model
    def _get_blocks(self, scope):
        """Override: whoever sees visits sees those of the day, by hour."""
        blocks = super()._get_blocks(scope)
        if self.env["fsm.order"].has_access("read"):
            blocks.append(self._block_visits(scope))
        return blocks

    @api.model
    def _block_visits(self, scope):
        """Visits planned for today: a technician's own, everybody's for those who plan them."""
        start, end = self._day_bounds()
        domain = Domain([("scheduled_date_start", ">=", start), ("scheduled_date_start", "<", end)])
        if scope == "mine" and not self.env.user.has_group("fieldservice.group_fsm_user"):
            domain &= Domain("person_id.partner_id", "=", self.env.user.partner_id.id)
        visits = self.env["fsm.order"].search(domain, limit=VISITS, order="scheduled_date_start, id")
        return self._day_block(
            "visits",
            self.env._("Visits of today"),
            visits,
            domain,
            self._visit_row,
            limit=VISITS,
            sequence=15,
            place="agenda",
            icon="fa-calendar",
            empty=self.env._("No visit is planned today."),
        )

    @api.model
    def _visit_row(self, visit):
        return {
            **self._day_phone(visit.duret_client_phone),
            "key": visit.id,
            "model": visit._name,
            "id": visit.id,
            "title": visit.location_id.owner_id.name or visit.location_id.name or visit.name,
            "subtitle": " · ".join(filter(None, [visit.type.name, visit.location_id.city, visit.name])),
            "time": fields.Datetime.to_string(visit.scheduled_date_start),
            "badge": visit.stage_id.name if visit.stage_id.is_closed else "",
            "owner": visit.person_id.name or "",
            "late_matters": False,
            "actions": ["call"],
        }
