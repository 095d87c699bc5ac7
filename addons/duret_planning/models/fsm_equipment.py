from odoo import fields, models


class FsmEquipment(models.Model):
    """Appliance of a maintenance contract."""

    _inherit = "fsm.equipment"

    duret_contract_id = fields.Many2one(
        "duret.maintenance.contract", "Maintenance Contract", index="btree_not_null", ondelete="set null"
    )
    duret_appliance = fields.Char("Appliance", help="As it is called on the contract")
