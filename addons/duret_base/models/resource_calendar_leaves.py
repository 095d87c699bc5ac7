"""Public holidays, kept as company-wide days off."""

from odoo import api, fields, models

from ..duret_calendar import day_bounds, french_holidays


class ResourceCalendarLeaves(models.Model):
    """A public holiday is a day off without calendar nor resource.

    Core then takes it out of every calendar of the company, also that of a technician with
    hours of his own. OCA's calendar_public_holiday was read and not chosen: it writes a
    calendar event per holiday that no working calendar looks at, is filled by hand and has
    no database constraint against doing it twice.
    """

    _name = "resource.calendar.leaves"
    _inherit = ["duret.known.by.heart", "resource.calendar.leaves"]

    duret_public_holiday = fields.Date(
        string="Public holiday",
        readonly=True,
        copy=False,
        help="Day this row was made for. To work on that day, keep the row and set its type"
        " to “Other”: a deleted row would come back.",
    )

    _duret_public_holiday_unique = models.UniqueIndex(
        "(company_id, duret_public_holiday) WHERE duret_public_holiday IS NOT NULL",
        "This public holiday is already recorded.",
    )

    @api.model
    def _duret_fill_public_holidays(self, company, years):
        """Create the public holidays of some years that a company does not have yet.

        :param company: res.company
        :param years: iterable of int
        :return: resource.calendar.leaves just created
        """
        tz = company.resource_calendar_id.tz or "Europe/Paris"
        days = {day: name for year in years for day, name in french_holidays(year).items()}
        domain = [("company_id", "=", company.id), ("duret_public_holiday", "in", list(days))]
        known = set(self.search(domain).mapped("duret_public_holiday"))
        created = self.with_company(company).create(
            [self._duret_holiday_values(day, days[day], tz) for day in days if day not in known]
        )
        # Core computes the company of a day off without calendar from the environment of whoever flushes it: now,
        # in the company's own, and not later in somebody else's.
        created.flush_recordset()
        return created

    @api.model
    def _duret_holiday_values(self, day, name, tz):
        start, stop = day_bounds(day, tz)
        return {
            "name": name,
            "calendar_id": False,
            "resource_id": False,
            "date_from": start,
            "date_to": stop,
            "time_type": "leave",
            "duret_public_holiday": day,
        }

    @api.model
    def _cron_public_holidays(self):
        """Keep this year's and the next two years' public holidays on every company.

        Run monthly and at install; running it again creates nothing.
        """
        companies = self.env["res.company"].search([])
        for done, company in enumerate(companies, start=1):
            self._duret_fill_public_holidays(company, self._duret_holiday_years())
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    @api.model
    def _duret_holiday_years(self):
        """Give the years whose public holidays are kept.

        :return: range of int, the current year and the next two
        """
        year = fields.Datetime.now().year
        return range(year, year + 3)
