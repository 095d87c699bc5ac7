from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail_comment(self, res_ids):
        """Override: an answer sent from a model counts as one use of it, whatever way the model was chosen."""
        messages = super()._action_send_mail_comment(res_ids)
        if self.model == "helpdesk.ticket" and self.template_id.duret_is_answer:
            self.env["duret.template.use"]._record(self.template_id, self.env[self.model].browse(res_ids))
        return messages
