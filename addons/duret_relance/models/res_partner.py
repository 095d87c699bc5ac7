"""How a client can be reached."""

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    duret_opt_out_ids = fields.One2many(
        "duret.relance.opt.out",
        "partner_id",
        "Refused Follow-ups",
        groups="duret_base.group_assistant,duret_base.group_direction",
    )

    def _duret_relance_addresses(self):
        """Say by which channels each client can be reached.

        :return: dict {partner id: dict(has_email, bounced, refuses_mail, has_mobile)}
        """
        mobiles = self._duret_relance_mobiles()
        # sudo: state of the address, to decide; the caller may read these contacts, not always these columns.
        return {
            partner.id: {
                "has_email": bool(partner.email_normalized),
                "bounced": partner.message_bounce > 0,
                "refuses_mail": partner.is_blacklisted,
                "has_mobile": partner.id in mobiles,
            }
            for partner in self.sudo()
        }

    def _duret_relance_mobiles(self):
        """Mobile number of each client that has one and does not refuse text messages.

        :return: dict {partner id: E.164 number}
        """
        # sudo: as above; numbers go to the queue of text messages only.
        phones = self.env["duret.phone"].sudo()
        rows = phones.search([("partner_id", "in", self.ids), ("kind", "=", "mobile"), ("e164", "!=", False)])
        numbers = {}
        for phone in rows:
            numbers.setdefault(phone.partner_id.id, phone.e164)
        # sudo: whether a number is refused, nothing else.
        blacklist = self.env["phone.blacklist"].sudo().search([("number", "in", list(numbers.values()))])
        refused = set(blacklist.mapped("number"))
        return {key: number for key, number in numbers.items() if number not in refused}

    def _duret_relance_numbers(self):
        """Number on which a person calls each client: its own, else its company's.

        :return: dict {partner id: str or False}
        """
        return {partner.id: partner.phone or partner.commercial_partner_id.phone for partner in self}
