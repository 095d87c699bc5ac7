import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..routing.days import fingerprint
from ..routing.tours import optimise

MOST_DAYS = 7
MARGIN = 0.9
KEEP_DAYS = 30  # proposals that nobody applied are forgotten after that
CRITERIA = frozenset(("date_from", "date_to", "person_ids", "agreed"))


class DuretTourPlan(models.Model):
    """A proposal for a day or a week: which visits to give to whom and when, so that less time is spent on the road.

    1. Whoever plans chooses days and technicians; « Optimise » computes, nothing is changed.
    2. The screen shows the road before and after, and each visit that would change.
    3. « Apply » makes all the changes, or none when the day is no longer what it was.

    Each evening a proposal for the next working day is prepared the same way, and waits in « Ma journée ».
    """

    _name = "duret.tour.plan"
    _inherit = ["duret.tour.problem", "duret.tour.evening"]
    _description = "Tour Plan"
    _order = "date_from desc, id desc"
    _rec_name = "name"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date_from = fields.Date("From", required=True, index=True, default=lambda self: self._duret_next_day())
    date_to = fields.Date("To", required=True, default=lambda self: self._duret_next_day())
    person_ids = fields.Many2many(
        "fsm.person",
        string="Technicians",
        default=lambda self: self.env["fsm.person"].search([("duret_bookable", "=", True)]),
    )
    agreed = fields.Selection(
        [
            ("keep", "Change nothing of them"),
            ("worker", "Another technician may come, at the same time"),
            ("move", "Their time may change too: the client is told"),
        ],
        "Visits Agreed with the Client",
        required=True,
        default="keep",
    )
    state = fields.Selection(
        [
            ("draft", "To compute"),
            ("ready", "Proposal"),
            ("nothing", "Nothing better"),
            ("applied", "Put in the Planning"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    origin = fields.Selection(
        [("person", "Asked for"), ("evening", "Of the evening")], required=True, default="person", readonly=True
    )
    line_ids = fields.One2many("duret.tour.plan.line", "plan_id", readonly=True)
    move_ids = fields.One2many("duret.tour.plan.line", "plan_id", "Changes", domain=[("kind", "=", "move")])
    keep_ids = fields.One2many("duret.tour.plan.line", "plan_id", "Visits That Stay", domain=[("kind", "=", "keep")])
    move_count = fields.Integer("Visits That Change", readonly=True, copy=False)
    minutes_before = fields.Integer("Minutes on the Road Today", readonly=True, copy=False)
    minutes_after = fields.Integer("Minutes on the Road After", readonly=True, copy=False)
    minutes_saved = fields.Integer(readonly=True, copy=False)
    km_before = fields.Float("Kilometres Today", digits=(8, 1), readonly=True, copy=False)
    km_after = fields.Float("Kilometres After", digits=(8, 1), readonly=True, copy=False)
    km_saved = fields.Float("Kilometres Saved", digits=(8, 1), readonly=True, copy=False)
    note = fields.Char(readonly=True, copy=False)
    fingerprint = fields.Char(readonly=True, copy=False)
    computed_at = fields.Datetime(readonly=True, copy=False)
    applied_at = fields.Datetime(readonly=True, copy=False)
    applied_user_id = fields.Many2one("res.users", "Applied By", readonly=True, copy=False)

    _days = models.Constraint(
        "CHECK (date_to >= date_from AND date_to < date_from + 7)", "Choose one day, or seven days in a row at most."
    )
    _one_an_evening = models.UniqueIndex("(company_id, date_from) WHERE origin = 'evening'")

    @api.depends("date_from", "date_to")
    def _compute_name(self):
        for plan in self:
            first = format_date(self.env, plan.date_from, date_format="EEEE d MMMM")
            last = format_date(self.env, plan.date_to, date_format="EEEE d MMMM")
            if plan.date_from == plan.date_to:
                plan.name = self.env._("Tours of %(day)s", day=first)
            else:
                plan.name = self.env._("Tours from %(first)s to %(last)s", first=first, last=last)

    @api.onchange("date_from")
    def _onchange_date_from(self):
        """A plan is for one day unless its end is chosen."""
        late = self.date_from and self.date_to and self.date_to >= self.date_from + timedelta(days=MOST_DAYS)
        if self.date_from and (not self.date_to or self.date_to < self.date_from or late):
            self.date_to = self.date_from

    def write(self, vals):
        """Override: a proposal for other days, technicians or rules is to be computed again."""
        if CRITERIA & vals.keys():
            self._duret_forget()
        return super().write(vals)

    def _duret_forget(self):
        """Take back what was computed.

        :raises UserError: when a plan was applied: it is history
        """
        if any(plan.state == "applied" for plan in self):
            raise UserError(self.env._("This plan was applied: make a new one."))
        self.line_ids.unlink()
        self.write({"state": "draft", "fingerprint": False, "move_count": 0})

    # -- computing ----------------------------------------------------------------------------------------------------

    def action_optimise(self):
        """Look for better tours and keep them as a proposal; nothing is changed in the planning.

        :raises UserError: for days that are over, without technicians, or with one whose day begins nowhere
        """
        self.ensure_one()
        self.check_access("write")
        self._duret_check_criteria()
        began, now = time.monotonic(), fields.Datetime.now()
        days, note = self._duret_days(now)
        # What reading took is part of the time allowed; a little is kept for writing.
        left = MARGIN * self.company_id.duret_tour_seconds - (time.monotonic() - began)
        seconds = max(0.5, left / len(days))
        plans = [optimise(day.problem, seconds, self.company_id.duret_tour_change_minutes) for day in days]
        self._duret_forget()
        lines = [line for day, plan in zip(days, plans, strict=True) for line in self._duret_lines(day, plan)]
        moves = [line for line in lines if line["kind"] == "move"]
        self.env["duret.tour.plan.line"].create(lines)
        self.write(
            {
                **self._duret_totals(plans),
                "state": "ready" if moves else "nothing",
                "move_count": len(moves),
                "fingerprint": fingerprint([day.problem for day in days]),
                "computed_at": now,
                "note": note,
            }
        )

    def _duret_check_criteria(self):
        """Refuse what cannot be computed.

        :raises UserError: saying what to correct
        """
        if self.state == "applied":
            raise UserError(self.env._("This plan was applied: make a new one."))
        if not self.person_ids:
            raise UserError(self.env._("Choose the technicians."))
        if self.date_from < fields.Date.context_today(self.with_context(tz=self._duret_zone())):
            raise UserError(self.env._("These days are over: choose today or later."))

    def _duret_zone(self):
        return self.company_id.resource_calendar_id.tz or "Europe/Paris"

    def _duret_days(self, now):
        """Read the days of this plan as they are, see :meth:`_duret_tour_days`."""
        plan = self.with_company(self.company_id)
        return plan._duret_tour_days(self.person_ids, self.date_from, self.date_to, self.agreed, now)

    def _duret_totals(self, plans):
        """Return minutes and kilometres on the road, before and after."""
        minutes = [sum(plan.before[0] for plan in plans), sum(plan.after[0] for plan in plans)]
        km = [sum(plan.before[1] for plan in plans) / 1000, sum(plan.after[1] for plan in plans) / 1000]
        return {
            "minutes_before": minutes[0],
            "minutes_after": minutes[1],
            "minutes_saved": minutes[0] - minutes[1],
            "km_before": km[0],
            "km_after": km[1],
            "km_saved": km[0] - km[1],
        }

    def _duret_lines(self, day, plan):
        """Return values of lines: what changes, and what stays for a reason."""
        workers = {shift.key: shift.worker for shift in day.problem.shifts}
        lines = {}
        for change in plan.changes:
            lines[change.key[0]] = {
                "kind": "move",
                "old_person_id": workers[change.before.shift] if change.before else False,
                "old_start": self._duret_tour_at(change.before.start) if change.before else False,
                "new_person_id": workers[change.after.shift],
                "new_start": self._duret_tour_at(change.after.start),
            }
        reasons = day.kept | {key[0]: why for key, why in plan.kept.items()} | {key[0]: "full" for key in plan.left}
        orders = self.env["fsm.order"].browse(reasons)
        for order in orders:
            start, person = order.scheduled_date_start, order.person_id.id
            kept = {"kind": "keep", "reason": reasons[order.id], "old_person_id": person, "old_start": start}
            lines.setdefault(order.id, kept)
        return [{"plan_id": self.id, "order_id": order_id, **values} for order_id, values in lines.items()]

    # -- applying -----------------------------------------------------------------------------------------------------

    def action_apply(self):
        """Make all the changes, or none.

        :raises UserError: when there is nothing to apply, or the days are no longer what they were
        :raises SlotTaken: when a technician was booked in the meantime
        """
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update():
            raise UserError(self.env._("Somebody else is putting this proposal in the planning right now."))
        if self.state != "ready":
            raise UserError(self.env._("There is no proposal to apply: optimise first."))
        # Nobody books these technicians between the comparison and the changes.
        self.env["duret.slot.claim"]._duret_lock(self.person_ids.ids)
        self._duret_check_unchanged()
        self.env["fsm.order"].duret_move_many(
            [(line.order_id, line.new_start, line.new_person_id.ids) for line in self.move_ids], channel="optimiser"
        )
        self.write(
            {"state": "applied", "applied_at": fields.Datetime.now(), "applied_user_id": self.env.uid},
        )

    def _duret_check_unchanged(self):
        """Compare the days with what was computed.

        :raises UserError: when something that counts has changed
        """
        moves = self.move_ids
        now = fields.Datetime.now()
        begun = any(min(line.new_start, line.old_start or line.new_start) < now for line in moves)
        days, _note = self._duret_days(self.computed_at)
        if begun or fingerprint([day.problem for day in days]) != self.fingerprint:
            raise UserError(
                self.env._(
                    "The planning has changed since this proposal was computed: nothing was moved. Optimise again."
                )
            )

    @api.autovacuum
    def _gc_proposals(self):
        """Forget old proposals that nobody applied; those that were applied stay as history."""
        old = fields.Date.today() - timedelta(days=KEEP_DAYS)
        plans = self.search([("date_to", "<", old), ("state", "!=", "applied")], limit=1000)
        plans.unlink()
        return len(plans), len(plans) == 1000
