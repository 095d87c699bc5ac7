from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_datetime

SHOWN_NEXT = 3
SHOWN_LAST = 2


class ResPartner(models.Model):
    """Visits on the card that is read while the client is on the telephone."""

    _name = "res.partner"
    _inherit = ["duret.geocoding", "duret.partner.maintenance", "duret.appointment.mixin", "res.partner"]

    def _duret_standing_for(self):
        """Override: the site of a client stands for its owner. A client who is his own site stays himself."""
        result = super()._duret_standing_for()
        sites = self.filtered("fsm_location")
        # sudo: only who owns these sites is read; whether the user may see the owner is asked below.
        locations = self.env["fsm.location"].sudo().search_fetch([("partner_id", "in", sites.ids)], ["owner_id"])
        owners = {location.partner_id.id: location.owner_id.id for location in locations}
        seen = self.search([("id", "in", list(set(owners.values())))])
        for site in sites:
            owner = seen & self.browse(owners.get(site.id, []))
            result[site] = owner or site
        return result

    def _duret_card_sections(self):
        """Override: next and last visits."""
        return [*super()._duret_card_sections(), *self._duret_card_visits()]

    def _duret_card_visits(self):
        """Visits planned at the client's sites, the nearest first, and the last ones that were made."""
        visits = self.env["fsm.order"]
        if not visits.has_access("read"):
            return []
        now = fields.Datetime.now()
        mine = Domain("location_id.owner_id.commercial_partner_id", "=", self.commercial_partner_id.id)
        planned = visits.search(
            mine & Domain("scheduled_date_end", ">=", now) & Domain("stage_id.is_closed", "=", False),
            order="scheduled_date_start, id",
            limit=SHOWN_NEXT,
        )
        cancelled = self.env.ref("fieldservice.fsm_stage_cancelled", raise_if_not_found=False)
        done = visits.search(
            mine & Domain("stage_id.is_closed", "=", True) & Domain("stage_id", "!=", cancelled and cancelled.id),
            order="scheduled_date_start desc, id desc",
            limit=SHOWN_LAST,
        )
        rows = [self._duret_card_visit(visit, "primary") for visit in planned]
        rows += [self._duret_card_visit(visit, "secondary") for visit in done]
        return [
            {
                "code": "visits",
                "title": self.env._("Visits"),
                "sequence": 20,
                "icon": "fa-calendar-check-o",
                "empty": self.env._("No visit"),
                "rows": rows,
            }
        ]

    def _duret_card_visit(self, visit, tone):
        start = visit.scheduled_date_start
        when = format_datetime(self.env, start, dt_format="EEE d MMM y HH:mm") if start else ""
        where = visit.location_id.name if visit.location_id.name != self.name else ""
        return {
            "model": visit._name,
            "id": visit.id,
            "title": when or visit.name,
            "subtitle": " · ".join(filter(None, (visit.type.name, visit.person_id.name, where))),
            "badge": visit.stage_id.name,
            "tone": tone,
        }
