from odoo import api, models

from .mail_thread import trace_of

ADDRESS_FIELDS = {"alias_name", "alias_domain_id"}  # what an address is made of


class MailAlias(models.Model):
    _inherit = "mail.alias"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: the gateway's list of own addresses is read again."""
        created = super().create(vals_list)
        self.env.registry.clear_cache()
        return created

    def write(self, vals):
        """Override: the gateway's list of own addresses is read again."""
        result = super().write(vals)
        if ADDRESS_FIELDS & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Override: the gateway's list of own addresses is read again."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        """Override: no « your message could not be delivered » for a message that is kept.

        The inbox quarantines it and a person takes it up; marking the alias invalid for one hostile message
        would alarm the sender of every other one. A refusal by the alias' own rule is recorded too.
        """
        if trace_of(self.env):
            return None
        return super()._alias_bounce_incoming_email(message, message_dict, set_invalid=set_invalid)
