from odoo import fields, models

from odoo.addons.duret_base.duret_phones import parse_cell
from odoo.addons.duret_helpdesk.contact_match import POSSIBLE, SURE, Sheet, rank

from ..contract_sheet import EDITABLE, IDENTITY, canonical, changed_cells, client_key, contract_key, understand

COMPARED = ("period", "last", "next")


class DuretMaintenanceExamine(models.AbstractModel):
    """What becomes of a row: nothing is written but on the row itself."""

    _name = "duret.maintenance.examine"
    _description = "Contract Spreadsheet: Examination"

    def _examine(self):
        """Say what becomes of these rows; the number of queries does not depend on how many they are."""
        entries = {row.id: self._understood(row) for row in self}
        keys = {row.id: contract_key(entries[row.id].found) for row in self}
        known = self._known_contracts(entries, keys)
        firsts = self._first_rows(keys)
        waiting = []
        for row in self:
            entry, key = entries[row.id], keys[row.id]
            values = {"row_key": key, "client_key": client_key(entry.found), "remark": row._notes_text(entry.notes)}
            contract = known.get(entry.found.number) or (known.get(key) if not entry.found.number else None)
            if entry.doubts:
                values |= {"outcome": "doubt", "reason": row._doubts_text(entry.doubts), "contract_id": False}
            elif entry.found.number and not contract:
                values |= {"outcome": "doubt", "reason": row._doubts_text([("number", entry.found.number)])}
            elif not entry.found.number and firsts[key] < row.line:
                values |= row._against_first(firsts[key])
            elif contract:
                values |= row._against_contract(entry, contract)
            else:
                waiting.append(row)
            row._set(values)
        self._examine_clients(waiting, entries)

    def _set(self, values):
        """Write on the row itself without examining it again."""
        changed = {
            name: value
            for name, value in values.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
        if changed:
            self.with_context(duret_examining=True).write(changed)

    def _understood(self, row):
        """What a row says.

        :return: contract_sheet.Entry
        """
        region = self.env.company.country_id.code or "FR"
        today = fields.Date.context_today(self)

        def phones(text):
            return [number.e164 for number in parse_cell(text, region) if number.e164]

        return understand(row._texts(), row.colour or "", today, phones)

    def _known_contracts(self, entries, keys):
        """Contracts by their number and by their key, in one query.

        :return: dict {number or key: duret.maintenance.contract}
        """
        numbers = [entry.found.number for entry in entries.values() if entry.found.number]
        contracts = self.env["duret.maintenance.contract"].search(
            ["|", ("name", "in", numbers), ("import_key", "in", list(set(keys.values())))]
        )
        return {one.name: one for one in contracts} | {one.import_key: one for one in contracts if one.import_key}

    def _first_rows(self, keys):
        """The first line of each key in its file.

        :return: dict {key: line}
        """
        mine = {}
        for row in self:
            mine[keys[row.id]] = min(row.line, mine.get(keys[row.id], row.line))
        others = self._read_group(
            [
                ("sheet_id", "in", self.sheet_id.ids),
                ("row_key", "in", list(mine)),
                ("id", "not in", self.ids),
                ("outcome", "not in", ("ignored", "left_out", "duplicate")),
            ],
            ["row_key"],
            ["line:min"],
        )
        return mine | {key: min(line, mine[key]) for key, line in others}

    def _read_cells(self, entry):
        """The cells of this row that may change a contract, in their one writing; colour and month included."""
        cells = canonical({name: text for name, text in self._texts().items() if name in EDITABLE})
        if entry.found.state:
            cells["state"] = entry.found.state
        if entry.found.next:
            cells["next"] = f"{entry.found.next:%d/%m/%Y}"
        return cells

    def _against_contract(self, entry, contract):
        """A row whose contract exists: which cells changed in the file, or which changed on both sides.

        :return: dict of values
        """
        now, read = contract._cell_texts(), self._read_cells(entry)
        written = contract.import_cells
        values = {"contract_id": contract.id, "changes": False, "reason": False}
        if entry.found.number:
            present = {f"cell_{name}" for name in self.sheet_id.columns or ()}
            read = {name: text for name, text in read.items() if f"cell_{name}" in present}
            written = (self.sheet_id.origin or {}).get(contract.name)
            identity = canonical({name: text for name, text in self._texts().items() if name in IDENTITY})
            moved = [name for name in identity if f"cell_{name}" in present and identity[name] != now[name]]
            moved = [name for name in moved if not written or identity[name] != written.get(name)]
            if moved:
                return values | {"outcome": "doubt", "reason": self._identity_text(moved)}
        changes, conflicts = changed_cells(written, read, now)
        if conflicts:
            return values | {"outcome": "doubt", "reason": self._conflict_text(conflicts, read, now)}
        _values, unknown = self.env["duret.maintenance.contract"]._values_of_cells(changes)
        if unknown:
            return values | {"outcome": "doubt", "reason": self._doubts_text([("technician", changes["technician"])])}
        if not changes:
            return values | {"outcome": "same"}
        return values | {"outcome": "update", "changes": changes, "remark": self._changes_text(changes, now)}

    def _against_first(self, line):
        """The same contract stands higher up: told, and held back when the dates are not the same.

        :return: dict of values
        """
        first = self.search([("sheet_id", "=", self.sheet_id.id), ("line", "=", line)])
        one, other = (canonical(row._texts()) for row in (first, self))
        differs = [name for name in COMPARED if one[name] != other[name]]
        if differs:
            return {"outcome": "doubt", "reason": self._twin_text(line, differs), "contract_id": False}
        return {"outcome": "duplicate", "reason": self._twin_text(line, ()), "contract_id": False}

    # --- clients ------------------------------------------------------------------------------------------------
    def _examine_clients(self, rows, entries):
        """Whom each new contract means, among the clients known already.

        A likeness of 90 or more is the same client, from 60 on a person decides, below it is a new client: the rules
        of the import of clients.
        """
        free = [row for row in rows if not row.client_choice]
        sheets = {row.id: self._sheet_of(entries[row.id].found) for row in free}
        partners = self.env["res.partner"]._duret_near(list(sheets.values())) if sheets else self.env["res.partner"]
        partners = partners.filtered(lambda partner: partner.type != "fsm_location")
        known = {partner.id: partner._duret_known_sheet() for partner in partners}
        for row in rows:
            values = {"outcome": "create", "reason": False, "contract_id": False}
            if row.id in sheets:
                values |= self._client_verdict(rank(sheets[row.id], known, 1))
            row._set(values)

    def _client_verdict(self, ranked):
        partner_id, match = ranked[0] if ranked else (False, None)
        if not match or match.score < POSSIBLE:
            return {"partner_id": False}
        if match.score >= SURE:
            return {"partner_id": partner_id}
        partner = self.env["res.partner"].browse(partner_id)
        return {"outcome": "doubt", "partner_id": partner_id, "reason": self._client_text(partner, match)}

    def _sheet_of(self, found):
        """What a row says of its client, for the comparison.

        :return: contact_match.Sheet
        """
        return Sheet(found.client, frozenset(found.phones), found.email, "", found.street, found.zip, found.city)
