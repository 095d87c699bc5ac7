"""What a comment speaks of."""

from odoo import fields, models


class DuretSatisfactionTag(models.Model):
    """Tags by which comments are sorted and found again."""

    _name = "duret.satisfaction.tag"
    _description = "Tag of Opinions"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer("Colour")

    _name_unique = models.UniqueIndex("(lower(name->>'en_US'))", "This tag exists already.")
