from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import html2plaintext
from odoo.tools.misc import format_date

from ..calendar_file import CANCEL, PUBLISH, Appointment, write
from ..visit_messages.words import hour_words, length_words

FILE_NAME = "rendez-vous.ics"


class DuretVisitMessageWords(models.AbstractModel):
    """What the texts of messages say: the templates call these methods, in the language of who reads."""

    _name = "duret.visit.message.words"
    _description = "Message About a Visit: Words"

    def duret_when(self):
        """Day and hour told, in words.

        :return: str, for example « lundi 23 novembre à 9 h »
        """
        self.ensure_one()
        return self._duret_moment_words(self.told_start or self.old_start)

    def duret_old_when(self):
        """Day and hour told before, in words; "" when nothing was."""
        self.ensure_one()
        return self._duret_moment_words(self.old_start) if self.old_start else ""

    def duret_length(self):
        """How long the visit should take, in words."""
        self.ensure_one()
        return length_words(round(self.order_id.scheduled_duration * 60))

    def duret_technicians(self):
        """Names of the technicians who come, as the client reads them."""
        self.ensure_one()
        # Names that the client sees on the vest.
        return ", ".join(self.order_id.sudo()._duret_crew().mapped("name"))

    def duret_place(self):
        """Address of the visit on one line."""
        self.ensure_one()
        site = self.order_id.location_id
        town = " ".join(filter(None, (site.zip, site.city)))
        return ", ".join(filter(None, (site.street, site.street2, town)))

    def duret_link(self):
        """Page on which the client sees, moves or cancels his visit."""
        self.ensure_one()
        return self.order_id._duret_manage_url()

    def duret_telephone(self):
        """Number of the office, as it is printed."""
        self.ensure_one()
        return self.order_id.company_id.phone or ""

    def duret_technician_title(self):
        """What happened, as the technician reads it first."""
        self.ensure_one()
        if self.kind == "assigned":
            return self.env._("New visit")
        return self.env._("Visit taken away") if self.kind == "removed" else self.env._("Changed visit")

    def duret_note(self):
        """What the technician has to know, plain text."""
        self.ensure_one()
        return html2plaintext(self.order_id.todo or "").strip()

    def _duret_moment_words(self, moment):
        if not moment:
            return ""
        words = self._duret_slot_words(moment, moment)
        return self.env._("%(day)s at %(hour)s", day=words["day"], hour=words["from"])

    @api.model
    def _duret_slot_words(self, start, stop):
        """A time as people read it.

        :param datetime start: naive UTC
        :param datetime stop: naive UTC
        :return: dict: day (« lundi 23 novembre »), from (« 9 h »), hours (« 9 h – 10 h 30 »)
        """
        zone = ZoneInfo(self.env.company.resource_calendar_id.tz or "Europe/Paris")
        first, last = (moment.replace(tzinfo=UTC).astimezone(zone) for moment in (start, stop))
        is_french = (self.env.lang or "fr").startswith("fr")
        begins, ends = (hour_words(local.hour, local.minute, is_french) for local in (first, last))
        return {
            "day": format_date(self.env, first.date(), date_format="EEEE d MMMM"),
            "from": begins,
            "hours": f"{begins} – {ends}",
        }

    # -- calendar file ----------------------------------------------------------------------------------------------

    def _duret_calendar_file(self):
        """The visit as a calendar takes it over: same identity for all its messages, a number that grows.

        :return: bytes of an .ics file
        """
        self.ensure_one()
        is_cancelled = self.kind == "cancelled"
        return write([self._duret_appointment(is_cancelled)], CANCEL if is_cancelled else PUBLISH).encode()

    def _duret_appointment(self, is_cancelled):
        visit, company = self.order_id, self.order_id.company_id
        start = self.told_start or self.old_start
        link = "" if is_cancelled else self.duret_link()
        lines = [self.env._("Move or cancel: %(link)s", link=link)] if link else []
        return Appointment(
            uid=visit._duret_calendar_uid(),
            sequence=self.sequence,
            start=start,
            stop=start + (visit.scheduled_date_end - visit.scheduled_date_start),
            stamp=fields.Datetime.now(),
            summary=f"{company.name} – {visit.type.name}" if visit.type else company.name,
            description="\n".join([self.duret_technicians(), *lines]),
            location=self.duret_place(),
            url=link,
            organizer=(company.name, company.email) if company.email else None,
            is_cancelled=is_cancelled,
            alarm_minutes=60,
        )
