from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sage.store import OPEN_OPERATIONS

# Fields of a contact of Odoo that travel, as far as the contact itself has them; telephone numbers have rows of
# their own (see `duret_phone`).
TRAVELLING = frozenset(
    "name parent_id active street street2 zip city country_id email website company_registry vat function phone "
    "duret_phone_ids duret_sage_number duret_sage_name2 duret_sage_fax duret_sage_ape duret_sage_contact "
    "duret_sage_comment duret_sage_is_prospect duret_sage_is_asleep duret_sage_payer duret_sage_category "
    "duret_sage_title".split()
)
TECHNICAL = frozenset({"duret_sage_words", "duret_sage_is_gone", "duret_sage_is_aside"})
# Rows about a contact that go with it
ABOUT = ("duret.sage.match", "duret.sage.match.key", "duret.sage.gap", "duret.sage.run.line")
OFFICE = "base.group_user"
# Prefixes of numbers of VAT that are not the code of their country
COUNTRY_OF_PREFIX = {"EL": "GR", "XI": "GB"}


class DuretSagePartner(models.AbstractModel):
    """What SAGE keeps of a client or a contact and Odoo has no field for."""

    _name = "duret.sage.partner"
    _description = "Contact Seen by SAGE"
    _inherit = ["duret.sage.tracked"]

    duret_sage_name2 = fields.Char("Second Line of the Name", groups=OFFICE)
    duret_sage_fax = fields.Char("Fax", groups=OFFICE)
    duret_sage_ape = fields.Char("APE Code", groups=OFFICE)
    duret_sage_contact = fields.Char("Contact in SAGE", groups=OFFICE, help="Whom SAGE names on letters (CT_Contact)")
    duret_sage_comment = fields.Char(
        "Comment in SAGE", groups=OFFICE, help="35 characters that both sides share; notes of Odoo stay in Odoo"
    )
    duret_sage_is_prospect = fields.Boolean("Prospect", groups=OFFICE, copy=False)
    duret_sage_is_asleep = fields.Boolean(
        "Asleep in SAGE",
        groups=OFFICE,
        copy=False,
        help="The contact is archived with it, unless something is still open; archiving in Odoo changes nothing in"
        " SAGE",
    )
    duret_sage_payer = fields.Char("Paying Client", groups=OFFICE, help="Number of the client who pays (CT_NumPayeur)")
    duret_sage_category = fields.Char("Quality", groups=OFFICE, help="CT_Qualite")
    duret_sage_title = fields.Char("Civility in SAGE", groups=OFFICE)
    duret_sage_is_gone = fields.Boolean("Gone from SAGE", readonly=True, copy=False, groups=OFFICE)
    # Archived by the exchange: only then may the exchange take the contact out of the archive.
    duret_sage_is_aside = fields.Boolean(readonly=True, copy=False, groups="base.group_system")
    # field -> [our value, SAGE's writing of it]: SAGE's writing holds as long as our value stays (« 1 rue X » typed
    # otherwise, a country that Odoo does not know, two numbers in one cell).
    duret_sage_words = fields.Json(readonly=True, copy=False, groups="base.group_system")

    @api.model
    def _duret_sage_fields(self):
        """Override: fields of clients and contacts."""
        return TRAVELLING

    @api.model
    def _duret_sage_technical(self):
        """Override: also what the exchange remembers of a contact."""
        return super()._duret_sage_technical() | TECHNICAL

    def _update_address(self, vals):
        """Override: core writes the address of a firm into its people, and the other way, behind write()."""
        if not self._duret_sage_fields().isdisjoint(vals):
            self._duret_sage_touch()
        return super()._update_address(vals)

    # --- what core asks the database for each contact
    def _duret_sage_applies(self):
        """Tell whether the exchange writes: people cannot say so, it has the rights of the superuser."""
        return self.env.su and bool(self.env.context.get("duret_sage_applying"))

    def _check_vat(self, validation="error"):
        """Override: the exchange has judged numbers of VAT already, for all its changes at once."""
        return None if self._duret_sage_applies() else super()._check_vat(validation=validation)

    def _deduce_country_code(self):
        """Override: the same answer (country of the number of VAT, else of the contact) without its questions."""
        if not self._duret_sage_applies():
            return super()._deduce_country_code()
        prefix, prefixes = (self.vat or "")[:2].upper(), self.env["duret.sage.desk.client"]._vat_prefixes()
        ours = COUNTRY_OF_PREFIX.get(prefix, prefix) in prefixes and self.country_code in prefixes
        return prefix if ours else self.country_code

    @api.model
    def _add_missing_default_values(self, values):
        """Override: the desk has asked for the defaults once for all its new contacts."""
        if self._duret_sage_applies() and self.env.context.get("duret_sage_complete"):
            return values
        return super()._add_missing_default_values(values)

    def _check_company(self, fnames=None):
        """Override: the exchange sets nothing that belongs to a company."""
        return None if self._duret_sage_applies() else super()._check_company(fnames)

    @api.ondelete(at_uninstall=False)
    def _duret_sage_unlink(self):
        """Whoever SAGE has is archived, not deleted; of others the exchange forgets what it knew."""
        mine = [("model", "=", self._name), ("res_id", "in", self.ids)]
        # sudo: whether SAGE knows these contacts decides; who may delete them is asked by core.
        bindings = self.env["duret.sage.binding"].sudo().search(mine, limit=5)
        # sudo: as above
        operations = self.env["duret.sage.operation"].sudo().search(mine)
        opened = operations.filtered(lambda one: one.state in OPEN_OPERATIONS)
        awaited = opened.filtered(lambda one: one.state != "pending" or one.attempts)
        if bindings or awaited:
            known = self.browse({*bindings.mapped("res_id"), *awaited.mapped("res_id")})
            raise UserError(
                self.env._(
                    "SAGE knows these contacts: archive them instead of deleting them.\n%s",
                    "\n".join(partner.display_name for partner in known),
                )
            )
        opened.unlink()
        (operations - opened)._forget_content()
        for model in ABOUT:
            # sudo: as above; what was noted about a contact that is no more.
            self.env[model].sudo().search(mine).unlink()
