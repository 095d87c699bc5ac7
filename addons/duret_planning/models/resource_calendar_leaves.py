from odoo import models


class ResourceCalendarLeaves(models.Model):
    """Absences and days off appear on the board as soon as they are known."""

    _name = "resource.calendar.leaves"
    _inherit = ["duret.board.told", "resource.calendar.leaves"]
