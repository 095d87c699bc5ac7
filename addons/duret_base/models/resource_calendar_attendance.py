from odoo import models


class ResourceCalendarAttendance(models.Model):
    """Weekly hours, from which the opening hours are read."""

    _name = "resource.calendar.attendance"
    _inherit = ["duret.known.by.heart", "resource.calendar.attendance"]
