from odoo import fields, models

from ..sla_clock import gap_reason


class DuretCompanyAnswer(models.AbstractModel):
    """Settings of automatic answers, and whether the office is open, known by heart."""

    _name = "duret.company.answer"
    _description = "Company: Automatic Answers"

    duret_answer_closed = fields.Boolean("Say When the Office Is Closed", default=True)
    duret_answer_replies = fields.Boolean("Also Answer Replies Out of Hours", default=True)
    duret_answer_portal = fields.Boolean("Acknowledge Requests of the Portal", default=True)
    duret_answer_phone = fields.Boolean("Acknowledge Telephone Calls by Mail")

    def _duret_calendar_now(self):
        """Opening hours of the company, without a query.

        :return: sla_clock.WorkCalendar
        """
        self.ensure_one()
        # sudo: opening hours are public.
        company = self.sudo()
        calendars, calendar_id = company.env["resource.calendar"], company.resource_calendar_id.id
        return calendars._duret_work_calendar(calendars._duret_hours_text(calendar_id), calendar_id, self.id)

    def _duret_closing_kind(self, moment, calendar):
        """Tell a holiday from an ordinary evening, weekend or lunch.

        :param datetime moment: naive UTC, when the office is closed
        :param calendar: see `_duret_calendar_now`
        :return: "holiday" or "closed"
        """
        opening = calendar.next_open(moment)
        reason, _names = gap_reason(calendar, moment, opening) if opening else ("closed", ())
        return "holiday" if reason == "holiday" else "closed"

    def duret_closing_names(self):
        """Names of the closed days that the office is in, for the texts of mails: « Lundi de Pâques ».

        :return: str, empty on ordinary days
        """
        self.ensure_one()
        now, calendar = fields.Datetime.now(), self._duret_calendar_now()
        opening = calendar.next_open(now)
        reason, names = gap_reason(calendar, now, opening) if opening else ("closed", ())
        return ", ".join(names) if reason == "holiday" else ""
