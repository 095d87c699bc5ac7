from odoo import models

from .mail_thread import trace_of


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

    def _check_company(self, fnames=None):
        """Override: the contact made of a mail has nothing of a company, and nothing is read to find that out."""
        return None if trace_of(self.env) else super()._check_company(fnames)
