"""A report with hours, products and a travel, for the tests of this addon."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.duret_planning.tests.common import PlanningCase


class BillingCase(PlanningCase):
    """Prices are round, so that sums can be read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        products = cls.env["product.product"]
        cls.hour, cls.travel, cls.breaker, cls.cable = products.create(
            [
                {"name": "Hour", "type": "service", "list_price": 60, "taxes_id": []},
                {"name": "Travel", "type": "service", "list_price": 40, "taxes_id": []},
                {"name": "Breaker", "type": "consu", "is_storable": True, "list_price": 15, "taxes_id": []},
                {"name": "Cable", "type": "consu", "list_price": 2, "taxes_id": []},
            ]
        )
        cls.env.company.write({"duret_hour_product_id": cls.hour.id, "duret_travel_product_id": cls.travel.id})
        cls.night = products.create({"name": "Night hour", "type": "service", "list_price": 90, "taxes_id": []})
        kinds = cls.env["duret.hour.kind"]
        cls.kind_day = kinds.create({"name": "Day", "code": "day_of_test"})
        cls.kind_night = kinds.create({"name": "Night", "code": "night_of_test", "product_id": cls.night.id})
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {"name": "No light", "description": "No light", "partner_id": cls.client_a.id}
        )
        cls.visit = cls.make_visit(duret_ticket_id=cls.ticket.id)
        cls.report = cls.make_report(hours={cls.kind_day: 90}, products={cls.breaker: "2"})

    @classmethod
    def make_report(cls, visit=None, hours=None, products=None, close=True, **values):
        """A report of the visit, closed."""
        now = fields.Datetime.now()
        # An amendment is made by the verbs of the addon only.
        report = (
            cls.env["duret.intervention.report"]
            ._duret_unlocked()
            .create(
                {
                    "order_id": (visit or cls.visit).id,
                    "person_id": cls.luc.id,
                    "arrived_at": now - timedelta(hours=2),
                    "left_at": now,
                    "hour_ids": [Command.create({"kind_id": k.id, "minutes": m}) for k, m in (hours or {}).items()],
                    "product_ids": [
                        Command.create({"product_id": p.id, "quantity_text": q}) for p, q in (products or {}).items()
                    ],
                    **values,
                }
            )
        )
        report = report.with_env(cls.env)
        if close:
            report._duret_close("signed", report._duret_office())
        return report

    @classmethod
    def amend(cls, report, **content):
        """A closed amendment that says something else."""
        return cls.make_report(amends_id=report.id, **content)

    def order_of(self, action):
        """The order that an action opens."""
        self.assertEqual(action["res_model"], "sale.order")
        return self.env["sale.order"].browse(action["res_id"])

    def lines(self, records):
        """{product: quantity} of lines of orders, what is taken back counted against the rest."""
        sums = {}
        for line in records.order_line if records._name == "sale.order" else records:
            sums[line.product_id] = round(sums.get(line.product_id, 0) + line.product_uom_qty, 6)
        return sums
