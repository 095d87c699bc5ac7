from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..field_report import decimal_text


class DuretMeasureKind(models.Model):
    """Something that technicians measure, and between which limits it is good."""

    _name = "duret.measure.kind"
    _inherit = ["duret.code.mixin"]
    _description = "Kind of Measure"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    unit = fields.Char(required=True)
    has_minimum = fields.Boolean("Has a Minimum")
    minimum = fields.Float(digits=(16, 6))
    has_maximum = fields.Boolean("Has a Maximum")
    maximum = fields.Float(digits=(16, 6))
    decimals = fields.Integer(default=0, required=True)
    norm = fields.Char("Source of the Limits", translate=True)
    limits = fields.Char(compute="_compute_limits", help="Between what a measure is good, in words")
    type_ids = fields.Many2many(
        "fsm.order.type",
        "duret_measure_kind_type_rel",
        "kind_id",
        "type_id",
        string="Kinds of Visit",
        help="Proposed on these; empty: on every kind of visit",
    )

    _limits = models.Constraint(
        "CHECK (NOT (has_minimum AND has_maximum) OR minimum <= maximum)", "The minimum is above the maximum."
    )
    _decimals = models.Constraint("CHECK (decimals BETWEEN 0 AND 6)", "A measure has at most six decimals.")

    @api.depends("has_minimum", "minimum", "has_maximum", "maximum", "unit")
    @api.depends_context("lang")
    def _compute_limits(self):
        point = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").decimal_point or "."
        for kind in self:
            low, high = (limit and limit.replace(".", point) for limit in kind._duret_limits())
            words = [f"≥ {low}" if low else "", f"≤ {high}" if high else ""]
            limits = " – ".join(filter(None, words))
            kind.limits = limits and f"{limits} {kind.unit}"

    @api.constrains("minimum", "maximum")
    def _check_limits(self):
        for kind in self:
            if None in (decimal_text(f"{kind.minimum:.6f}"), decimal_text(f"{kind.maximum:.6f}")):
                raise ValidationError(self.env._("A limit has at most twelve digits."))

    def _duret_limits(self):
        """Return the limits of this kind.

        :return: (minimum, maximum) as decimal texts; None where there is none
        """
        self.ensure_one()
        minimum = self._duret_number(self.minimum) if self.has_minimum else None
        return minimum, self._duret_number(self.maximum) if self.has_maximum else None

    @api.model
    def _duret_number(self, number):
        """Return a limit as a decimal text without useless zeros, such as "0.5"."""
        text = f"{number:.6f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
