from odoo import api, models, tools

from .mail_thread import trace_of


class MailAliasDomain(models.Model):
    _name = "mail.alias.domain"
    _inherit = ["duret.known.by.heart", "mail.alias.domain"]
    # What our own addresses are made of (see `duret.mail.gateway`).
    _duret_heart_fields = frozenset({"name", "bounce_alias", "catchall_alias", "default_from"})

    @api.model
    def _find_aliases(self, email_list):
        """Override: in a delivery our addresses are known by heart.

        Odoo asks about the sender and the recipients eight times a message, with two queries each; whether one address
        is an alias does not depend on the others.

        :param list email_list: normalized addresses
        :return: those that are aliases, in order
        """
        if not trace_of(self.env):
            return super()._find_aliases(email_list)
        whole, local, domains = self._duret_alias_book()
        # sudo: one parameter that says for which domains the part before the @ is enough.
        allowed = self.env["ir.config_parameter"].sudo().get_param("mail.catchall.domain.allowed") or ""
        allowed = set(filter(None, allowed.split(",")))
        allowed |= domains if allowed else set()

        def is_alias(email):
            name, _at, domain = email.partition("@")
            return email in whole or (name in local and (not allowed or domain in allowed))

        return [email for email in email_list if email and "@" in email and is_alias(email)]

    @api.model
    @tools.ormcache()
    def _duret_alias_book(self):
        """What an address of ours may be.

        :return: (whole addresses, names that are enough whatever the domain, our domains), frozensets of str
        """
        # sudo: every alias and domain, whoever the gateway works for; only a membership test is made of them.
        domains, aliases = self.sudo().search([]), self.env["mail.alias"].sudo().search([])
        whole = aliases.mapped("alias_full_name")
        for name in ("bounce_email", "catchall_email", "default_from_email"):
            whole += domains.mapped(name)
        local = aliases.filtered("alias_incoming_local").mapped("alias_name")
        return frozenset(filter(None, whole)), frozenset(filter(None, local)), frozenset(domains.mapped("name"))
