from odoo import api, fields, models
from odoo.fields import Domain

from ..upkeep import Plan, add_months, after_visit, resume, standing, window

STANDINGS = [
    ("late", "Late"),
    ("due", "To Plan"),
    ("booked", "Visit Planned"),
    ("later", "Up to Date"),
    ("unknown", "Date Unknown"),
    ("suspended", "Suspended"),
    ("ended", "Ended"),
]
RHYTHM = {"last_date", "next_date", "period_months", "tolerance_weeks", "state"}


class DuretMaintenanceRhythm(models.AbstractModel):
    """Last and next visit of a contract; the rules are those of the pure package `upkeep`."""

    _name = "duret.maintenance.rhythm"
    _description = "Maintenance Contract: Rhythm"

    state = fields.Selection(
        [("active", "Running"), ("suspended", "Suspended"), ("ended", "Ended")],
        default="active",
        required=True,
        index=True,
        tracking=True,
    )
    period_months = fields.Integer("Every (months)", default=12, required=True, tracking=True, aggregator=None)
    tolerance_weeks = fields.Integer(
        "Tolerance (weeks)",
        default=4,
        required=True,
        aggregator=None,
        help="Weeks before and after the due day in which a visit counts",
    )
    last_date = fields.Date("Last Visit", tracking=True)
    next_date = fields.Date("Next Due", tracking=True, index=True)
    anchor_date = fields.Date("Rhythm Counted From", readonly=True, copy=False)
    window_start = fields.Date("From", compute="_compute_window", store=True)
    window_end = fields.Date("Until", compute="_compute_window", store=True, index=True)
    standing = fields.Selection(STANDINGS, "Situation", compute="_compute_standing", search="_search_standing")

    @api.depends("next_date", "tolerance_weeks")
    def _compute_window(self):
        for contract in self:
            due = contract.next_date
            contract.window_start, contract.window_end = (
                window(due, contract.tolerance_weeks) if due else (False, False)
            )

    @api.depends("state", "next_date", "tolerance_weeks", "visit_id")
    def _compute_standing(self):
        """A visit that is planned says more than a window that is open."""
        today = fields.Date.context_today(self)
        for contract in self:
            if contract.state != "active":
                contract.standing = contract.state
            elif contract.visit_id:
                contract.standing = "booked"
            else:
                contract.standing = standing(contract.next_date or None, contract.tolerance_weeks, today)

    @api.model
    def _search_standing(self, operator, value):
        """Contracts in one of these situations today."""
        if operator not in ("in", "not in"):
            return NotImplemented
        today = fields.Date.context_today(self)
        free = Domain("state", "=", "active") & Domain("visit_id", "=", False)
        domains = {
            "late": free & Domain("window_end", "<", today),
            "due": free & Domain("window_start", "<=", today) & Domain("window_end", ">=", today),
            "later": free & Domain("window_start", ">", today),
            "unknown": free & Domain("next_date", "=", False),
            "booked": Domain("state", "=", "active") & Domain("visit_id", "!=", False),
            "suspended": Domain("state", "=", "suspended"),
            "ended": Domain("state", "=", "ended"),
        }
        found = Domain.OR([domains[name] for name in value if name in domains])
        return found if operator == "in" else ~found

    # --- what a change does to the dates -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Override: a contract whose last visit is known has a next one."""
        contracts = super().create(vals_list)
        for contract in contracts:
            if not contract.next_date and contract.last_date:
                contract.next_date = add_months(contract.last_date, contract.period_months)
            elif contract.next_date and not contract.anchor_date:
                contract.anchor_date = contract.next_date
        return contracts

    def write(self, vals):
        """Override: whoever types a last visit, another period or another state need not count the next day.

        A next day typed by hand always wins, and the rhythm runs from it.
        """
        if not RHYTHM & vals.keys():
            return super().write(vals)
        if "next_date" in vals:
            return super().write({**vals, "anchor_date": vals["next_date"]})
        before = {contract.id: (contract._plan(), contract.next_date or None, contract.state) for contract in self}
        result = super().write(vals)
        for contract in self:
            contract._follow(vals, *before[contract.id])
        return result

    def _plan(self):
        """The rhythm as it stands.

        :return: upkeep.Plan
        """
        anchor = self.anchor_date or self.next_date or self.last_date or fields.Date.context_today(self)
        return Plan(anchor, self.period_months, self.tolerance_weeks)

    def _follow(self, vals, plan, due, state):
        """Write the next day that a change entails.

        :param vals: what was written
        :param plan: upkeep.Plan before the change
        :param due: next due day before the change, or None
        :param state: state before the change
        """
        anchor = plan.anchor
        if "period_months" in vals and vals["period_months"] != plan.months and self.last_date:
            anchor = due = add_months(self.last_date, self.period_months)
        if vals.get("last_date"):
            anchor, due = after_visit(Plan(anchor, self.period_months, plan.weeks), due, self.last_date)
        if state != "active" and self.state == "active":
            due = resume(Plan(anchor, self.period_months, plan.weeks), due, fields.Date.context_today(self))
        if (due or False) != self.next_date:
            self.write({"next_date": due})
            if anchor != due:
                self.write({"anchor_date": anchor})

    def _note_visit(self, day):
        """A visit of these contracts was made; telling it twice, or an older one, changes nothing.

        :param date day: local day of the visit
        """
        self.filtered(lambda contract: not contract.last_date or contract.last_date < day).write({"last_date": day})
