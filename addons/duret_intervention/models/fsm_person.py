from odoo import fields, models


class FsmPerson(models.Model):
    _inherit = "fsm.person"

    duret_van_location_id = fields.Many2one(
        "stock.location",
        string="Van",
        index="btree_not_null",
        domain=[("usage", "=", "internal")],
        help="Stock location of the material that this technician carries",
    )
    _duret_van_unique = models.UniqueIndex(
        "(duret_van_location_id) WHERE duret_van_location_id IS NOT NULL",
        "This van already belongs to another technician.",
    )
