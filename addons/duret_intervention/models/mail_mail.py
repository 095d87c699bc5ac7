from odoo import models


class MailMail(models.Model):
    """Tells the outbox of reports what became of its mails."""

    _inherit = "mail.mail"

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        """Override: sent or failed, in the same transaction as the state of the mail itself."""
        # sudo: the mail queue writes the outcome of mails that it was allowed to send.
        rows = self.env["duret.report.message"].sudo().search([("mail_mail_id", "in", self.ids)])
        if failure_type:
            reason = failure_reason or self[:1].failure_reason or failure_type
            rows._mark_failed(reason, again=failure_type in ("mail_smtp", "unknown"))
        else:
            rows._mark_sent()
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
