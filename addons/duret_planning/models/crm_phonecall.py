from odoo import models


class CrmPhonecall(models.Model):
    """A visit is booked from the call, or just after it."""

    _name = "crm.phonecall"
    _inherit = ["duret.appointment.mixin", "crm.phonecall"]
