from odoo import models
from odoo.tools import SQL

from odoo.addons.duret_base.duret_phones import parse_cell

from ..sage.people import join_name, split_name
from ..sage.records import CLIENT, CONTACT
from .duret_sage_desk_partner import PARTNER

PLAIN = {"function": "function", "email": "email", "title": "duret_sage_title"}
NAMES = ("first_name", "last_name")
# Kinds of numbers that SAGE's two columns hold
SLOTS = {"phone": "n.kind <> 'mobile'", "mobile": "n.kind = 'mobile'"}


class DuretSageDeskContact(models.AbstractModel):
    """Contacts of SAGE (F_CONTACTT) are the people of a client in Odoo; addresses and sites are none."""

    _name = "duret.sage.desk.contact"
    _description = "Desk of the Exchange with SAGE: Contacts of Clients"
    _inherit = ["duret.sage.desk.partner.asking", "duret.sage.desk.partner"]

    _entity = CONTACT

    # --- reading
    def _columns(self):
        """Override: the two names are made of the one of Odoo (`_raw`)."""
        return {
            **{name: SQL.identifier("p", field) for name, field in PLAIN.items()},
            **{name: self._number_sql(condition) for name, condition in SLOTS.items()},
            **dict.fromkeys(NAMES, SQL("p.name")),
        }

    def _raw(self, row):
        """Override."""
        values = super()._raw(row)
        values["first_name"], values["last_name"] = split_name(row["last_name"] or "")
        return values

    def _has_parent(self):
        """Override."""
        return True

    def _around(self, backend):
        """Override: the client, as far as SAGE has him."""
        return SQL(
            """LEFT JOIN duret_sage_binding client ON client.backend_id = %s AND client.entity = %s
                     AND client.model = %s AND client.res_id = p.commercial_partner_id AND client.state <> 'gone'""",
            backend.id,
            CLIENT,
            PARTNER,
        )

    def _belongs(self, backend):
        """Override: a person of a client whom SAGE has."""
        return SQL("(p.active AND client.id IS NOT NULL AND %s)", self._is_person())

    def _is_person(self):
        """SQL condition on `p`: somebody of a client, no address, no site, nobody of ours."""
        return SQL(
            """(p.parent_id IS NOT NULL AND p.commercial_partner_id <> p.id AND p.type = 'contact'
                AND COALESCE(p.name, '') <> '' AND %s)""",
            self._is_nobody_of_ours(),
        )

    def _is_indexed(self):
        """Override."""
        return self._is_person()

    def _is_free(self, backend):
        """Override: an archived person is not proposed, nor who is none of a client any more."""
        return SQL("EXISTS (SELECT FROM res_partner p WHERE p.id = k.res_id AND p.active AND %s)", self._is_person())

    # --- writing
    def _fault(self, change, before, tables):
        """Override: somebody has a name."""
        fault = super()._fault(change, before, tables)
        return fault or (None if self._name_of(change, before) else ("nameless", change.parent or ""))

    def _name_of(self, change, before):
        told = {name: change.values.get(name, before.values[name] if before else "") for name in NAMES}
        return join_name(told["first_name"], told["last_name"])

    def _creation(self, change, tables):
        """Override: who is new has the address and the accounting fields of the client, as core gives them."""
        client = self.env[PARTNER].browse(int(change.parent))
        return {
            **super()._creation(change, tables),
            **client._get_address_values(),
            **client._get_commercial_values(),
            "type": "contact",
            "company_id": client.company_id.id,
        }

    def _values(self, change, before, tables):
        """Override."""
        vals = {field: change.values[name] or False for name, field in PLAIN.items() if name in change.values}
        if any(name in change.values for name in NAMES):
            vals["name"] = self._name_of(change, before)
        if change.parent:
            vals["parent_id"] = int(change.parent)
        return vals

    def _phone_changes(self, partner, change):
        """Override: SAGE's two columns are the first number that is a mobile and the first that is none."""
        rows, gone = [], self.env["duret.phone"]
        phones = partner.duret_phone_ids.sorted(lambda phone: (phone.sequence, phone.id))
        for rank, name in enumerate(SLOTS):
            if name not in change.values:
                continue
            slot = phones.filtered(lambda phone, name=name: (phone.kind == "mobile") == (name == "mobile"))[:1]
            added = self._new_numbers(partner, phones, change.values[name], slot.sequence if slot else 10 + rank)
            if slot and change.values[name] not in (slot.e164, slot.number):
                gone |= slot
            rows += [row for row in added if row["number"] not in {one["number"] for one in rows}]
        return rows, gone

    def _new_numbers(self, partner, phones, text, sequence):
        """Give the values of the numbers of a text that the contact has not."""
        known = set(phones.mapped("e164")) | set(phones.mapped("number"))
        numbers = parse_cell(text, partner._duret_phone_region()) if text else []
        new = [number for number in numbers if not known & {number.e164 or number.raw, number.raw}]
        return partner._prepare_duret_phones(new, sequence)
