from odoo import api, models


class DuretHoursSource(models.AbstractModel):
    """A model that the company's opening hours are read from: they are known by heart until one of them changes."""

    _name = "duret.hours.source"
    _description = "Source of Opening Hours"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: the hours known by heart are read again."""
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        """Override: the hours known by heart are read again."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Override: the hours known by heart are read again."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
