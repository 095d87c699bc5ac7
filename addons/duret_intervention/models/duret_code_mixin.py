from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..exceptions import SyncRefused
from ..field_report.document import CODE


class DuretCodeMixin(models.AbstractModel):
    """Something that reports name by a code, so that a phone that was away for a week still says the right thing."""

    _name = "duret.code.mixin"
    _description = "Named by a Code in Reports"

    code = fields.Char(required=True, copy=False, help="Lower-case letters, digits and _; reports keep it for ever")
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (code)", "This code is taken.")

    @api.constrains("code")
    def _check_code(self):
        for record in self:
            if not CODE.fullmatch(record.code):
                raise ValidationError(self.env._("A code is made of lower-case letters, digits and « _ »."))

    @api.model
    def _duret_id_of(self, code):
        """Return the id of what has this code, archived or not.

        :raises SyncRefused: when nothing has it
        """
        try:
            return self._duret_codes()[code]
        except KeyError as error:
            raise SyncRefused("bad_value", path=code) from error

    @api.model
    @ormcache()
    def _duret_codes(self):
        """Return {code: id} of all, archived ones too."""
        # Codes are no secret, and the cache is everybody's.
        records = self.sudo().with_context(active_test=False).search_fetch([], ["code"])
        return {record.code: record.id for record in records}

    @api.model_create_multi
    def create(self, vals_list):
        """Override: forget the codes known by heart."""
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        """Override: a code stays what reports call it."""
        if any("code" in vals and vals["code"] != record.code for record in self):
            raise ValidationError(self.env._("A code does not change: reports hold it. Archive it and make another."))
        return super().write(vals)

    def unlink(self):
        """Override: forget the codes known by heart."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
