"""A telephone that sends operations, for the tests of this addon."""

import uuid

from odoo import fields

from odoo.addons.duret_planning.tests.common import PlanningCase, PlanningMixin

from ..field_report import write_moment


class PushMixin(PlanningMixin):
    """Luc's telephone, a visit of his, one of Eve's, and what reports name."""

    @classmethod
    def make_telephone(cls):
        """Create the visits and the catalogue, as class attributes."""
        cls.phone_uuid = cls.uuid()
        cls.colleague = cls.make_user("technician", "duret_technician_2")
        cls.eve.partner_id = cls.colleague.partner_id
        cls.visit = cls.make_visit(type=cls.type_breakdown.id)
        cls.visit_of_eve = cls.make_visit(person_id=cls.eve.id)
        cls.item = cls.env["duret.check.item"].create({"code": "test_power_off", "name": "Power off"})
        cls.insulation = cls.env["duret.measure.kind"].create(
            {"code": "test_insulation", "name": "Insulation", "unit": "MΩ", "has_minimum": True, "minimum": 0.5}
        )
        cls.hours = cls.env["duret.hour.kind"].create({"code": "test_normal", "name": "Normal"})
        cls.breaker = cls.env["product.product"].create({"name": "Breaker 16 A", "type": "consu"})
        cls.boiler = cls.env["fsm.equipment"].create({"name": "Boiler"})

    @staticmethod
    def uuid():
        """A new identity."""
        return str(uuid.uuid4())

    def op(self, kind, data=None, at=None, **values):
        """One operation, made now by the telephone's clock."""
        return {
            "uuid": self.uuid(),
            "kind": kind,
            "format": 1,
            "at": at or write_moment(fields.Datetime.now()),
            "visit": self.visit.id,
            "report": None,
            "data": data or {},
            **values,
        }

    def change(self, report, *changes, **values):
        """An operation that changes a report: changes are (path, base, value)."""
        return self.op("report.change", {"changes": [list(change) for change in changes]}, report=report, **values)

    def push(self, *ops, user=None, phone=None, **device):
        """Send operations.

        :return: list of answers
        """
        told = {"uuid": phone or self.phone_uuid, "name": "Luc's", "app": "1", "waiting": 0, "oldest": None}
        told |= {"now": write_moment(fields.Datetime.now())} | device
        desk = self.env["duret.sync.push"].with_user(user or self.user_technician)
        answer = desk.receive(told, list(ops))
        self.env.invalidate_all()
        return answer["results"]

    def report(self, report_uuid):
        """The report that has this identity."""
        return self.env["duret.intervention.report"].search([("uuid", "=", report_uuid)])

    def mutation(self, op):
        """What was kept of an operation."""
        return self.env["duret.sync.mutation"].search([("uuid", "=", op["uuid"])])

    def full_changes(self, note="Replaced the breaker of the kitchen"):
        """Changes that use every family of paths but the photos."""
        return [
            ("arrived_at", None, "2026-11-23T08:05:00Z"),
            ("left_at", None, "2026-11-23T09:35:00Z"),
            ("work_done", None, note),
            ("reserves", None, "None of the sockets of the cellar is earthed"),
            ("follow_up", None, True),
            (f"equipment/{self.boiler.id}", None, True),
            (f"checks/{self.item.code}", None, {"answer": "yes", "note": ""}),
            (
                f"measures/{self.uuid()}",
                None,
                {"kind": self.insulation.code, "value": "0.35", "place": "Kitchen", "note": ""},
            ),
            (f"hours/{self.hours.code}", None, 90),
            (
                f"products/{self.uuid()}",
                None,
                {"product": self.breaker.id, "name": "Breaker 16 A", "quantity": "2.50", "unit": "Units"},
            ),
        ]


class PushCase(PushMixin, PlanningCase):
    """TransactionCase with Luc's telephone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_telephone()
