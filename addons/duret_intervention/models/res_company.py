from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    _inherit = "res.company"

    duret_reports_since = fields.Date(
        "Digital Reports Since",
        default=fields.Date.context_today,
        help="Visits that end from this day on owe a report; earlier ones were written on paper.",
    )

    duret_repair_prices = fields.Char(
        "Prices of Repair Work",
        translate=True,
        help="Hourly rates, travel, where the price list is: printed at the foot of reports.",
    )

    # --- photos
    duret_photo_position = fields.Boolean(
        "Photos Say Where",
        default=True,
        help="The position of a photo is kept as proof of service, during visits only.",
    )
    duret_position_months = fields.Integer(
        "Positions Kept (months)",
        default=12,
        help="Afterwards they are erased; the signature of the report stays valid.",
    )

    _duret_position_positive = models.Constraint(
        "CHECK (duret_position_months BETWEEN 1 AND 60)", "Positions are kept between 1 and 60 months."
    )

    def _duret_old_positions_domain(self):
        """Photos of this company whose position is kept no longer.

        :return: Domain on duret.report.photo
        """
        self.ensure_one()
        oldest = fields.Datetime.now() - relativedelta(months=self.duret_position_months)
        return Domain("company_id", "=", self.id) & Domain("latitude", "!=", False) & Domain("taken_at", "<", oldest)
