from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Payments of SAGE's invoices are typed in SAGE."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to reconcile a line of an invoice of SAGE's."""
        names = ("debit_move_id", "credit_move_id")
        lines = self.env["account.move.line"].browse(
            {vals[name] for vals in vals_list for name in names if vals.get(name)}
        )
        lines.move_id._duret_sage_refuse()
        return super().create(vals_list)
