from odoo import models

from .mail_thread import trace_of


class MailAlias(models.Model):
    _name = "mail.alias"
    _inherit = ["duret.known.by.heart", "mail.alias"]
    # What our own addresses are made of (see `duret.mail.gateway`).
    _duret_heart_fields = frozenset({"alias_name", "alias_domain_id", "alias_incoming_local"})

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        """Override: no « your message could not be delivered » for a message that is kept.

        The inbox quarantines it and a person takes it up; marking the alias invalid for one hostile message
        would alarm the sender of every other one. A refusal by the alias' own rule is recorded too.
        """
        if trace_of(self.env):
            return None
        return super()._alias_bounce_incoming_email(message, message_dict, set_invalid=set_invalid)
