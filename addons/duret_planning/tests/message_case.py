"""A client with a telephone and an address, and what leaves for him."""

from datetime import timedelta

import icalendar
from freezegun import freeze_time

from odoo import fields

from .common import MONDAY, PlanningCase

FRIDAY = fields.Datetime.to_datetime("2026-11-20 10:00:00")  # 11 h in Annecy
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class MessageCase(PlanningCase):
    """Friday at eleven; visits are booked for Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_a.write({"email": "regie@client-a.test", "phone": "06 12 34 56 78", "lang": "en_US"})
        cls.company = cls.env.company
        cls.company.write({"duret_front_desk_user_id": cls.user_assistant.id, "email": "bonjour@duret.test"})
        cls.outbox = cls.env["duret.visit.message"]

    def setUp(self):
        super().setUp()
        self.at(FRIDAY)

    def at(self, moment):
        """Set the clock, until the next call."""
        clock = freeze_time(moment)
        clock.start()
        self.addCleanup(clock.stop)

    def book(self, channel="phone", start=MONDAY, **values):
        """A visit of an hour, booked by the assistant."""
        usual = {
            "type_id": self.type_breakdown.id,
            "start": start,
            "person_ids": self.luc.ids,
            "location_id": self.site.id,
            "channel": channel,
        }
        return self.env["fsm.order"].with_user(self.user_assistant).duret_book(usual | values).with_user(self.env.user)

    def rows(self, visit, audience="client", **wanted):
        """Rows of the outbox about a visit."""
        rows = self.outbox.search([("order_id", "=", visit.id), ("audience", "=", audience)], order="id")
        return rows.filtered(lambda row: all(row[name] == value for name, value in wanted.items()))

    def leave(self, minutes=0):
        """Let the outbox send what is due."""
        if minutes:
            self.at(fields.Datetime.now() + timedelta(minutes=minutes))
        due = [("state", "=", "waiting"), ("due", "<=", fields.Datetime.now())]
        self.outbox.search(due, order="due, id")._leave()

    def calls(self, visit):
        """Calls that somebody has to make about a visit."""
        return visit.activity_ids.filtered(lambda one: one.activity_type_id.category == "phonecall")

    def told(self, visit, channel="mail"):
        """Kinds of what the client was told, in order."""
        return self.rows(visit, channel=channel).filtered(lambda row: row.state in ("queued", "sent")).mapped("kind")

    def appointment(self, row):
        """The calendar file of a message, read by icalendar.

        :return: (calendar, event)
        """
        file = row.mail_mail_id.attachment_ids
        self.assertEqual((file.name, file.mimetype), ("rendez-vous.ics", "text/calendar"))
        calendar = icalendar.Calendar.from_ical(file.raw)
        return calendar, calendar.walk("VEVENT")[0]
