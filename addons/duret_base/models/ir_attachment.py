# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import AccessError

from ..guarding import refusals


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _can_return_content(self, field_name=None, access_token=None):
        """As Odoo does, but a file of an internal note is for employees only, even with its secret, and the secret
        of a file ends with the link of its document.

        :param str field_name: field asked for
        :param str access_token: secret of the file
        :return: True when the content may be sent
        :raise AccessError: it may not
        """
        if not self.env.user._is_internal() and (self._duret_is_internal() or self._duret_secret_expired(access_token)):
            refusals.mark()
            raise AccessError(self.env._("This file is not available."))
        return super()._can_return_content(field_name, access_token)

    def _duret_is_internal(self):
        """True when every message that carries the file is an internal note (and at least one does).

        :return: bool
        """
        # Only whether the notes are internal is read: the answer closes a door, it never opens one.
        messages = self.env["mail.message"].sudo().search([("attachment_ids", "in", self.ids)])
        return bool(messages) and all(message._duret_is_internal_note() for message in messages)

    def _duret_secret_expired(self, access_token):
        """True when the visitor relies on the file's secret and the link of the file's document has expired.

        :param str access_token: secret of the file, or None
        :return: bool
        """
        # The model and id of the document are read to close the door, never to open it.
        attachment_sudo = self.sudo()
        document = self.env.get(attachment_sudo.res_model)
        if not access_token or document is None or not hasattr(document, "_duret_link_expired"):
            return False
        document = document.browse(attachment_sudo.res_id).exists()
        return bool(document) and not document.has_access("read") and document._duret_link_expired()
