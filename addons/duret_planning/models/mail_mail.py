from odoo import api, models


class MailMail(models.Model):
    """The outbox of visits hears what became of its mails."""

    _inherit = "mail.mail"

    @api.model
    def _duret_outboxes(self):
        """Override: the messages about visits."""
        return [*super()._duret_outboxes(), "duret.visit.message"]
