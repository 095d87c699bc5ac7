from odoo import api, models

from .mail_thread import trace_of


class MailAliasDomain(models.Model):
    _name = "mail.alias.domain"
    _inherit = ["duret.known.by.heart", "mail.alias.domain"]
    # What our own addresses are made of (see `duret.mail.gateway`).
    _duret_heart_fields = frozenset({"name", "bounce_alias", "catchall_alias"})

    @api.model
    def _find_aliases(self, email_list):
        """Override: in a delivery each address is looked up once.

        Odoo asks about the sender and the recipients eight times a message, with two queries each; nothing that a
        delivery does makes an alias, and whether one address is an alias does not depend on the others.

        :param list email_list: normalized addresses
        :return: those that are aliases, in order
        """
        trace = trace_of(self.env)
        if not trace:
            return super()._find_aliases(email_list)
        unknown = [email for email in email_list if email not in trace.is_own_address]
        if unknown:
            found = set(super()._find_aliases(unknown))
            trace.is_own_address.update({email: email in found for email in unknown})
        return [email for email in email_list if trace.is_own_address[email]]
