from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    """Weekly hours: the clocks of requests know them by heart and must hear of each change."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: the clocks read the hours again."""
        lines = super().create(vals_list)
        lines.calendar_id._duret_hours_changed()
        return lines

    def write(self, vals):
        """Override: the clocks read the hours again."""
        calendars = self.calendar_id
        result = super().write(vals)
        (calendars | self.calendar_id)._duret_hours_changed()
        return result

    def unlink(self):
        """Override: the clocks read the hours again."""
        calendars = self.calendar_id
        result = super().unlink()
        calendars._duret_hours_changed()
        return result
