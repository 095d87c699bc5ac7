from odoo import fields, models

from ..contact_match import POSSIBLE, SURE, Sheet, rank


class DuretImportCheck(models.AbstractModel):
    """The dry run: whom each row means, among the clients known already."""

    _name = "duret.import.check"
    _description = "Import: Check"

    def _sheet(self, values):
        """What a row says of a client, for the comparison.

        :param dict values: clean values
        :return: contact_match.Sheet
        """
        return Sheet(
            name=values.get("name", ""),
            phones=frozenset(values.get("phones", ())),
            email=values.get("email", ""),
            siret=values.get("siret", ""),
            street=values.get("street", ""),
            zip=values.get("zip", ""),
            city=values.get("city", ""),
        )

    def _check_batch(self, size):
        """Say what becomes of some rows; the number of queries does not depend on how many.

        :return: True while rows are left
        """
        lines = self.env["duret.import.line"].search(
            [("run_id", "=", self.id), ("outcome", "=", "pending")], limit=size, order="number"
        )
        if not lines:
            self.state = "checked"
            return False
        sheets = {line.id: self._sheet(line.row_values) for line in lines}
        by_ref = self._partners_by_ref(lines)
        partners = self.env["res.partner"]._duret_near(list(sheets.values()))
        known = {partner.id: partner._duret_known_sheet() for partner in partners}
        for line in lines:
            ref = line.row_values.get("ref")
            if ref in by_ref:
                line.write({"outcome": "link", "partner_id": by_ref[ref].id, "reason": self._match_text(("ref",))})
            else:
                self._decide(line, rank(sheets[line.id], known, 1))
        return True

    def _partners_by_ref(self, lines):
        refs = {line.row_values.get("ref") for line in lines} - {None}
        partners = self.env["res.partner"].search([("ref", "in", list(refs))], order="id desc") if refs else []
        return {partner.ref: partner for partner in partners}

    def _decide(self, line, ranked):
        """Write what becomes of one row.

        A likeness of 90 or more (same SIRET or e-mail, or same number and name) is the same client; from 60 on (same
        name and address, same number, almost the same name) a person decides; below it is a new client.

        :param line: duret.import.line
        :param list ranked: [(partner id, match)], the likeliest first
        """
        partner_id, match = ranked[0] if ranked else (False, None)
        score = match.score if match else 0
        if self.kind == "history":
            self._decide_history(line, partner_id, match)
        elif score >= SURE:
            line.write({"outcome": "link", "partner_id": partner_id, "reason": self._match_text(match.reasons)})
        elif score >= POSSIBLE:
            line.write({"outcome": "doubt", "partner_id": partner_id, "reason": self._match_text(match.reasons)})
        else:
            line.outcome = "create"

    def _decide_history(self, line, partner_id, match):
        """A request of the past belongs to a client who is known; it makes no client."""
        if not match or match.score < POSSIBLE:
            reason = self.env._("No client found: import the clients first, or add a telephone number or an e-mail")
            line.write({"outcome": "rejected", "reason": reason})
            return
        # The same name and the same place, or better: the likeness of a name alone is left to a person.
        sure = match.score >= SURE or "name_address" in match.reasons or "phone" in match.reasons
        values = {"partner_id": partner_id, "reason": self._match_text(match.reasons)}
        line.write(values | {"outcome": "create" if sure else "doubt"})

    def _match_text(self, reasons):
        partners = self.env["res.partner"]
        words = [
            self.env._("same client code") if reason == "ref" else partners._duret_reason_words(reason)
            for reason in reasons
        ]
        return ", ".join(words)

    def _line_title(self, entry):
        values = entry.values
        if self.kind == "clients":
            return values.get("name") or ""
        day = fields.Date.to_date(values["date"][:10]).strftime("%d/%m/%Y") if values.get("date") else ""
        return " – ".join(filter(None, [day, values.get("name"), values.get("subject")]))
