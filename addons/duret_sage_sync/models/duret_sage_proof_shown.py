from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..sage.showing import label, shown

SUMS = ("total_untaxed", "total_tax", "total")


class DuretSageProofShown(models.AbstractModel):
    """A proof as people read it: the sums of both sides beside each other."""

    _name = "duret.sage.proof.shown"
    _description = "Proof as It Is Shown"

    difference = fields.Integer(string="Odoo - SAGE", compute="_compute_difference")
    sums_text = fields.Text(string="Sums (Odoo / SAGE)", compute="_compute_sums_text")

    @api.depends("count_odoo", "count_sage")
    def _compute_difference(self):
        for proof in self:
            proof.difference = proof.count_odoo - proof.count_sage

    @api.depends("entity", "create_date")
    def _compute_display_name(self):
        labels = dict(self._fields["entity"]._description_selection(self.env))
        for proof in self:
            day = format_date(self.env, proof.create_date) if proof.create_date else ""
            proof.display_name = " · ".join(filter(None, (labels.get(proof.entity), day)))

    @api.depends("sums")
    def _compute_sums_text(self):
        for proof in self:
            rows = (f"{row['label']} : {row['odoo']} / {row['sage']}" for row in proof._sums_shown())
            proof.sums_text = "\n".join(rows) or False

    def _sums_shown(self):
        """Give the sums of both sides, written the French way.

        :return: list of dict `label`, `odoo`, `sage`, `equal`; empty for records that have no amounts
        """
        self.ensure_one()
        odoo, sage = ((self.sums or {}).get(side) or {} for side in ("odoo", "sage"))
        return [
            {
                "label": label("document", name),
                "odoo": shown("document", name, odoo.get(name, "0")),
                "sage": shown("document", name, sage.get(name, "0")),
                "equal": odoo.get(name, "0") == sage.get(name, "0"),
            }
            for name in SUMS
            if name in odoo or name in sage
        ]
