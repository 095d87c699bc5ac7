"""Identity, opening hours and legal mentions of the company."""

from odoo import api, fields, models, tools

from ..duret_calendar import OpeningHours, describe
from ..duret_phones import display, e164


class ResCompany(models.Model):
    """What French law wants on documents, and when the company answers.

    SIRET is core's ``company_registry`` and the VAT number core's ``vat``.
    """

    _inherit = "res.company"

    duret_legal_form = fields.Char(string="Legal form", help="For example: SAS au capital de 150 000 €")
    duret_rcs = fields.Char(string="Trade register", help="For example: RCS Annecy 123 456 789")
    duret_insurer = fields.Char(string="Ten-year liability insurer", help="Name and address of the insurer.")
    duret_insurance_policy = fields.Char(string="Insurance policy number")
    duret_insurance_area = fields.Char(string="Area covered", help="For example: France métropolitaine")
    duret_mediator = fields.Char(string="Consumer mediator", help="Name and address.")
    duret_mediator_url = fields.Char(string="Website of the mediator")
    duret_penalty_mention = fields.Char(string="Late payment mention")
    duret_emergency_phone = fields.Char(string="Emergency number", help="Number of the person on duty.")
    duret_opening_text = fields.Char(
        string="Opening hours",
        compute="_compute_duret_opening_text",
        help="Read from the working calendar, in the words shown to clients.",
    )

    @api.depends("resource_calendar_id.attendance_ids.hour_from", "resource_calendar_id.attendance_ids.hour_to")
    def _compute_duret_opening_text(self):
        for company in self:
            company.duret_opening_text = describe(company._duret_weekly_hours())

    @api.model_create_multi
    def create(self, vals_list):
        """Show the telephone number as the contact of the company shows it."""
        companies = super().create(vals_list)
        companies._duret_reread_phone(vals_list)
        return companies

    def write(self, vals):
        """Show the telephone number as the contact of the company shows it; another calendar gives other hours."""
        result = super().write(vals)
        if "resource_calendar_id" in vals:
            self.env.registry.clear_cache()
        self._duret_reread_phone([vals])
        return result

    def _duret_reread_phone(self, vals_list):
        """Take over the writing that the contact gave to a number just typed on the company."""
        if any(vals.get("phone") for vals in vals_list):
            self.env.add_to_compute(self._fields["phone"], self)

    # --- opening hours ---------------------------------------------------------------
    def duret_is_open(self, moment=None):
        """Tell whether the company answers.

        :param moment: naive UTC datetime, now by default
        :return: bool
        """
        moment = (moment or fields.Datetime.now()).replace(microsecond=0)
        return self._duret_opening_hours(moment).is_open(moment)

    def duret_next_opening(self, moment=None):
        """Give the next instant at which the company answers.

        :param moment: naive UTC datetime, now by default
        :return: naive UTC datetime, the moment itself when open; False without any opening
            in the coming year
        """
        moment = (moment or fields.Datetime.now()).replace(microsecond=0)
        return self._duret_opening_hours(moment).next_opening(moment) or False

    def _duret_opening_hours(self, moment):
        """Give the working calendar and the days off of the company from a moment on.

        :param moment: naive UTC datetime
        :return: duret_calendar.OpeningHours
        """
        self.ensure_one()
        weekly, closed, zone = self._duret_known_hours()
        return OpeningHours(weekly, tuple(pair for pair in closed if pair[1] >= moment), zone)

    @tools.ormcache("self.id")
    def _duret_known_hours(self):
        """Read the working calendar and the days off of the company; kept until one of them changes.

        :return: (weekly hours, (from, to) of each day off in naive UTC, time zone), all immutable
        """
        # sudo: opening hours are public (they are printed on every document), and the portal
        # may not read working calendars; nothing else of these records leaves this method.
        company = self.sudo()
        leaves = company.env["resource.calendar.leaves"].search_fetch(
            [
                ("company_id", "=", company.id),
                ("resource_id", "=", False),
                ("calendar_id", "in", [False, company.resource_calendar_id.id]),
                ("time_type", "=", "leave"),
            ],
            ["date_from", "date_to"],
        )
        return (
            tuple(company._duret_weekly_hours()),
            tuple((leave.date_from, leave.date_to) for leave in leaves),
            company.resource_calendar_id.tz or "Europe/Paris",
        )

    def _duret_weekly_hours(self):
        """Give the weekly hours of the working calendar.

        :return: list of (weekday 0 = Monday, from hour, to hour)
        """
        self.ensure_one()
        # sudo: see _duret_opening_hours: hours printed on every document.
        attendances = self.sudo().resource_calendar_id.attendance_ids
        return [
            (int(line.dayofweek), line.hour_from, line.hour_to)
            for line in attendances
            if line.day_period != "lunch" and not line.display_type
        ]

    # --- mentions -----------------------------------------------------------------------
    def duret_legal_lines(self):
        """Give the lines printed at the foot of documents and mails.

        :return: list of str: identity, then insurance and mediator; empty parts are left out
        """
        self.ensure_one()
        lines = [self._duret_identity_parts(), self._duret_consumer_parts()]
        return [" · ".join(parts) for parts in lines if parts]

    def _duret_identity_parts(self):
        registry = self.company_registry and self.env._("SIRET %(number)s", number=self.company_registry)
        vat = self.vat and self.env._("VAT %(number)s", number=self.vat)
        address = ", ".join(filter(None, [self.street, " ".join(filter(None, [self.zip, self.city]))]))
        parts = [self.name, self.duret_legal_form, address, registry, self.duret_rcs, vat]
        return list(filter(None, parts))

    def _duret_consumer_parts(self):
        insurance = ", ".join(
            filter(None, [self.duret_insurer, self.duret_insurance_policy, self.duret_insurance_area])
        )
        mediator = ", ".join(filter(None, [self.duret_mediator, self.duret_mediator_url]))
        return [
            *([self.env._("Ten-year liability insurance: %(insurer)s", insurer=insurance)] if insurance else []),
            *([self.env._("Consumer mediator: %(mediator)s", mediator=mediator)] if mediator else []),
        ]

    def duret_contact_line(self):
        """Give the line that says how to reach the company: telephone, mail, website.

        :return: str
        """
        self.ensure_one()
        phone = self.phone and self._duret_shown_phone(self.phone)
        website = (self.website or "").removeprefix("https://").removeprefix("http://").rstrip("/")
        return " · ".join(filter(None, [phone, self.email, website]))

    def duret_emergency_display(self):
        """Give the emergency number the French way.

        :return: str, empty when there is none
        """
        self.ensure_one()
        return self._duret_shown_phone(self.duret_emergency_phone or "")

    def _duret_shown_phone(self, number):
        complete = e164(number, self.country_id.code or "FR")
        return display(complete) if complete else number
