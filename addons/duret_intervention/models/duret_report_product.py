import uuid

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..exceptions import SyncRefused
from ..field_report import decimal_text


class DuretReportProduct(models.Model):
    """A product used on a visit, as the technician wrote it down."""

    _name = "duret.report.product"
    _inherit = ["duret.report.line"]
    _description = "Product Used"
    _order = "report_id, id"

    uuid = fields.Char("Identifier", required=True, readonly=True, default=lambda self: str(uuid.uuid4()))
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict", index=True)
    name = fields.Char("Description", required=True)
    quantity_text = fields.Char("Quantity Written", required=True, default="1")
    quantity = fields.Float(compute="_compute_quantity", store=True, digits=(18, 6))
    uom_name = fields.Char("Unit")
    move_id = fields.Many2one("stock.move", "Stock Move", readonly=True, copy=False, index="btree_not_null")

    _uuid_unique = models.Constraint("UNIQUE (report_id, uuid)", "This line exists already.")

    @api.depends("quantity_text")
    def _compute_quantity(self):
        for line in self:
            line.quantity = float(line.quantity_text or 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what people type becomes a decimal text; the product's own words where nobody gave others."""
        return super().create([self._duret_tidy(self._duret_named(vals)) for vals in vals_list])

    def write(self, vals):
        """Override: the same."""
        return super().write(self._duret_tidy(vals))

    @api.model
    def _duret_named(self, vals):
        """Return values with a description and a unit."""
        if vals.get("name") and "uom_name" in vals:
            return vals
        product = self.env["product.product"].browse(vals.get("product_id"))
        return {"name": product.display_name, "uom_name": product.uom_id.name} | vals

    @api.model
    def _duret_tidy(self, vals):
        """Return values with the quantity as reports hold it.

        :raises ValidationError: when it is no number
        """
        if "quantity_text" not in vals:
            return vals
        text = decimal_text(vals["quantity_text"] or "")
        if text is None:
            raise ValidationError(self.env._("« %(text)s » is not a number.", text=vals["quantity_text"]))
        return vals | {"quantity_text": text}

    def _duret_key(self):
        return self.uuid

    def _duret_value(self):
        return {
            "product": self.product_id.id,
            "name": self.name or "",
            "quantity": self.quantity_text,
            "unit": self.uom_name or "",
        }

    @api.model
    def _duret_line_values(self, key, value):
        product = self.env["product.product"].browse(value["product"])
        if not product.exists():
            raise SyncRefused("unknown_product", path=f"products/{key}")
        return {
            "uuid": key,
            "product_id": product.id,
            "name": value["name"],
            "quantity_text": value["quantity"],
            "uom_name": value["unit"],
        }

    @api.model
    def _duret_locked_fields(self):
        return super()._duret_locked_fields() | {
            "uuid",
            "product_id",
            "name",
            "quantity_text",
            "uom_name",
            "quantity",
            "move_id",
        }
