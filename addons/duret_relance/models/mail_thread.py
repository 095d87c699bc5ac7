"""A mail that comes back makes its follow-up a failed one."""

from odoo import api, models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Override: the follow-up that came back is shown as failed; its address is in error from now on."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        bounced = message_dict.get("bounced_message")
        if bounced:
            # sudo: the mail gateway handles a delivery report; it has no user of its own.
            rows = self.env["duret.relance.message"].sudo().search([("mail_message_id", "in", bounced.ids)])
            rows._mark_failed(self.env._("The mail came back: address in error."), again=False)
        return result
