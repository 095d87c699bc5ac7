from odoo import api, fields, models
from odoo.fields import Domain

ROWS = 3


class DuretMyDayTours(models.AbstractModel):
    """« Ma journée » of whoever plans: the proposals that are worth a look."""

    _name = "duret.my.day.tours"
    _description = "My Day: Tours"

    @api.model
    def _get_blocks(self, scope):
        """Override: add the proposals for those who plan."""
        blocks = super()._get_blocks(scope)
        if self.env.user.has_group("duret_base.group_assistant"):
            block = self._block_tours()
            # Nothing to say on most days: the screen stays short.
            blocks += [block] if block["rows"] else []
        return blocks

    @api.model
    def _block_tours(self):
        """Proposals of the evening that save at least what the company set."""
        company = self.env.company
        domain = Domain("origin", "=", "evening") & Domain("state", "=", "ready")
        domain &= Domain("company_id", "=", company.id) & Domain("date_from", ">=", self._day_today())
        domain &= Domain("minutes_saved", ">=", company.duret_tour_least_saved)
        plans = self.env["duret.tour.plan"].search(domain, limit=ROWS, order="date_from, id")
        return self._day_block(
            "tours",
            self.env._("Tours that could be shorter"),
            plans,
            domain,
            self._tour_row,
            limit=ROWS,
            sequence=40,
            icon="fa-road",
            empty=self.env._("No shorter tour was found."),
        )

    @api.model
    def _tour_row(self, plan):
        return {
            "key": plan.id,
            "model": plan._name,
            "id": plan.id,
            "title": plan.name,
            "subtitle": self.env._(
                "%(minutes)s minutes and %(kilometres)s km less on the road, %(visits)s visits to change",
                minutes=plan.minutes_saved,
                kilometres=round(plan.km_saved),
                visits=plan.move_count,
            ),
            "day": fields.Date.to_string(plan.date_from),
            "actions": [],
        }
