"""Technicians of a week in November 2026, seen on the Friday before."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields

from .common import PlanningCase

NOW = "2026-11-20 09:00:00"
MONDAY = datetime(2026, 11, 23)  # local midnight is 23:00 UTC the day before
CHAMONIX = {"zip": "74400", "city": "Chamonix-Mont-Blanc"}


def at(hour, minute=0, day=0):
    """Naive UTC of a local time of the week (Annecy is one hour ahead in November).

    :param day: 0 = Monday
    """
    return MONDAY + timedelta(days=day, hours=hour - 1, minutes=minute)


@freeze_time(NOW)
class AvailabilityCase(PlanningCase):
    """Luc and Eve work 8–12 and 13:30–17:30 at Annecy; everybody else is away from the booking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["fsm.person"].search([("id", "not in", (cls.luc | cls.eve).ids)]).duret_bookable = False
        company = cls.env.company
        company.partner_id.write({"zip": "74000", "city": "Annecy", "country_id": cls.env.ref("base.fr").id})
        company.write({"duret_travel_margin": 0, "duret_travel_max_minutes": 90})
        cls.hours = cls.make_hours("Workshop")
        (cls.luc | cls.eve).calendar_id = cls.hours
        cls.kind = cls.env["fsm.order.type"].create({"name": "Test visit", "duret_minutes": 60})
        cls.availability = cls.env["duret.availability"]

    @classmethod
    def make_hours(cls, name, **values):
        """A calendar of 8–12 and 13:30–17:30 from Monday to Friday."""
        lines = [
            {"name": name, "dayofweek": str(day), "hour_from": start, "hour_to": stop, "day_period": period}
            for day in range(5)
            for start, stop, period in ((8, 12, "morning"), (13.5, 17.5, "afternoon"))
        ]
        attendances = [fields.Command.clear(), *(fields.Command.create(line) for line in lines)]
        return cls.env["resource.calendar"].create(
            {"name": name, "tz": "Europe/Paris", "attendance_ids": attendances, **values}
        )

    @classmethod
    def make_site(cls, name, **address):
        """A site of client A."""
        return cls.env["fsm.location"].create({"name": name, "owner_id": cls.client_a.id, **address})

    def starts(self, **wishes):
        """Local (day, hour, minute) of the free starts of Monday, for Luc alone by default."""
        values = {"earliest": at(0), "latest": at(24), "person_ids": self.luc.ids} | wishes
        where = values.pop("where", None)
        slots = self.availability.find(self.kind, where, **values)
        return [slot.start + timedelta(hours=1) - MONDAY for slot in slots]

    def clocks(self, **wishes):
        """As :meth:`starts`, written "8:00"."""
        return [f"{start.seconds // 3600}:{start.seconds // 60 % 60:02d}" for start in self.starts(**wishes)]
