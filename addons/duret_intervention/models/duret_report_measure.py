import uuid

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..field_report import decimal_text, judge


class DuretReportMeasure(models.Model):
    """One measure: of what, where, how much, and whether that is good."""

    _name = "duret.report.measure"
    _inherit = ["duret.report.line"]
    _description = "Measure"
    _order = "report_id, id"
    _rec_name = "kind_id"

    uuid = fields.Char("Identifier", required=True, readonly=True, default=lambda self: str(uuid.uuid4()))
    kind_id = fields.Many2one("duret.measure.kind", "Measure of", required=True, ondelete="restrict")
    value_text = fields.Char("Measured", help="As it was read, with its decimals")
    value = fields.Float(
        "Number", compute="_compute_value", store=True, digits=(18, 6), help="The same as a number, for statistics"
    )
    unit = fields.Char(related="kind_id.unit")
    limits_text = fields.Char(related="kind_id.limits", string="Good Between")
    place = fields.Char("Where", help="Circuit, switchboard or room")
    note = fields.Char()
    verdict = fields.Selection(
        [("ok", "Good"), ("bad", "Out of limits"), ("none", "Not judged")], compute="_compute_value", store=True
    )

    _uuid_unique = models.Constraint("UNIQUE (report_id, uuid)", "This measure exists already.")

    @api.depends("value_text", "kind_id")
    def _compute_value(self):
        """Judge by the limits of the day: limits that change later judge no report again."""
        for measure in self:
            text = measure.value_text or ""
            measure.value = float(text) if text else 0.0
            measure.verdict = judge(text, *measure.kind_id._duret_limits()) if measure.kind_id else "none"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what people type becomes a decimal text."""
        return super().create([self._duret_tidy(vals) for vals in vals_list])

    def write(self, vals):
        """Override: the same."""
        return super().write(self._duret_tidy(vals))

    @api.model
    def _duret_tidy(self, vals):
        """Return values with the measure as reports hold it.

        :raises ValidationError: when it is no number
        """
        if not vals.get("value_text"):
            return vals
        text = decimal_text(vals["value_text"])
        if text is None:
            raise ValidationError(self.env._("« %(text)s » is not a number.", text=vals["value_text"]))
        return vals | {"value_text": text}

    def _duret_key(self):
        return self.uuid

    def _duret_value(self):
        return {
            "kind": self.kind_id.code,
            "value": self.value_text or "",
            "place": self.place or "",
            "note": self.note or "",
        }

    @api.model
    def _duret_line_values(self, key, value):
        return {
            "uuid": key,
            "kind_id": self.env["duret.measure.kind"]._duret_id_of(value["kind"]),
            "value_text": value["value"],
            "place": value["place"],
            "note": value["note"],
        }

    @api.model
    def _duret_locked_fields(self):
        return super()._duret_locked_fields() | {"uuid", "kind_id", "value_text", "place", "note", "value", "verdict"}
