import hashlib

from odoo import api, models, tools

from ..mailroom.verdict import ORIGIN_HEADER

# Types of mail.message that no person wrote: notifications, acknowledgements, templates sent by the system.
AUTOMATIC_TYPES = ("auto_comment", "email_outgoing", "notification", "out_of_office", "user_notification")


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    @tools.ormcache()
    def _duret_origin_mark(self):
        """Value of the header that marks our mail, to know it again: derived from the database's identity."""
        # sudo: one fixed parameter is read, only its digest leaves.
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid") or ""
        return hashlib.sha256(f"origin:{uuid}".encode()).hexdigest()[:32]

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Override: mark every mail as ours, and what no person wrote as automatic (RFC 3834, 5)."""
        results = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        for values in results:
            headers = values["headers"]
            headers.setdefault(ORIGIN_HEADER, self._duret_origin_mark())
            if self.message_type in AUTOMATIC_TYPES:
                headers.setdefault("Auto-Submitted", "auto-generated")
                headers.setdefault("X-Auto-Response-Suppress", "OOF, AutoReply")
        return results
