"""Tells the outboxes of the suite what became of their mails."""

from odoo import api, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    def _duret_outboxes(self):
        """Outboxes whose rows wait for the outcome of a mail; an addon with one of its own adds it.

        :return: list of names of models with `mail_mail_id`, `_mark_sent()` and `_mark_failed(reason, again)`
        """
        return ["duret.relance.message"]

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        """Override: sent or failed, in the same transaction as the state of the mail itself."""
        for name in self._duret_outboxes():
            # sudo: the mail queue writes the outcome of mails that it was allowed to send.
            rows = self.env[name].sudo().search([("mail_mail_id", "in", self.ids)])
            if failure_type:
                reason = failure_reason or self[:1].failure_reason or failure_type
                rows._mark_failed(reason, again=failure_type in ("mail_smtp", "unknown"))
            else:
                rows._mark_sent()
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
