from datetime import timedelta

from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Days off of the company: a bridge that is entered moves the deadlines of the requests it concerns.

    Those of one person move nothing: the company answers all the same.
    """

    _inherit = "resource.calendar.leaves"

    def _duret_closed_until(self):
        """Give the first instant after a day off.

        Odoo writes the last second of a closed day (23:59:59); a time ending otherwise is the end itself.
        """
        self.ensure_one()
        return self.date_to + timedelta(seconds=1) if self.date_to.second == 59 else self.date_to

    def _duret_closures_changed(self):
        """Have the clocks read again that ran during these days off."""
        shared = self.filtered(lambda leave: not leave.resource_id)
        if shared:
            self.env.registry.clear_cache()
            first, last = min(shared.mapped("date_from")), max(shared.mapped("date_to"))
            self.env["helpdesk.ticket"]._duret_clock_expired(first, last)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: see `_duret_closures_changed`."""
        leaves = super().create(vals_list)
        leaves._duret_closures_changed()
        return leaves

    def write(self, vals):
        """Override: see `_duret_closures_changed`; both the former and the new days."""
        self._duret_closures_changed()
        result = super().write(vals)
        self._duret_closures_changed()
        return result

    def unlink(self):
        """Override: see `_duret_closures_changed`."""
        self._duret_closures_changed()
        return super().unlink()
