"""Two technicians who live 40 km apart, each sent next door to the other."""

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import MONDAY, PlanningCase

ANNECY, THONON = (45.8992, 6.1294), (46.3700, 6.4790)
BEFORE = "2026-11-20 10:00:00"  # Friday
DAY = "2026-11-23"


@tagged("post_install", "-at_install")
class TourCase(PlanningCase):
    """Bases and sites in Annecy and Thonon; nobody else receives appointments."""

    @classmethod
    def setUpClass(cls):
        clock = freeze_time(BEFORE)
        clock.start()
        cls.addClassCleanup(clock.stop)
        super().setUpClass()
        cls.env["fsm.person"].search([("id", "not in", (cls.luc | cls.eve).ids)]).duret_bookable = False
        # Whatever a demo company has planned is out of the way.
        cls.env["duret.tour.plan"].search([]).unlink()
        free = [("person_id", "=", False), ("scheduled_date_start", ">=", BEFORE)]
        cls.env["fsm.order"].search(free).write({"scheduled_date_start": False, "scheduled_date_end": False})
        cls.luc.duret_base_partner_id = cls.make_base("Annecy", ANNECY)
        cls.eve.duret_base_partner_id = cls.make_base("Thonon", THONON)
        cls.env.company.duret_tour_seconds = 1
        cls.in_annecy = cls.make_site("Annecy", ANNECY)
        cls.in_thonon = cls.make_site("Thonon", THONON)

    @classmethod
    def make_base(cls, name, place):
        return cls.env["res.partner"].create(
            {"name": f"Base {name}", "partner_latitude": place[0], "partner_longitude": place[1]}
        )

    @classmethod
    def make_site(cls, name, place):
        return cls.env["fsm.location"].create(
            {
                "name": f"Site {name}",
                "owner_id": cls.client_a.id,
                "partner_latitude": place[0] + 0.01,
                "partner_longitude": place[1],
            }
        )

    @classmethod
    def make_swap(cls, **values):
        """A visit of Luc in Thonon and one of Eve in Annecy, both on Monday at 9 h, nothing agreed with anybody."""
        far = cls.make_visit(location_id=cls.in_thonon.id, scheduled_duration=1, **values)
        near = cls.make_visit(location_id=cls.in_annecy.id, person_id=cls.eve.id, scheduled_duration=1)
        return far, near

    @classmethod
    def make_plan(cls, **values):
        defaults = {"date_from": DAY, "date_to": DAY, "person_ids": (cls.luc | cls.eve).ids}
        return cls.env["duret.tour.plan"].create(defaults | values)

    def assert_unchanged(self, far, near):
        """Nobody was moved."""
        self.assertEqual(far.person_id, self.luc)
        self.assertEqual(near.person_id, self.eve)
        self.assertEqual((far | near).mapped("scheduled_date_start"), [MONDAY, MONDAY])


def at(hour, minute=0):
    """Naive UTC of an hour of that Monday in Annecy."""
    return fields.Datetime.to_datetime(f"2026-11-23 {hour - 1:02d}:{minute:02d}:00")
