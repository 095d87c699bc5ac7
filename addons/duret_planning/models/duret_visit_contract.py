from datetime import UTC

from odoo import fields, models


class DuretVisitContract(models.AbstractModel):
    """A visit made for a maintenance contract."""

    _name = "duret.visit.contract"
    _description = "Visit: Maintenance Contract"

    duret_contract_id = fields.Many2one(
        "duret.maintenance.contract", "Maintenance Contract", copy=False, ondelete="set null", tracking=True
    )

    def _duret_find_contract(self):
        """Link maintenance visits to the contract that waits for one at their site, the earliest due first."""
        contracts = self.env["duret.maintenance.contract"]
        planned = self.filtered(
            lambda order: order.type and order.scheduled_date_start and not order.stage_id.is_closed
        )
        if planned:
            contracts = contracts.search(
                [
                    ("location_id", "in", planned.location_id.ids),
                    ("type_id", "in", planned.type.ids),
                    ("state", "=", "active"),
                    ("visit_id", "=", False),
                ],
                order="next_date, id",
            )
        for order in planned if contracts else ():
            waiting = contracts.filtered(
                lambda one, order=order: one.location_id == order.location_id and one.type_id == order.type
            )[:1]
            order.duret_contract_id = waiting
            contracts -= waiting

    def _duret_made_on(self, zone):
        """The local day on which a visit was made: when it ended, else when it was planned.

        :param zone: zoneinfo.ZoneInfo
        :return: date
        """
        self.ensure_one()
        moment = self.date_end or self.scheduled_date_start or fields.Datetime.now()
        return moment.replace(tzinfo=UTC).astimezone(zone).date()
