from odoo import api, models, tools


class DuretTriageTarget(models.AbstractModel):
    """A type or a team that the triage proposes by its code: found without a query for each message."""

    _name = "duret.triage.target"
    _description = "Triage: Type or Team"

    @api.model
    @tools.ormcache("field", "self._name")
    def _duret_ids_by_code(self, field):
        """Ids of the active records that have a code: {code: id}.

        :param str field: the field that holds it
        """
        # sudo: called for whoever opens a request, portal clients included; only ids leave this method.
        records = self.sudo().search([(field, "!=", False)])
        return {record[field]: record.id for record in records}

    @api.model_create_multi
    def create(self, vals_list):
        """Override: codes are read again."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Override: codes are read again when one changes."""
        if {"duret_code", "duret_triage_code", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Override: codes are read again."""
        self.env.registry.clear_cache()
        return super().unlink()
