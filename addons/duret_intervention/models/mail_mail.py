from odoo import api, models


class MailMail(models.Model):
    """The outbox of reports hears what became of its mails."""

    _inherit = "mail.mail"

    @api.model
    def _duret_outboxes(self):
        """Override: the copies of reports that clients are sent."""
        return [*super()._duret_outboxes(), "duret.report.message"]
