# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _duret_is_internal_note(self):
        """True when customers must not see the message: marked internal, an internal subtype or none, or addressed
        to employees (notifications). Same rule as the portal's `_get_search_domain_share`.

        :return: bool
        """
        self.ensure_one()
        return self.is_internal or not self.subtype_id or self.subtype_id.internal
