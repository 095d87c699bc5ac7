from odoo import api, models
from odoo.tools import SQL, ormcache

from ..sage.countries import folded, index
from ..sage.errors import BadData
from ..sage.people import is_firm
from ..sage.records import CLIENT
from .duret_sage_desk_partner import PARTNER
from .duret_sage_partner import COUNTRY_OF_PREFIX

# Canonical field -> field of Odoo, taken over as text
PLAIN = {
    "number": "duret_sage_number",
    "name": "name",
    "name2": "duret_sage_name2",
    "street": "street",
    "street2": "street2",
    "zip": "zip",
    "city": "city",
    "fax": "duret_sage_fax",
    "email": "email",
    "website": "website",
    "siret": "company_registry",
    "vat": "vat",
    "ape": "duret_sage_ape",
    "contact": "duret_sage_contact",
    "comment": "duret_sage_comment",
    "payer": "duret_sage_payer",
    "category": "duret_sage_category",
}
YES_NO = {"prospect": "duret_sage_is_prospect", "asleep": "duret_sage_is_asleep"}


class DuretSageDeskClient(models.AbstractModel):
    """Clients of SAGE (F_COMPTET) are the contacts of Odoo that stand for themselves: firms, and private people.

    « Asleep » (CT_Sommeil) is a mark of its own: it archives the contact as long as nothing is open with it, and takes
    it back. The other way round nothing travels: people archive contacts for reasons that are not SAGE's.
    """

    _name = "duret.sage.desk.client"
    _description = "Desk of the Exchange with SAGE: Clients"
    _inherit = ["duret.sage.desk.partner.asking", "duret.sage.desk.partner"]

    _entity = CLIENT

    # --- reading
    def _columns(self):
        """Override."""
        return {
            **{name: SQL.identifier("p", field) for name, field in PLAIN.items()},
            **{name: SQL("COALESCE(%s, FALSE)", SQL.identifier("p", field)) for name, field in YES_NO.items()},
            "country": SQL("COALESCE(country.name->>'fr_FR', country.name->>'en_US')"),
            "phone": self._number_sql(),
        }

    # --- who belongs into SAGE
    def _belongs(self, backend):
        """Override: see `pushed_clients`."""
        stranger = SQL("EXISTS (SELECT FROM res_users u WHERE u.partner_id = p.id)")
        supplier = SQL("COALESCE(p.supplier_rank, 0) > 0 AND COALESCE(p.customer_rank, 0) = 0")
        wanted = {
            "none": SQL("FALSE"),
            "customers": self._has_business(),
            "all": SQL("(%s OR NOT (%s) AND NOT (%s))", self._has_business(), stranger, supplier),
        }[backend.pushed_clients or "none"]
        return SQL(
            """(p.active AND p.commercial_partner_id = p.id AND COALESCE(p.name, '') <> ''
                AND COALESCE(p.company_id, %s) = %s AND %s AND %s)""",
            backend.company_id.id,
            backend.company_id.id,
            wanted,
            self._is_nobody_of_ours(),
        )

    def _may_be_new(self, backend):
        """Override: a contact that has a number of SAGE but no binding is there already: it waits to be recognised."""
        return SQL("(COALESCE(p.duret_sage_number, '') = '' AND %s)", super()._may_be_new(backend))

    def _has_business(self):
        """SQL condition on `p`: a quotation, an invoice, or a number of SAGE."""
        return SQL(
            """(p.duret_sage_number IS NOT NULL
                OR EXISTS (SELECT FROM sale_order o JOIN res_partner buyer ON buyer.id = o.partner_id
                            WHERE buyer.commercial_partner_id = p.id AND o.state <> 'cancel')
                OR EXISTS (SELECT FROM account_move m
                            WHERE m.commercial_partner_id = p.id
                              AND m.move_type IN ('out_invoice', 'out_refund') AND m.state <> 'cancel'))"""
        )

    def _is_indexed(self):
        """Override: whoever stands for himself and is not of ours."""
        return SQL("(p.commercial_partner_id = p.id AND %s)", self._is_nobody_of_ours())

    def _is_free(self, backend):
        """Override: an archived contact is not proposed, nor one of another company or who is no client any more."""
        return SQL(
            """EXISTS (SELECT FROM res_partner p WHERE p.id = k.res_id AND p.active AND %s
                          AND COALESCE(p.company_id, %s) = %s)""",
            self._is_indexed(),
            backend.company_id.id,
            backend.company_id.id,
        )

    # --- writing
    def _tables(self, backend):
        """Override: countries by their names and codes; codes that stand before numbers of VAT."""
        rows = self.env.execute_query_dict(SQL("SELECT id, code, name FROM res_country ORDER BY id"))
        return super()._tables(backend) | {
            "country": index((row["id"], row["code"] or "", row["name"].values()) for row in rows),
            "code": {row["id"]: row["code"] for row in rows},
            "prefixes": self._vat_prefixes(),
        }

    @api.model
    @ormcache()
    def _vat_prefixes(self):
        """Codes of the countries whose numbers of VAT begin with their code."""
        return frozenset(self.env["res.country.group"].search([("code", "=", "EU_PREFIX")]).country_ids.mapped("code"))

    def _faults(self, backend, changes):
        """Override: also numbers that belong to another contact."""
        faults = super()._faults(backend, changes)
        owners = self._owners_of_numbers(backend, changes)
        leaving = {change.local for change in changes if change.local and "number" in change.values}
        for rank, change in enumerate(changes):
            number = change.values.get("number")
            owner = owners.get(number, change.local)
            if number and owner != change.local and owner not in leaving:
                faults.setdefault(rank, BadData(0, "number_taken", number))
        return faults

    def _owners_of_numbers(self, backend, changes):
        """Give the contact that has each number now: {number: name of the record}; who is gone from SAGE has none."""
        rows = self._holders(backend, changes)
        return {number: str(owner) for number, owner, is_gone in rows if not is_gone}

    def _holders(self, backend, changes):
        """Give (number, id, whether it is gone from SAGE) of the contacts that bear a number that changes tell."""
        numbers = {change.values["number"] for change in changes if change.values.get("number")}
        if not numbers:
            return []
        self.env[PARTNER].flush_model(["duret_sage_number", "company_id", "duret_sage_is_gone"])
        return self.env.execute_query(
            SQL(
                """SELECT duret_sage_number, id, COALESCE(duret_sage_is_gone, FALSE) FROM res_partner
                    WHERE duret_sage_number IN %s AND COALESCE(company_id, 0) = %s""",
                tuple(numbers),
                self._company(backend) or 0,
            )
        )

    def _fault(self, change, before, tables):
        """Override: a client has a name, and a number of VAT that can be one."""
        fault = super()._fault(change, before, tables)
        if fault:
            return fault
        told = {**(before.values if before else {}), **change.values}
        if not told.get("name"):
            return "nameless", told.get("number", "")
        vat = change.values.get("vat")
        country = tables["country"].get(folded(told.get("country", "")))
        if vat and not self._is_vat(vat, tables["code"].get(country), tables["prefixes"]):
            return "vat_refused", vat
        return None

    def _is_vat(self, vat, country, prefixes):
        """Tell whether Odoo takes a number of VAT (the rule of base_vat, which asks the database for each).

        :param country: code of the client's country, None when it is unknown: nothing is checked then
        :param prefixes: codes of the countries whose numbers begin with their code
        """
        if not country or vat == "/":
            return True
        partners = self.env[PARTNER]
        prefix, number = partners._split_vat(vat)
        prefix = COUNTRY_OF_PREFIX.get(prefix, prefix)
        if prefix in prefixes and partners._check_vat_number(prefix, number):
            return True
        return not (prefix in prefixes and country in prefixes) and bool(partners._check_vat_number(country, vat))

    def _partners(self, backend, changes, before):
        """Override: numbers that go from one contact to another are free before they are taken.

        SAGE gives the number of a client that was deleted there to another one: here it goes with it.
        """
        moving = [int(change.local) for change in changes if change.local and "number" in change.values]
        moving += [owner for _number, owner, is_gone in self._holders(backend, changes) if is_gone]
        if moving:
            self.env[PARTNER].browse(moving).write({"duret_sage_number": False})
            self.env[PARTNER].flush_model(["duret_sage_number"])
        return super()._partners(backend, changes, before)

    def _creation(self, change, tables):
        """Override: a firm or a person is decided once, people may correct it."""
        return {
            "is_company": is_firm(change.values),
            "customer_rank": 1,
            **super()._creation(change, tables),
        }

    def _values(self, change, before, tables):
        """Override."""
        vals = {field: change.values[name] or False for name, field in PLAIN.items() if name in change.values}
        vals |= {field: change.values[name] == "1" for name, field in YES_NO.items() if name in change.values}
        if "country" in change.values:
            vals["country_id"] = tables["country"].get(folded(change.values["country"]), False)
        return vals

    def _phone_changes(self, partner, change):
        """Override: SAGE has one number, the main one of Odoo; the others stay."""
        if "phone" not in change.values:
            return [], self.env["duret.phone"]
        return partner._duret_main_phone_changes(change.values["phone"])

    def _after_write(self, partners, changes):
        """Override: who falls asleep in SAGE is archived, who wakes up comes back."""
        told = {
            partner.id: change.values["asleep"] == "1"
            for partner, change in zip(partners, changes, strict=True)
            if "asleep" in change.values
        }
        asleep = self.env[PARTNER].with_context(**partners.env.context).browse([one for one in told if told[one]])
        awake = asleep.browse([one for one in told if not told[one]])
        if asleep:
            self._set_aside(asleep, self.env._("Asleep in SAGE: archived here."))
        self._take_back(awake)
