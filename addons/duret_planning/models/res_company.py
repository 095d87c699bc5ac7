from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    duret_hold_minutes = fields.Integer(
        "Slot Kept While Booking (minutes)", default=5, help="A slot shown to a client is kept for him this long."
    )

    _duret_hold_positive = models.Constraint(
        "CHECK (duret_hold_minutes BETWEEN 1 AND 60)", "A slot is kept between 1 and 60 minutes."
    )
