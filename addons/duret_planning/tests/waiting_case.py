"""Clients who wait for an earlier time, and a visit that may give its own back."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from .common import MONDAY

FRIDAY = fields.Datetime.to_datetime("2026-11-20 10:00:00")  # 11 h in Annecy
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class WaitingMixin:
    """Luc has a visit on Monday at 9 h; the visits of the clients who wait are a week later, or have no time."""

    @classmethod
    def make_waiting(cls):
        """Create the visit that will be cancelled, as a class attribute; only Luc can be booked."""
        cls.add_skill(cls.luc)
        cls.company = cls.env.company
        cls.company.partner_id.write({"street": "5 avenue de Genève", "zip": "74000", "city": "Annecy"})
        cls.freed_visit = cls.make_visit(type=cls.type_breakdown.id, duret_confirmed=True)

    @classmethod
    def make_client(cls, number, days=7, latitude=45.9, **values):
        """A client with a mobile and a site, whose visit of an hour waits.

        :param int number: of the client; his hour too
        :param days: after Monday; None for a visit without a time
        """
        client = cls.env["res.partner"].create(
            {"name": f"Waiting {number}", "phone": f"06 12 34 00 {number:02d}", "email": f"w{number}@waiting.test"}
        )
        site = cls.env["fsm.location"].create(
            {
                "name": f"Site {number}",
                "owner_id": client.id,
                "zip": "74000",
                "city": "Annecy",
                "partner_latitude": latitude,
                "partner_longitude": 6.12,
            }
        )
        start = MONDAY + days * DAY + number % 8 * HOUR if days is not None else False
        person = cls.luc if days is not None else cls.env["fsm.person"]
        return cls.make_visit(
            location_id=site.id,
            type=cls.type_breakdown.id,
            person_id=person.id,
            scheduled_date_start=start,
            scheduled_duration=1,
            duret_waiting=True,
            duret_confirmed=bool(start),
            **values,
        )

    def at(self, moment):
        """Set the clock, until the next call."""
        clock = freeze_time(moment)
        clock.start()
        self.addCleanup(clock.stop)

    def propose(self, after=3 * MINUTE):
        """Let the waiting list be looked at, some minutes later, without the job around it."""
        self.at(fields.Datetime.now() + after)
        slots = self.env["duret.freed.slot"]
        for slot in slots.search([("state", "=", "open"), ("next_look", "<=", fields.Datetime.now())]):
            slot._look()
        return self.offers()

    def offers(self, state=None):
        """Proposals, oldest first."""
        domain = [("state", "=", state)] if state else []
        return self.env["duret.slot.offer"].search(domain, order="id")
