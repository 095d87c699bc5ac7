from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..booking_rules import local_day
from ..slotting import schedule

SCHEDULE = {
    "scheduled_date_start": "start",
    "scheduled_date_end": "end",
    "scheduled_duration": "hours",
}


class DuretVisitSchedule(models.AbstractModel):
    """Start, end and length of visits, and the days on which nobody works."""

    _name = "duret.visit.schedule"
    _description = "Time of Visits"

    def write(self, vals):
        """Move any number of visits at once, each one keeping its own length.

        The base addon reads dates of ``self`` as if it held one visit: a drag and drop or a list edit on two
        visits failed with "Expected singleton", and moving only the start of a visit shortened it to nothing.
        """
        if not SCHEDULE.keys() & vals.keys() or SCHEDULE.keys() <= vals.keys():
            return super().write(vals)
        done = True
        for orders, schedule_vals in self._duret_group_by_schedule(vals):
            done = super(DuretVisitSchedule, orders).write({**vals, **schedule_vals}) and done
        return done

    def _calc_scheduled_dates(self, vals):
        """Override: visits that lose their date have nothing to compute, and may be several."""
        if SCHEDULE.keys() <= vals.keys() and not vals["scheduled_date_start"]:
            return
        super()._calc_scheduled_dates(vals)

    def _duret_group_by_schedule(self, vals):
        """Group the visits that get the same three values.

        :param vals: values being written, holding one or two of start, end and duration
        :return: list of (visits, values of start, end and duration)
        :raises ValidationError: when the end comes before the start
        """
        groups = self.grouped(lambda order: tuple(order._duret_schedule_after(vals)))
        return [(orders, dict(zip(SCHEDULE, key, strict=True))) for key, orders in groups.items()]

    def _duret_schedule_after(self, vals):
        """Return (start, end, hours) of this visit once ``vals`` are written (naive UTC, hours)."""
        self.ensure_one()
        known = {name: vals.get(name, self[name]) for name in SCHEDULE}
        if "scheduled_date_start" in vals and not vals["scheduled_date_start"]:
            return False, False, known["scheduled_duration"]
        try:
            start, end, hours = schedule.complete(
                fields.Datetime.to_datetime(known["scheduled_date_start"]) or None,
                fields.Datetime.to_datetime(known["scheduled_date_end"]) or None,
                known["scheduled_duration"] or 0.0,
                moved=frozenset(SCHEDULE[name] for name in SCHEDULE if vals.get(name)),
            )
        except ValueError as error:
            raise ValidationError(self.env._("A visit cannot end before it starts.")) from error
        return start or False, end or False, hours

    @api.constrains("scheduled_date_start", "scheduled_date_end", "person_id", "person_ids", "duret_day_off_agreed")
    def check_day(self):
        """Override: refuse a visit on a day off of one of its technicians or of the company.

        The base addon looks for any leave that lies inside the visit: another person's half hour blocked a visit,
        a public holiday, which is longer than the visit, did not. « Day off agreed » lets an emergency through.

        :raises ValidationError: naming who is away and the day
        """
        planned = self.filtered(
            lambda order: (
                order.scheduled_date_start
                and order.scheduled_date_end
                and not order.stage_id.is_closed
                and not order.duret_day_off_agreed
            )
        )
        leaves = planned._duret_days_off()
        for order in planned:
            if leave := leaves.filtered(order._duret_is_off)[:1]:
                raise ValidationError(order._duret_day_off_message(leave))

    def _duret_days_off(self):
        """Return the days off, of anybody, that touch the time of these visits, in one query."""
        if not self:
            return self.env["resource.calendar.leaves"]
        times = Domain("date_from", "<", max(self.mapped("scheduled_date_end")))
        times &= Domain("date_to", ">", min(self.mapped("scheduled_date_start")))
        # Days off of colleagues are no secret of the planning, but a technician may not list them.
        leaves = self.env["resource.calendar.leaves"].sudo()
        return leaves.search(times & Domain("time_type", "=", "leave"), order="date_from, id")

    def _duret_is_off(self, leave):
        """Tell whether a day off keeps one of this visit's technicians from coming."""
        self.ensure_one()
        if leave.date_from >= self.scheduled_date_end or leave.date_to <= self.scheduled_date_start:
            return False
        # Whoever may write the visit has been checked by the write; only « away or not » leaves this method.
        crew = self._duret_crew().sudo()
        if leave.resource_id:
            return leave.resource_id in crew.duret_resource_id
        if leave.company_id and leave.company_id != self.company_id:
            return False
        calendars = crew.mapped(lambda person: person._duret_calendar())
        return not leave.calendar_id or leave.calendar_id in calendars

    def _duret_day_off_message(self, leave):
        """Return the sentence that refuses this visit, with its first day that is off (it may go on after midnight)."""
        first = local_day(max(leave.date_from, self.scheduled_date_start), self._duret_client_zone())
        day = format_date(self.env, first, date_format="EEEE d MMMM")
        if leave.resource_id:
            return self.env._("%(technician)s is away on %(day)s.", technician=leave.resource_id.name, day=day)
        return self.env._("Nobody works on %(day)s: %(reason)s.", day=day, reason=leave.name or self.env._("day off"))
