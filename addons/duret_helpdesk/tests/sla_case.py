"""Test kit of the clocks: requests at a given wall-clock time in Paris."""

from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

import pytz
from freezegun import freeze_time

from .ticket_case import TicketCase

PARIS = pytz.timezone("Europe/Paris")


def utc(text):
    """Naive UTC instant of a wall-clock time in Paris."""
    return PARIS.localize(datetime.fromisoformat(text)).astimezone(pytz.utc).replace(tzinfo=None)


@contextmanager
def paris_time(env, text):
    """Let it be this wall-clock time in Paris, for the dates of creation too.

    :param env: environment whose transaction is concerned
    :param str text: « 2026-11-23 09:00 »
    """
    moment = utc(text)
    with freeze_time(moment), patch.object(type(env.cr), "now", lambda cursor: moment):
        yield moment


class SlaCase(TicketCase):
    """Promises of four and eight hours; years 2026 and 2027 with their public holidays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["resource.calendar.leaves"]._duret_fill_public_holidays(cls.company, [2026, 2027])
        cls.client = cls.env["res.partner"].create({"name": "Mme Favre", "email": "favre@client.test"})
        cls.types = {kind.duret_code: kind for kind in cls.env["helpdesk.ticket.type"].search([])}
        cls.alerts = cls.env["duret.sla.alert"]

    def at(self, text):
        """Let it be this time in Paris."""
        return paris_time(self.env, text)

    def opened(self, text, **values):
        """Request opened at this time, by telephone."""
        with self.at(text):
            ticket = self.open_request(**{"partner_id": self.client.id, "type": "information"} | values)
            self.env.flush_all()
        return ticket

    def move(self, ticket, text, **values):
        """Write on a ticket at this time; `stage` by its name."""
        if stage := values.pop("stage", None):
            values["stage_id"] = self.stages[stage].id
        with self.at(text):
            ticket.write(values)
            self.env.flush_all()

    def say(self, ticket, text, author, **values):
        """Post a public message at this time."""
        with self.at(text):
            ticket.with_user(values.pop("user", self.env.user)).message_post(
                body="Bonjour",
                author_id=author.id,
                message_type=values.pop("message_type", "comment"),
                subtype_xmlid="mail.mt_comment",
            )
            self.env.flush_all()

    def read_clock(self, ticket, text):
        """State, minutes of both clocks and deadlines as read at this time."""
        with self.at(text):
            ticket._duret_refresh_clock()
            self.env.flush_all()
        return ticket

    def history(self, ticket):
        """Kinds of the events of a ticket, in order."""
        return ticket.duret_clock_event_ids.sorted().mapped("kind")

    def assertClock(self, ticket, text, **expected):
        """Compare what the clock says at this time; instants are wall-clock times in Paris."""
        self.read_clock(ticket, text)
        found = {}
        for name, value in expected.items():
            shown = ticket[f"duret_{name}"]
            found[name] = shown
            if name.endswith("deadline"):
                expected[name] = utc(value) if value else False
        self.assertEqual(found, expected)
