from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    duret_sage_number = fields.Char(
        string="SAGE number",
        copy=False,
        groups="base.group_user",
        help="Number of this client in SAGE; two contacts of one company cannot share it",
    )
    # SAGE compares its keys in upper case and without surrounding spaces (see _duret_normalise_sage_number), so
    # that the stored value is already the one compared. A contact without company belongs to all of them.
    _duret_sage_number_unique = models.UniqueIndex(
        "(duret_sage_number, COALESCE(company_id, 0)) WHERE duret_sage_number IS NOT NULL",
        "This SAGE number already belongs to another contact.",
    )

    @api.model
    def _duret_normalise_sage_number(self, number):
        """Return the number as SAGE stores it: upper case, no space around, False when empty.

        :param number: text typed by somebody, or False
        """
        return (number or "").strip().upper() or False

    @api.model
    def _duret_reference_fields(self):
        """A client is also known by its number in SAGE."""
        return [*super()._duret_reference_fields(), "duret_sage_number"]

    @api.model_create_multi
    def create(self, vals_list):
        """Store SAGE numbers as SAGE writes them."""
        for vals in vals_list:
            if "duret_sage_number" in vals:
                vals["duret_sage_number"] = self._duret_normalise_sage_number(vals["duret_sage_number"])
        return super().create(vals_list)

    def write(self, vals):
        """Store SAGE numbers as SAGE writes them."""
        if "duret_sage_number" in vals:
            vals = {
                **vals,
                "duret_sage_number": self._duret_normalise_sage_number(vals["duret_sage_number"]),
            }
        return super().write(vals)
