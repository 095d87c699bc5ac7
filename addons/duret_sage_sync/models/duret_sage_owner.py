from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..sage.errors import Refused
from ..sage.mapping import TABLE
from ..sage.ownership import Ownership
from ..sage.words_fr import sentence_of
from ..sage.words_transport_fr import FIELDS
from .sage_words import ENTITIES, OWNERS

PLACES = {(field.entity, field.name): field for field in TABLE}


class DuretSageOwner(models.Model):
    """Who owns a field: every field that travels, as the suite sets it or as the company has changed it."""

    _name = "duret.sage.owner"
    _description = "Owner of a Field"
    _order = "id"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="cascade", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    field = fields.Char(required=True)
    owner = fields.Selection(OWNERS, required=True)
    label = fields.Char(string="Field name", compute="_compute_place")
    column = fields.Char(string="Column of SAGE", compute="_compute_place")
    default_owner = fields.Selection(OWNERS, string="Usual owner", compute="_compute_place")
    is_fixed = fields.Boolean(string="Cannot change", compute="_compute_place")
    is_changed = fields.Boolean(string="Changed", compute="_compute_is_changed")

    _field_unique = models.Constraint("UNIQUE (backend_id, entity, field)", "This field already has an owner.")

    @api.depends("entity", "field")
    def _compute_place(self):
        for row in self:
            place = PLACES.get((row.entity, row.field))
            row.label = FIELDS.get(row.field, row.field)
            row.column = place.column if place else False
            row.default_owner = place.owner if place else False
            row.is_fixed = bool(place and place.fixed)

    @api.depends("owner", "default_owner")
    def _compute_is_changed(self):
        for row in self:
            row.is_changed = row.owner != row.default_owner

    @api.constrains("entity", "field", "owner")
    def _check_owner(self):
        """The rules nobody can change stay: numbers, kinds, sums and lines of documents, payments."""
        for row in self:
            try:
                Ownership({(row.entity, row.field): row.owner})
            except Refused as error:
                raise ValidationError(sentence_of(error)) from error
