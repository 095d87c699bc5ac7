"""Technicians, a site and visits, for the tests of this addon and of those above it."""

from odoo import fields

from odoo.addons.duret_base.tests.common import DuretCase, DuretHttpCase

MONDAY = fields.Datetime.to_datetime("2026-11-23 08:00:00")  # 9 h in Annecy


class PlanningMixin:
    """The technician of the shared users, a colleague of his, and a site of client A."""

    @classmethod
    def make_planning(cls):
        """Create the technicians, the site and shortcuts to the kinds of visit, as class attributes."""
        cls.luc = cls.env["fsm.person"].create({"name": "Luc", "partner_id": cls.user_technician.partner_id.id})
        cls.eve = cls.env["fsm.person"].create({"name": "Eve"})
        cls.site = cls.env["fsm.location"].create(
            {
                "name": "Site A",
                "owner_id": cls.client_a.id,
                "street": "3 rue du Lac",
                "zip": "74000",
                "city": "Annecy",
                "partner_latitude": 45.9,
                "partner_longitude": 6.12,
            }
        )
        cls.type_breakdown = cls.env.ref("duret_planning.fsm_order_type_breakdown")
        cls.type_maintenance = cls.env.ref("duret_planning.fsm_order_type_maintenance")

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

    @classmethod
    def add_skill(cls, person, name="Dépannage"):
        """Give a technician a skill, made when it does not exist yet.

        :return: hr.skill
        """
        skill = cls.env["hr.skill"].search([("name", "=", name)], limit=1)
        if not skill:
            kind = cls.env["hr.skill.type"].create(
                {
                    "name": f"Kind of {name}",
                    "skill_ids": [fields.Command.create({"name": name})],
                    "skill_level_ids": [
                        fields.Command.create({"name": "Expert", "level_progress": 100, "default_level": True})
                    ],
                }
            )
            skill = kind.skill_ids
        kind = skill.skill_type_id
        cls.env["fsm.person.skill"].create(
            {
                "person_id": person.id,
                "skill_id": skill.id,
                "skill_type_id": kind.id,
                "skill_level_id": kind.skill_level_ids[:1].id,
            }
        )
        return skill


class PlanningCase(PlanningMixin, DuretCase):
    """TransactionCase with technicians and a site."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_planning()


class PlanningHttpCase(PlanningMixin, DuretHttpCase):
    """HttpCase with technicians and a site."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_planning()
