from odoo import api, models, tools

from .mail_thread import trace_of


class MailAlias(models.Model):
    _name = "mail.alias"
    _inherit = ["duret.known.by.heart", "mail.alias"]
    # What our own addresses are made of (see `duret.mail.gateway`).
    _duret_heart_fields = frozenset(
        {
            *("alias_name", "alias_domain_id", "alias_incoming_local"),
            *("alias_model_id", "alias_parent_model_id", "alias_parent_thread_id"),
        }
    )

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        """Override: no « your message could not be delivered » for a message that is kept.

        The inbox quarantines it and a person takes it up; marking the alias invalid for one hostile message
        would alarm the sender of every other one. A refusal by the alias' own rule is recorded too.
        """
        if trace_of(self.env):
            return None
        return super()._alias_bounce_incoming_email(message, message_dict, set_invalid=set_invalid)

    @api.model
    @tools.ormcache("parent_model")
    def _duret_addresses_of(self, parent_model):
        """Addresses that answers about the documents of one model come back to.

        :param str parent_model: name of the model that owns the aliases
        :return: dict {id of its record: address}, the first one in Odoo's order
        """
        # sudo: the address of a team, which every mail shows.
        aliases = self.sudo().search(
            [
                ("alias_domain_id", "!=", False),
                ("alias_parent_model_id.model", "=", parent_model),
                ("alias_parent_thread_id", "!=", False),
                ("alias_name", "!=", False),
            ]
        )
        return {alias.alias_parent_thread_id: alias.alias_full_name for alias in reversed(aliases)}
