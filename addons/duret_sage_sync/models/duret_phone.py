from odoo import api, models


class DuretPhone(models.Model):
    """A number that changes is a change of its contact."""

    _inherit = "duret.phone"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: the contact gets another version."""
        phones = super().create(vals_list)
        phones.partner_id._duret_sage_touch()
        return phones

    def write(self, vals):
        """Override: the contact gets another version; both, when the number moves."""
        self.partner_id._duret_sage_touch()
        result = super().write(vals)
        if "partner_id" in vals:
            self.partner_id._duret_sage_touch()
        return result

    def unlink(self):
        """Override: the contact gets another version."""
        self.partner_id._duret_sage_touch()
        return super().unlink()
