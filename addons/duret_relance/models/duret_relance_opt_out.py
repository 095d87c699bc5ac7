"""Clients who no longer want to be followed up, on one subject or on all."""

import hmac as _hmac
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.tools.misc import hmac

PURPOSES = [
    ("request", "Requests waiting for the client"),
    ("quotation", "Quotations"),
    ("service", "Repairs: calling back"),
    ("appointment", "Appointments"),
    ("satisfaction", "Satisfaction"),
]
ALL = [("all", "All follow-ups")]
SCOPE = "duret_relance.opt_out"
PAGE = "/duret/relances"


class DuretRelanceOptOut(models.Model):
    """One row a client and subject; the engine reads them, the client writes them from the link in each mail."""

    _name = "duret.relance.opt.out"
    _description = "Follow-up Refused by the Client"
    _order = "create_date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Client", required=True, index=True, ondelete="cascade")
    email_normalized = fields.Char(related="partner_id.email_normalized", store=True, index="btree_not_null")
    purpose = fields.Selection(PURPOSES + ALL, "Subject", required=True, default="all")
    source = fields.Selection(
        [("person", "Noted by us"), ("link", "Link in a mail")], required=True, readonly=True, default="person"
    )
    note = fields.Char()

    _client_purpose_unique = models.Constraint("UNIQUE(partner_id, purpose)", "This client has already refused this.")

    @api.model
    def _refusals(self, partners, purpose):
        """Find who among these clients refuses a subject, by contact or by address.

        :param partners: res.partner
        :param str purpose: one of PURPOSES
        :return: set of ids of partners
        """
        addresses = set(partners.mapped("email_normalized")) - {False}
        rows = self.search(
            [
                ("purpose", "in", (purpose, "all")),
                "|",
                ("partner_id", "in", partners.ids),
                ("email_normalized", "in", list(addresses)),
            ]
        )
        clients, refused = set(rows.partner_id.ids), set(rows.mapped("email_normalized")) - {False}
        return {partner.id for partner in partners if partner.id in clients or partner.email_normalized in refused}

    # --- the link in each mail -------------------------------------------------------------------------------------
    @api.model
    def _token(self, partner_id, purpose):
        """Secret of the link of one client and subject; it opens nothing else.

        :return: str
        """
        return hmac(self.env(su=True), SCOPE, (partner_id, purpose))

    @api.model
    def _link(self, base_url, partner, purpose):
        """Address of the page on which the client refuses or takes back.

        :return: str
        """
        values = {"client": partner.id, "purpose": purpose, "token": self._token(partner.id, purpose)}
        return f"{base_url}{PAGE}?{urlencode(values)}"

    @api.model
    def _checked_client(self, partner_id, purpose, token):
        """Give the client of a link when its secret is right.

        :param int partner_id: id as received, already a number
        :param str purpose: subject as received
        :param str token: secret as received
        :return: res.partner in superuser mode, empty when anything is wrong
        """
        # sudo: the visitor is nobody; the secret is compared before anything of the contact is read.
        partners = self.env["res.partner"].sudo()
        known = purpose in dict(PURPOSES)
        expected = self._token(partner_id, purpose)
        if not known or not _hmac.compare_digest(expected.encode(), token.encode("utf-8", "replace")):
            return partners
        return partners.browse(partner_id).exists()

    @api.model
    def _page(self, partner, purpose):
        """What the page shows: nothing of the client but what he refuses.

        :param partner: res.partner whose link was checked
        :param str purpose: subject of the link
        :return: dict for the template
        """
        # sudo: `_checked_client` has compared the secret of the link; only this client's refusals are read.
        refused = self.sudo()._refusals(partner, purpose)
        # sudo: same check.
        rows = self.sudo().search([("partner_id", "=", partner.id), ("purpose", "in", (purpose, "all"))])
        return {
            "refused": bool(refused),
            "refused_all": "all" in rows.mapped("purpose"),
            "subject": dict(self._fields["purpose"]._description_selection(self.env))[purpose],
            "company_name": (partner.company_id or self.env.company).name,
        }

    @api.model
    def _choose(self, partner, purpose, choice):
        """Write what the client chose on the page.

        :param partner: res.partner whose link was checked
        :param str purpose: subject of the link
        :param str choice: « stop » this subject, « stop_all », or « resume » both
        """
        # sudo: `_checked_client` has compared the secret of the link; only this client's refusals are touched.
        rows = self.sudo().search([("partner_id", "=", partner.id), ("purpose", "in", (purpose, "all"))])
        if choice == "resume":
            rows.unlink()
        elif (wanted := "all" if choice == "stop_all" else purpose) not in rows.mapped("purpose"):
            rows.create({"partner_id": partner.id, "purpose": wanted, "source": "link"})
