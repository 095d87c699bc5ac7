"""A client asks what is known of him: what the exchange with SAGE keeps is found."""

from odoo import api, models
from odoo.tools import SQL, email_normalize

BY_RECORD = ("binding", "operation", "match", "run_line", "gap")
BY_KEY = ("inbox", "conflict")
# Column in which a table holds what came, as it came
AS_IT_CAME = {"inbox": "record", "rejection": "raw"}


class PrivacyLookupWizard(models.TransientModel):
    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        """Override: core finds rows by a link to the contact; the exchange points by model and number, or by a key.

        Records and lines that nobody could take in yet are found by the address that stands in them.
        """
        address = email_normalize(self.email.strip()) or self.email.strip()
        contacts = SQL(
            "(SELECT id FROM res_partner WHERE email_normalized = %s OR name ILIKE %s)", address, self.name.strip()
        )
        return SQL(" UNION ").join(
            [
                super()._get_query(),
                *(self._duret_sage_found(name, self._duret_sage_of_record(contacts)) for name in BY_RECORD),
                *(self._duret_sage_found(name, self._duret_sage_of_key(contacts)) for name in BY_KEY),
                *(
                    self._duret_sage_found(name, SQL("t.%s::text ILIKE %s", SQL.identifier(column), f"%{address}%"))
                    for name, column in AS_IT_CAME.items()
                ),
            ]
        )

    @api.model
    def _duret_sage_found(self, name, condition):
        """Rows of the look-up for one table of the exchange.

        :param str name: of the table, without its beginning
        :param SQL condition: on `t`
        :return: SQL
        """
        return SQL(
            "SELECT %s AS res_model_id, t.id AS res_id, True AS is_active FROM %s t WHERE %s",
            self.env["ir.model"]._get_id(f"duret.sage.{name.replace('_', '.')}"),
            SQL.identifier(f"duret_sage_{name}"),
            condition,
        )

    @api.model
    def _duret_sage_of_record(self, contacts):
        return SQL("t.model = 'res.partner' AND t.res_id IN %s", contacts)

    @api.model
    def _duret_sage_of_key(self, contacts):
        """SQL condition: the key is that of a contact's record in SAGE."""
        return SQL(
            """EXISTS (SELECT FROM duret_sage_binding b WHERE b.backend_id = t.backend_id AND b.entity = t.entity
                          AND b.key = t.key AND b.model = 'res.partner' AND b.res_id IN %s)""",
            contacts,
        )
