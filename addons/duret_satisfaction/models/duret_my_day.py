"""What opinions add to « Ma journée », one mixin a block."""

from odoo import models


class DuretMyDay(models.AbstractModel):
    _name = "duret.my.day"
    _inherit = ["duret.my.day.recovery", "duret.my.day.opinions", "duret.my.day"]
