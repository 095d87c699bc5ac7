from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    duret_reports_since = fields.Date(
        "Digital Reports Since",
        default=fields.Date.context_today,
        help="Visits that end from this day on owe a report; earlier ones were written on paper.",
    )
