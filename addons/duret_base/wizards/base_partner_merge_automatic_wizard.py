"""Merging two contacts keeps the numbers of both."""

from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Core moves linked rows in one statement and deletes them all when one of them clashes."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Move the numbers behind those of the contact that stays, each number once.

        :param src_partners: res.partner that disappear
        :param dst_partner: res.partner that stays
        """
        seen = set(dst_partner.duret_phone_ids.mapped("e164"))
        twice = self.env["duret.phone"]
        for phone in src_partners.duret_phone_ids.filtered("e164"):
            if phone.e164 in seen:
                twice |= phone
            seen.add(phone.e164)
        moved = src_partners.duret_phone_ids - twice
        last = max(dst_partner.duret_phone_ids.mapped("sequence"), default=0)
        twice.unlink()
        for rank, phone in enumerate(moved, start=1):
            phone.write({"partner_id": dst_partner.id, "sequence": last + rank})
        return super()._update_foreign_keys(src_partners, dst_partner)
