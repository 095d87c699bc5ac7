import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError

TECHNICAL = frozenset({"duret_sage_version", "duret_sage_changed_by_id"})
# What an untouched record has in place of a version: a binding without version never equals it.
UNTOUCHED = "0"


class DuretSageTracked(models.AbstractModel):
    """A record whose changes the exchange must see: each write of a field that travels gives it another version.

    The version is compared for equality only. The exchange writes like everybody else and keeps the new version in
    its binding, so that nothing is sent back that came from SAGE. Whatever writes passes here: screens, imports, RPC,
    buttons; the version goes into the statement that writes the fields themselves.
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
    def _duret_sage_technical(self):
        """Give the names of the fields that only the exchange writes."""
        return TECHNICAL

    @api.model
    def _duret_sage_stamp(self):
        """Give what a write adds to its values: a new version and who wrote."""
        return {"duret_sage_version": secrets.token_hex(8), "duret_sage_changed_by_id": self.env.uid}

    @api.model
    def default_get(self, fields):
        """Override: a technical field has no default, whoever gives one in the context."""
        defaults = super().default_get(fields)
        return {name: value for name, value in defaults.items() if name not in self._duret_sage_technical()}

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse technical fields; a new record has no version yet.

        :raise AccessError: for a technical field, unless the exchange writes
        """
        return super().create([self._duret_sage_without_technical(vals) for vals in vals_list])

    def write(self, vals):
        """Give another version when a field that travels is written.

        :raise AccessError: for a technical field, unless the exchange writes
        """
        vals = self._duret_sage_without_technical(vals)
        if not self._duret_sage_fields().isdisjoint(vals):
            self._duret_sage_touch()
        return super().write(vals)

    def _duret_sage_touch(self):
        """Give these records another version, without a statement of its own: it is written with the next flush."""
        # sudo: whether the user may write the record is asked by the write that follows, and nothing else is written
        # here. Extensions of write() have nothing to do with a version, so they are passed over.
        models.BaseModel.write(self.sudo(), self._duret_sage_stamp())

    def _duret_sage_without_technical(self, vals):
        """Refuse technical fields to people; a merge of records copies all it sees, there they are left out."""
        found = self._duret_sage_technical() & vals.keys()
        if not found or self.env.su:
            return vals
        if not self.env.context.get("duret_sage_merging"):
            raise AccessError(
                self.env._("Only the exchange with SAGE writes these fields: %s", ", ".join(sorted(found)))
            )
        return {name: value for name, value in vals.items() if name not in found}
