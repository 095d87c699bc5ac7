from odoo import api, models


class DuretKnownByHeart(models.AbstractModel):
    """A model that each process reads once and keeps (`tools.ormcache`): what is kept is forgotten when it changes."""

    _name = "duret.known.by.heart"
    _description = "Known by Heart"
    # Fields whose change makes the model be read again; None: any.
    _duret_heart_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what is known by heart is read again."""
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        """Override: what is known by heart is read again."""
        result = super().write(vals)
        if self._duret_heart_fields is None or self._duret_heart_fields & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Override: what is known by heart is read again."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
