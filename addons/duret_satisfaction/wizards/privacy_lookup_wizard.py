"""A client asks what is known of him: his opinions are found."""

from odoo import api, models
from odoo.tools import SQL, email_normalize

REQUEST, SITE = "duret.satisfaction.request", "fsm.location"
# Contacts that a site may name, depending on what is installed; its own address is a contact too.
SITE_CONTACTS = ("partner_id", "owner_id", "contact_id", "shipping_address_id")


class PrivacyLookupWizard(models.TransientModel):
    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        """Override: core reads a column « active » that sites borrow from their contact: its statement fails."""
        return [*super()._get_query_models_blacklist(), SITE]

    def _get_query(self):
        """Override: core finds requests by their contact; those whose answer holds the address are added.

        The rows of the outbox and the refusals go with the contact (they are deleted with it): core leaves such
        models out, but whoever asks must be told of them.
        """
        address = email_normalize(self.email.strip()) or self.email.strip()
        return SQL(
            "%s UNION %s UNION %s UNION %s UNION %s",
            super()._get_query(),
            self._duret_found(SITE, self._duret_of_contact("fsm_location", address, self._duret_site_contacts())),
            self._duret_found(
                REQUEST,
                SQL(
                    "SELECT id FROM duret_satisfaction_request WHERE user_input_id IN"
                    " (SELECT id FROM survey_user_input WHERE email ILIKE %s)",
                    f"%{self.email.strip()}%",
                ),
            ),
            self._duret_found("duret.relance.message", self._duret_of_contact("duret_relance_message", address)),
            self._duret_found("duret.relance.opt.out", self._duret_of_contact("duret_relance_opt_out", address)),
        )

    @api.model
    def _duret_site_contacts(self):
        """Columns of a site that name a contact."""
        known = self.env[SITE]._fields
        return [name for name in SITE_CONTACTS if name in known and known[name].store]

    @api.model
    def _duret_found(self, model, ids):
        """Rows of the look-up for the records of a model.

        :param SQL ids: statement that gives their ids
        :return: SQL
        """
        return SQL(
            "SELECT %s AS res_model_id, id AS res_id, True AS is_active FROM (%s) AS found",
            self.env["ir.model"]._get_id(model),
            ids,
        )

    def _duret_of_contact(self, table, address, columns=("partner_id",)):
        """Rows of a table that name the contact, as core finds him: by his address or his name."""
        contacts = SQL(
            "(SELECT id FROM res_partner WHERE email_normalized = %s OR name ILIKE %s)", address, self.name.strip()
        )
        conditions = [SQL("%s IN %s", SQL.identifier(column), contacts) for column in columns]
        return SQL("SELECT id FROM %s WHERE %s", SQL.identifier(table), SQL(" OR ").join(conditions))
