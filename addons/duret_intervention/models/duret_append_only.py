from odoo import api, models
from odoo.exceptions import UserError


class DuretAppendOnly(models.AbstractModel):
    """Rows that are written once and stay: signatures, seals. Nobody changes them, superuser mode included."""

    _name = "duret.append.only"
    _description = "Written Once"

    def write(self, vals):
        """Refuse any change.

        :raise UserError: always, unless nothing is to be written
        """
        if self and vals:
            raise UserError(self.env._("What proves a signature is never changed. Make an amendment."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_refused(self):
        """Refuse to delete.

        :raise UserError: always
        """
        raise UserError(self.env._("What proves a signature is never deleted."))
