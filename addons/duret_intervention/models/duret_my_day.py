from odoo import models


class DuretMyDay(models.AbstractModel):
    """« Ma journée » with the reports of visits."""

    _name = "duret.my.day"
    _inherit = ["duret.my.day.reports", "duret.my.day"]
