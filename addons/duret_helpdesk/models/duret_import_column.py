from odoo import fields, models

from .duret_import_mapping import FIELD_NAMES


class DuretImportColumn(models.Model):
    """A column of a spreadsheet being imported."""

    _name = "duret.import.column"
    _description = "Column of an Import"
    _order = "position"
    _rec_name = "header"

    run_id = fields.Many2one("duret.import.run", required=True, index=True, ondelete="cascade")
    position = fields.Integer(readonly=True)
    header = fields.Char("Column of the File", readonly=True)
    sample = fields.Char("Examples", readonly=True)
    field = fields.Selection(FIELD_NAMES, "Meaning", help="Empty: the column is left out.")

    _position_unique = models.UniqueIndex("(run_id, position)", "A column stands once in an import.")
