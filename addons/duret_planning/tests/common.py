"""Technicians, a site and visits, for the tests of this addon and of those above it."""

from odoo import fields

from odoo.addons.duret_base.tests.common import DuretCase

MONDAY = fields.Datetime.to_datetime("2026-11-23 08:00:00")  # 9 h in Annecy


class PlanningCase(DuretCase):
    """The technician of the shared users, a colleague of his, and a site of client A."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.luc = cls.env["fsm.person"].create({"name": "Luc", "partner_id": cls.user_technician.partner_id.id})
        cls.eve = cls.env["fsm.person"].create({"name": "Eve"})
        cls.site = cls.env["fsm.location"].create({"name": "Site A", "owner_id": cls.client_a.id})

    @classmethod
    def make_visit(cls, **values):
        """A visit of two hours on Monday at 9 h, Luc's unless said otherwise."""
        defaults = {
            "location_id": cls.site.id,
            "person_id": cls.luc.id,
            "scheduled_date_start": MONDAY,
            "scheduled_duration": 2,
        }
        return cls.env["fsm.order"].create(defaults | values)
