from odoo import api, models

from .duret_sage_document import alters, by_exchange

# Written on lines of any invoice by the ledger's own bookkeeping of them; amounts, accounts and taxes are not here.
FREE = frozenset(("sale_line_ids", "analytic_line_ids", "duret_sage_told", "duret_sage_key"))


class AccountMoveLine(models.Model):
    """Lines of SAGE's invoices: closed like the invoice itself."""

    _name = "account.move.line"
    _inherit = ["duret.sage.document.line", "account.move.line"]

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a line on an invoice of SAGE's."""
        if not by_exchange(self.env):
            default = self.env.context.get("default_move_id")
            ids = {vals.get("move_id") or default for vals in vals_list} - {None, False}
            self.env["account.move"].browse(ids)._duret_sage_refuse()
        lines = super().create([self._duret_sage_closed(vals) for vals in vals_list])
        lines.move_id._duret_sage_refuse()
        return lines

    def write(self, vals):
        """Refuse to alter a line of an invoice of SAGE's, or to bring one there."""
        vals = self._duret_sage_closed(vals)
        if not by_exchange(self.env) and alters(self, vals, FREE):
            self.move_id._duret_sage_refuse()
            self.env["account.move"].browse(vals.get("move_id") or [])._duret_sage_refuse()
        return super().write(vals)

    def unlink(self):
        """Refuse it on an invoice of SAGE's."""
        if not by_exchange(self.env):
            self.move_id._duret_sage_refuse()
        return super().unlink()
