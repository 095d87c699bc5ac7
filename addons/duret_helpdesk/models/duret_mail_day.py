from odoo import models


class DuretMailDay(models.AbstractModel):
    """Stored mail whose state changes: « Ma journée » shows what waits for a person."""

    _name = "duret.mail.day"
    _description = "Incoming Mail: My Day"

    def write(self, vals):
        """Override: open screens of « Ma journée » show it at once."""
        result = super().write(vals)
        if "state" in vals:
            self.env["duret.my.day"]._notify_changed({"mails"})
        return result
