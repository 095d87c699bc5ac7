# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..guarding import refusals


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _get_thread_with_access(self, thread_id, *, mode="read", **kwargs):
        """As the portal's chatter does, but the secret of an expired link gives no thread.

        :param int thread_id: id of the document
        :param str mode: right needed without a secret ("read", "write"…)
        :param kwargs: secrets of the link (token, hash, pid)
        :return: the document, or an empty recordset
        """
        if self._mail_post_token_field not in self._fields:
            # No secret of this model exists: the portal would fail while comparing it.
            kwargs = {key: value for key, value in kwargs.items() if key not in ("hash", "pid", "token")}
        thread = super()._get_thread_with_access(thread_id, mode=mode, **kwargs)
        by_right = thread and thread.sudo(False).has_access(mode)
        if thread and not by_right and hasattr(thread, "_duret_link_expired") and thread._duret_link_expired():
            thread = self.browse()
        if not thread and any(kwargs.values()):
            refusals.mark()
        return thread
