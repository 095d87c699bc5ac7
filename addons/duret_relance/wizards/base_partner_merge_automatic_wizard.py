"""Contacts that are merged keep what each of them refused."""

from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Override: one refusal that both have would make core delete all those of the contact that goes.

        Doubles are taken out first; the one of the contact that stays wins.
        """
        # sudo: whoever may merge contacts may have their refusals follow them.
        refusals = self.env["duret.relance.opt.out"].sudo()
        found = refusals.search([("partner_id", "in", (src_partners | dst_partner).ids)], order="id")
        kept = {}
        for refusal in found.sorted(lambda row: row.partner_id != dst_partner):
            kept.setdefault(refusal.purpose, refusal)
        (found - refusals.union(*kept.values())).unlink()
        refusals.flush_model()
        return super()._update_foreign_keys(src_partners, dst_partner)
