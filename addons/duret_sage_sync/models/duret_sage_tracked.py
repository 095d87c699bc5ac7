import secrets

from odoo import api, fields, models


class DuretSageTracked(models.AbstractModel):
    """A record whose changes the exchange must see: each write of a field that travels gives it another version.

    The version is compared for equality only. The exchange writes like everybody else and keeps the new version in
    its binding, so that nothing is sent back that came from SAGE.
    """

    _name = "duret.sage.tracked"
    _description = "Record Seen by SAGE"

    duret_sage_version = fields.Char(readonly=True, copy=False, groups="base.group_system")
    duret_sage_changed_by_id = fields.Many2one("res.users", readonly=True, copy=False, groups="base.group_system")

    @api.model
    def _duret_sage_fields(self):
        """Give the names of the fields of this model that travel to SAGE."""
        return frozenset()

    @api.model
    def _duret_sage_stamp(self):
        """Give what a write adds to its values: a new version and who wrote."""
        return {"duret_sage_version": secrets.token_hex(8), "duret_sage_changed_by_id": self.env.uid}
