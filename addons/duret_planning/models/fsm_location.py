from odoo import fields, models


class FsmLocation(models.Model):
    _inherit = "fsm.location"

    # Every client page and every visit list goes through these two columns; the base addon leaves them
    # without an index, so that opening a client read the whole table of sites.
    partner_id = fields.Many2one(index=True)
    owner_id = fields.Many2one(index=True)
