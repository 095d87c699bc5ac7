"""What a person chose to look at: period, type of visit, zone, technician."""

from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..nps_figures import PERIODS, Period, named_period, utc_midnight
from ..nps_figures.months import add_months

DEFAULT_PERIOD = "year"
LONGEST_ZONE = 200  # characters
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Choice:
    """Filters that were understood and may be used."""

    companies: tuple
    tz: str
    name: str  # of the period
    period: Period
    type_id: int = 0
    zone: str = ""
    person_id: int = 0


class DuretFiguresChoice(models.AbstractModel):
    """Filters as a page sends them, turned into what the statements and the lists take."""

    _name = "duret.figures.choice"
    _description = "Figures of Opinions: Filters"

    @api.model
    def _duret_choice(self, filters):
        """Read what a page sent.

        :param dict filters: period (a name or `custom` with first and last, ISO days), type_id, zone, person_id
        :return: Choice
        :raises UserError: when it cannot be understood
        :raises AccessError: for a technician, when the user may not see figures by technician
        """
        filters = filters if isinstance(filters, dict) else {}
        person = self._duret_number(filters.get("person_id"))
        if person and not self.env["duret.satisfaction.request"]._duret_sees_technicians():
            raise AccessError(self.env._("Opinions by technician are shown to the direction only."))
        tz = self.env.company.resource_calendar_id.tz or "Europe/Paris"
        name, period = self._duret_period(filters, tz)
        return Choice(
            companies=tuple(self.env.companies.ids),
            tz=tz,
            name=name,
            period=period,
            type_id=self._duret_number(filters.get("type_id")),
            zone=str(filters.get("zone") or "").replace("\x00", "")[:LONGEST_ZONE],
            person_id=person,
        )

    @api.model
    def _duret_number(self, value):
        """Id of a record, 0 for none.

        :raises UserError: for anything that is no id
        """
        if not value:
            return 0
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
            raise UserError(self.env._("This filter is not understood; please choose it again."))
        return value

    @api.model
    def _duret_period(self, filters, tz):
        """Name and days of the period that was chosen; the last twelve months by default."""
        name = filters.get("period") or DEFAULT_PERIOD
        today = fields.Datetime.context_timestamp(self.with_context(tz=tz), fields.Datetime.now()).date()
        if name == "custom":
            first, last = (self._duret_day(filters.get(key)) for key in ("first", "last"))
            if last < first:
                raise UserError(self.env._("The last day is before the first one."))
            return name, Period(first, last)
        if name not in PERIODS:
            raise UserError(self.env._("This period is not understood; please choose it again."))
        start = self._duret_first_day(tz) if name == "all" else None
        return name, named_period(name, today, start)

    @api.model
    def _duret_day(self, text):
        try:
            day = date.fromisoformat(text or "")
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("Please give the first and the last day of the period.")) from error
        if not EARLIEST <= day <= LATEST:
            raise UserError(self.env._("This day is too far away: %(day)s", day=day))
        return day

    @api.model
    def _duret_first_day(self, tz):
        """Local day of the first visit there is, None without one."""
        first = self.env["duret.figures.query"]._duret_first_visit(self.env.companies.ids)
        return first and fields.Datetime.context_timestamp(self.with_context(tz=tz), first).date()

    @api.model
    def _duret_domain(self, choice, what=None):
        """Domain of the requests behind a figure.

        :param Choice choice:
        :param dict what: the figure: month (ISO day), type_id, zone, person_id, nps_class, recovery_state, topic, and
            sent, waiting, answered, commented, unhappy, rated (booleans)
        :return: Domain
        """
        what = what or {}
        start, stop = choice.period.bounds(choice.tz)
        if what.get("month"):
            month = self._duret_day(what["month"])
            start = max(start, utc_midnight(month, choice.tz))
            stop = min(stop, utc_midnight(add_months(month, 1), choice.tz))
        domain = Domain("kind", "!=", "recovery") & Domain("company_id", "in", choice.companies)
        domain &= Domain("done_at", ">=", start) & Domain("done_at", "<", stop)
        for name in ("type_id", "zone", "person_id"):
            value = what[name] if name in what else getattr(choice, name)
            if value or name in what:
                domain &= Domain(name, "=", value or False)
        return domain & self._duret_figure_domain(what)

    @api.model
    def _duret_figure_domain(self, what):
        """Part of the domain that says which figure was chosen."""
        request = self.env["duret.satisfaction.request"]
        flags = {
            "sent": Domain("sent_at", "!=", False),
            "waiting": Domain("state", "=", "sent"),
            "answered": Domain("answered_at", "!=", False),
            "commented": Domain("state", "=", "answered") & Domain("comment", "not in", (False, "")),
            "unhappy": Domain("is_unhappy", "=", True),
            "rated": Domain("has_rating", "=", True),
        }
        domain = Domain.AND(part for name, part in flags.items() if what.get(name))
        for name in ("nps_class", "recovery_state"):
            if what.get(name):
                domain &= Domain(name, "=", str(what[name]))
        if what.get("topic"):
            name = f"mark_{what['topic']}"
            if name not in request._fields:
                raise UserError(self.env._("This filter is not understood; please choose it again."))
            domain &= Domain(name, ">", 0)
        if what.get("tag_id"):
            domain &= Domain("tag_ids", "in", [self._duret_number(what["tag_id"])])
        return domain
