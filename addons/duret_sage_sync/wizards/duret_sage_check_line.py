from odoo import fields, models


class DuretSageCheckLine(models.TransientModel):
    """One finding of a connection test."""

    _name = "duret.sage.check.line"
    _description = "Finding of a Connection Test"
    _order = "id"

    check_id = fields.Many2one("duret.sage.check", required=True, ondelete="cascade", index=True)
    level = fields.Selection([("ok", "Good"), ("warning", "To be looked at"), ("error", "Fault")], required=True)
    sentence = fields.Char(string="What was found")
