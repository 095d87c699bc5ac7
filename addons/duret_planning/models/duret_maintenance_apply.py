import psycopg2

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mail import plaintext2html

from ..contract_sheet import join_equipment

# Nobody is told of contracts that have run for years.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_activity_automation_skip": True,
}
REFUSED = (UserError, psycopg2.DataError, psycopg2.IntegrityError)
DEFAULTS = {"months": 12, "weeks": 4, "minutes": 60}


class DuretMaintenanceApply(models.AbstractModel):
    """Writing what the report announces: a row is written whole or not at all."""

    _name = "duret.maintenance.apply"
    _description = "Contract Spreadsheet: Writing"

    def _apply(self):
        """Write these rows, each one by itself; a row that is refused goes back to those to correct."""
        for row in self:
            try:
                with self.env.cr.savepoint():
                    row._apply_one()
                    self.env.flush_all()
            except REFUSED as error:
                self.env.invalidate_all()
                row._set({"outcome": "doubt", "reason": str(error)})

    def _apply_one(self):
        self.ensure_one()
        if self.outcome == "update":
            values, _unknown = self.contract_id._values_of_cells(self.changes)
            self.contract_id.write(values)
            self._set({"outcome": "updated"})
        elif self.outcome == "create":
            partner = self.partner_id or self._client_of_the_file() or self._create_client()
            contract = (
                self.env["duret.maintenance.contract"].with_context(**QUIET).create(self._contract_values(partner))
            )
            self._set({"outcome": "created", "contract_id": contract.id, "partner_id": partner.id})
        if not self.cell_number:
            self.contract_id.write(
                {"import_key": self.row_key, "import_cells": self._read_cells(self._understood(self))}
            )

    def _client_of_the_file(self):
        """The client whom an earlier row of the file, of the same name at the same place, made or found.

        :return: res.partner
        """
        domain = [
            ("sheet_id", "=", self.sheet_id.id),
            ("client_key", "=", self.client_key),
            ("outcome", "=", "created"),
        ]
        return self.search(domain, limit=1, order="line").contract_id.partner_id

    def _create_client(self):
        """Make the client that the row names.

        :return: res.partner
        """
        found = self._understood(self).found
        self.env["duret.maintenance.contract"].check_access("create")
        phones = [(0, 0, {"number": number, "sequence": 10 + rank}) for rank, number in enumerate(found.phones)]
        # sudo: whoever may make contracts (checked above) makes the clients that they need.
        partner = (
            self.env["res.partner"]
            .sudo()
            .with_context(**QUIET)
            .create(
                {
                    "name": found.client,
                    "street": found.street,
                    "zip": found.zip,
                    "city": found.city,
                    "email": found.email or False,
                    "country_id": self.env.company.country_id.id,
                    "duret_phone_ids": phones,
                    "lang": self.env.company.partner_id.lang or self.env.lang,
                    "comment": plaintext2html(
                        self.env._(
                            "Taken over from %(file)s, line %(line)s", file=self.sheet_id.file_name, line=self.line
                        )
                    ),
                }
            )
        )
        return partner.with_env(self.env)

    def _contract_values(self, partner):
        """Values of a new contract.

        :param partner: res.partner
        :return: dict
        """
        found = self._understood(self).found
        address = {"street": found.street, "zip": found.zip, "city": found.city}
        contracts = self.env["duret.maintenance.contract"].with_context(**QUIET)
        numbers = {name: getattr(found, name) for name in DEFAULTS}
        numbers = {name: DEFAULTS[name] if value is None else value for name, value in numbers.items()}
        person = contracts._technician_named(found.technician) if found.technician else self.sheet_id.person_id
        return {
            "partner_id": partner.id,
            "location_id": contracts._site_of(partner, address if found.city else None).id,
            "person_id": (person or self.sheet_id.person_id).id,
            "period_months": numbers["months"],
            "tolerance_weeks": numbers["weeks"],
            "minutes": numbers["minutes"],
            "last_date": found.last,
            "next_date": found.next,
            "state": found.state or "active",
            "to_call": self.colour == "call",
            "equipment": join_equipment(found.equipment),
            "note": found.note or False,
            "import_key": self.row_key,
        }
