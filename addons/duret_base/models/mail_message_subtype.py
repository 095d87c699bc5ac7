# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models, tools


class MailMessageSubtype(models.Model):
    _inherit = "mail.message.subtype"

    @api.model
    @tools.ormcache()
    def _duret_internal_ids(self):
        """Kinds of messages that employees alone may read; Odoo forgets what it knows of subtypes when one changes.

        :return: frozenset of ids
        """
        # sudo: which kinds are internal is asked about everybody's messages; only ids leave this method.
        return frozenset(self.sudo().search([("internal", "=", True)]).ids)
