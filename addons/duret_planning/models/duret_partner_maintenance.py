from odoo import models


class DuretPartnerMaintenance(models.AbstractModel):
    """Clients under a maintenance contract."""

    _name = "duret.partner.maintenance"
    _description = "Contact: Maintenance Contracts"

    def _duret_has_contract(self):
        """Override: those whose firm, or who themselves, have a running maintenance contract; one query."""
        firms = self.commercial_partner_id
        groups = self.env["duret.maintenance.contract"]._read_group(
            [("partner_id.commercial_partner_id", "in", firms.ids), ("state", "=", "active")], ["partner_id"]
        )
        under = {partner.commercial_partner_id.id for (partner,) in groups}
        return super()._duret_has_contract() | self.filtered(lambda one: one.commercial_partner_id.id in under)
