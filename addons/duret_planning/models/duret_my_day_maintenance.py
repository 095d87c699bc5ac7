from odoo import api, fields, models
from odoo.fields import Domain

ROWS = 8


class DuretMyDayMaintenance(models.AbstractModel):
    """« Ma journée » of whoever looks after maintenance: contracts that are late, clients marked to be called."""

    _name = "duret.my.day.maintenance"
    _description = "My Day: Maintenance"

    @api.model
    def _get_blocks(self, scope):
        """Override: add maintenance visits for those who plan them."""
        blocks = super()._get_blocks(scope)
        if self.env.user.has_group("duret_planning.group_maintenance"):
            blocks.append(self._block_maintenance())
        return blocks

    @api.model
    def _block_maintenance(self):
        """Contracts whose visit is late, or whose client should be called; the latest first."""
        contracts = self.env["duret.maintenance.contract"]
        domain = Domain("standing", "=", "late") | (
            Domain("to_call", "=", True) & Domain("standing", "in", ("due", "unknown"))
        )
        rows = contracts.search(domain, limit=ROWS, order="window_end, id")
        return self._day_block(
            "maintenance",
            self.env._("Maintenance visits to plan"),
            rows,
            domain,
            self._maintenance_row,
            limit=ROWS,
            sequence=35,
            icon="fa-wrench",
            empty=self.env._("No maintenance visit is late."),
        )

    @api.model
    def _maintenance_row(self, contract):
        return {
            **self._day_phone(contract.phone),
            "key": contract.id,
            "model": contract._name,
            "id": contract.id,
            "title": contract.partner_id.name,
            "subtitle": " · ".join(filter(None, [contract.equipment, contract.city])),
            "day": fields.Date.to_string(contract.window_end) if contract.window_end else False,
            "tone": "danger" if contract.standing == "late" else "warning",
            "badge": contract.name,
            "owner": "" if contract.person_id.partner_id == self.env.user.partner_id else contract.person_id.name or "",
            "actions": ["call"],
        }
