from odoo import models


class ResPartner(models.Model):
    """The client as the service sees him: one mixin a concern (`duret_partner_*.py`), composed here."""

    _name = "res.partner"
    _inherit = [
        "duret.partner.card",
        "duret.partner.civility",
        "duret.partner.contract",
        "duret.partner.duplicates",
        "duret.partner.portal",
        "res.partner",
    ]
