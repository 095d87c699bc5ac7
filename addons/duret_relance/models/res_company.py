"""When clients may be followed up, and how often."""

from odoo import fields, models

from odoo.addons.duret_base.duret_calendar import OpeningHours, day_bounds, french_holidays

from ..follow_up_plan import ContactCalendar

SATURDAY = 5
WORK_WEEK = range(5)
YEARS_AHEAD = 3  # delays never reach further


class ResCompany(models.Model):
    _inherit = "res.company"

    duret_relance_hour_from = fields.Float("Clients Are Written To From", default=8.0)
    duret_relance_hour_to = fields.Float("Clients Are Written To Until", default=19.0)
    duret_relance_saturday = fields.Boolean("Also on Saturdays")
    duret_relance_throttle_days = fields.Integer(
        "Days Between Two Follow-ups of a Client", default=2, help="All rules together; 0 = no limit."
    )

    _duret_relance_hours = models.Constraint(
        "CHECK(duret_relance_hour_from >= 0 AND duret_relance_hour_from < duret_relance_hour_to"
        " AND duret_relance_hour_to <= 24 AND duret_relance_throttle_days >= 0)",
        "The hours of follow-ups must be in order, and the days between two of them cannot be negative.",
    )

    def _duret_contact_calendar(self, moment):
        """Hours at which clients may be contacted from a moment on: never on Sundays, public holidays or closures.

        :param datetime moment: naive UTC, earliest instant asked about
        :return: follow_up_plan.ContactCalendar
        """
        self.ensure_one()
        opening = self._duret_opening_hours(moment)
        days = {day for year in range(moment.year - 1, moment.year + YEARS_AHEAD) for day in french_holidays(year)}
        closed = {*opening.closed, *(day_bounds(day, opening.tz) for day in days)}
        weekdays = [*WORK_WEEK, *([SATURDAY] if self.duret_relance_saturday else [])]
        window = (self.duret_relance_hour_from, self.duret_relance_hour_to)
        hours = OpeningHours(tuple((day, *window) for day in weekdays), tuple(sorted(closed)), opening.tz)
        worked = {day for day, _start, _stop in opening.weekly} or set(WORK_WEEK)
        return ContactCalendar(hours, worked & set(WORK_WEEK) or set(WORK_WEEK), opening.tz)
