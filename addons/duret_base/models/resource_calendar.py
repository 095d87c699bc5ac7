from odoo import models


class ResourceCalendar(models.Model):
    """Working calendar: its time zone is that of the opening hours."""

    _name = "resource.calendar"
    _inherit = ["duret.known.by.heart", "resource.calendar"]
