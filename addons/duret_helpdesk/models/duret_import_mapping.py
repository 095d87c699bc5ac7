from odoo import api, fields, models

from ..sheet_import import KINDS, folded

KIND_NAMES = [("clients", "Clients"), ("history", "History of calls and requests")]
FIELD_NAMES = [
    ("name", "Name"),
    ("first_name", "First name"),
    ("company", "Company"),
    ("street", "Street"),
    ("street2", "Street (more)"),
    ("zip", "Postal code"),
    ("city", "Town"),
    ("country", "Country"),
    ("phone", "Telephone"),
    ("phone2", "Other telephone"),
    ("email", "E-mail"),
    ("siret", "SIRET"),
    ("ref", "Client code"),
    ("note", "Remarks on the client"),
    ("date", "Date"),
    ("subject", "Subject"),
    ("body", "Details"),
    ("type", "Type of request"),
]


class DuretImportMapping(models.Model):
    """What a column of a spreadsheet means, as a person said once: the next file with this header is understood."""

    _name = "duret.import.mapping"
    _description = "Meaning of a Spreadsheet Column"
    _order = "kind, header"
    _rec_name = "header"

    kind = fields.Selection(KIND_NAMES, required=True, readonly=True)
    header = fields.Char(required=True, readonly=True, help="In lower case, without accents and marks.")
    field = fields.Selection(FIELD_NAMES, "Meaning", help="Empty: the column is left out.")

    _header_unique = models.UniqueIndex("(kind, header)", "This header is already known.")

    @api.model
    def _remembered(self, kind):
        """What is known of the headers of a kind of sheet: the names that the template uses, then what people said.

        :param str kind: clients or history
        :return: dict {folded header: field or None}
        """
        own = {folded(name): field for field, name in self._fields_of(kind).items()}
        return own | {row.header: row.field or None for row in self.search([("kind", "=", kind)])}

    @api.model
    def _remember(self, kind, meanings):
        """Keep what a person said.

        :param str kind: clients or history
        :param dict meanings: {header as written: field or False}
        """
        said = {folded(header): field for header, field in meanings.items() if folded(header)}
        known = {row.header: row for row in self.search([("kind", "=", kind), ("header", "in", list(said))])}
        for header, row in known.items():
            if (row.field or False) != (said[header] or False):
                row.field = said[header]
        self.create(
            [{"kind": kind, "header": header, "field": field} for header, field in said.items() if header not in known]
        )

    @api.model
    def _fields_of(self, kind):
        """Fields that a kind of sheet has, with their names in the reader's language.

        :return: dict {field: name}
        """
        names = dict(self._fields["field"]._description_selection(self.env))
        return {name: names[name] for name in KINDS[kind]}
