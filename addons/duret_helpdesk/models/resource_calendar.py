from odoo import api, models, tools

from ..sla_clock import WorkCalendar

WEEKS = {False: "", "0": "A", "1": "B"}


class ResourceCalendar(models.Model):
    """Working hours as the clocks of requests read them: by heart, because every request asks."""

    _inherit = "resource.calendar"

    def write(self, vals):
        """Override: another time zone moves every window."""
        result = super().write(vals)
        if "tz" in vals:
            self._duret_hours_changed()
        return result

    def _duret_hours_changed(self):
        """Forget the hours known by heart, and have the clocks of open requests read again."""
        self.env.registry.clear_cache()
        self.env["helpdesk.ticket"]._duret_clock_expired()

    @api.model
    @tools.ormcache("calendar_id")
    def _duret_hours_text(self, calendar_id):
        """Write the weekly hours of a calendar in one line (see `WorkCalendar.text`).

        :param int calendar_id: resource.calendar
        :return: str
        """
        # sudo: opening hours are public; nothing else of the calendar is read.
        calendar = self.sudo().browse(calendar_id)
        rows = tuple(
            (WEEKS[line.week_type or False], int(line.dayofweek), round(line.hour_from * 60), round(line.hour_to * 60))
            for line in calendar.attendance_ids
            if line.day_period != "lunch" and not line.display_type
        )
        return WorkCalendar(rows, tz=calendar.tz or "Europe/Paris").text()

    @api.model
    @tools.ormcache("hours", "calendar_id", "company_id")
    def _duret_work_calendar(self, hours, calendar_id, company_id):
        """Give the calendar made of some weekly hours and of the days off of a company.

        :param str hours: weekly hours, present or past (see `_duret_hours_text`)
        :param int calendar_id: resource.calendar whose own days off count
        :param int company_id: res.company whose days off count
        :return: WorkCalendar, which nobody may change
        """
        # sudo: days off of the whole company, which is closed to everybody on them.
        leaves = self.env["resource.calendar.leaves"].sudo()
        domain = [
            ("company_id", "=", company_id),
            ("resource_id", "=", False),
            ("calendar_id", "in", [False, calendar_id]),
            ("time_type", "=", "leave"),
        ]
        rows = leaves.search_fetch(domain, ["date_from", "date_to", "name"])
        return WorkCalendar.parse(hours, [(row.date_from, row._duret_closed_until(), row.name or "") for row in rows])
