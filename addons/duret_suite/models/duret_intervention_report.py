from odoo import models


class DuretInterventionReport(models.Model):
    """What was done is billed on orders of ours; SAGE's are changed in SAGE."""

    _inherit = "duret.intervention.report"

    def _duret_open_orders(self):
        """Override: an order whose lines are SAGE's receives none from here."""
        return super()._duret_open_orders().filtered(lambda order: not order.duret_sage_locked)
