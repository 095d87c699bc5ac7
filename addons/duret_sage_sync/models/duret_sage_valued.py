from odoo import api, fields, models

from ..sage.mapping import LINES, TABLE
from ..sage.merge import read_lines
from ..sage.showing import label, line_text, shown


class DuretSageValued(models.AbstractModel):
    """A row about one field: its French name, and the values of both sides as a person reads them."""

    _name = "duret.sage.valued"
    _description = "Row about a Field"

    field_label = fields.Char(string="Field in words", compute="_compute_field_label", search="_search_field_label")
    ours_shown = fields.Text(string="In Odoo", compute="_compute_values_shown")
    theirs_shown = fields.Text(string="In SAGE", compute="_compute_values_shown")

    @api.depends("entity", "field")
    def _compute_field_label(self):
        for row in self:
            row.field_label = label(row.entity, row.field) if row.entity and row.field else False

    @api.model
    def _search_field_label(self, operator, value):
        if operator not in ("ilike", "in"):
            return NotImplemented
        words = [value] if isinstance(value, str) else list(value)
        names = {field.name for field in TABLE if self._is_called(label(field.entity, field.name), operator, words)}
        return [("field", "in", sorted(names))]

    @api.model
    def _is_called(self, name, operator, words):
        """Tell whether one of the words names a field: a part of its label, or the whole."""
        if operator == "in":
            return name in words
        return any((word or "").lower() in name.lower() for word in words)

    @api.depends("entity", "field", "ours", "theirs")
    def _compute_values_shown(self):
        for row in self:
            row.ours_shown = self._value_shown(row.entity, row.field, row.ours)
            row.theirs_shown = self._value_shown(row.entity, row.field, row.theirs)

    @api.model
    def _value_shown(self, entity, name, text):
        """Write one value as a person reads it; lines of a document one under the other.

        :return: text, False when it is empty
        """
        if name == LINES and text and text.startswith("["):
            return "\n".join(line_text(line.values) for line in read_lines(text)) or False
        return shown(entity, name, text) or False
