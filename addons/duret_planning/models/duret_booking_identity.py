from odoo import models
from odoo.tools.mail import email_normalize

from odoo.addons.duret_helpdesk.contact_match import similarity

from ..booking_rules import Verdict, choose_known


class DuretBookingIdentity(models.AbstractModel):
    """Who books, how it is proved, and which contact of the company that is."""

    _name = "duret.booking.identity"
    _description = "Online Booking: Identity"

    def _duret_know(self, partner, proved_by):
        """The client is known for sure: fill in what his sheet says.

        :param partner: res.partner
        :param str proved_by: login or link
        """
        firm = partner.commercial_partner_id
        self.write(
            {
                "partner_id": partner.id,
                "proved_by": proved_by,
                "name": self.name or partner.name,
                "phone": self.phone or partner._duret_phone_e164(partner.phone or firm.phone),
                "email": self.email or email_normalize(partner.email or firm.email or "") or False,
            }
        )

    def _duret_visitor(self):
        """The client who is logged in; employees and visitors are nobody here.

        :return: res.partner, possibly empty
        """
        user = self.env.user
        return user.partner_id if user.share and not user._is_public() else self.env["res.partner"]

    def _duret_recognise(self):
        """Take note that the visitor logged in meanwhile."""
        self.ensure_one()
        visitor = self._duret_visitor()
        if visitor and self.proved_by not in ("login", "link"):
            self._duret_know(visitor, "login")

    def _duret_is_sure(self):
        """True when no code is needed (any more)."""
        self.ensure_one()
        return bool(self.proved_by or self._duret_visitor())

    def _duret_save_contact(self, values):
        """Keep who books. Another number or address has to be proved again.

        :param dict values: name, phone (E.164), email, note, code_by
        """
        self.ensure_one()
        proved = self.proved_by
        if proved == "sms" and values["phone"] != self.phone:
            proved = False
        if proved == "mail" and values["email"] != self.email:
            proved = False
        kept = {name: values[name] or False for name in ("name", "phone", "email", "note", "code_by")}
        self.write(kept | {"proved_by": proved})

    def _duret_destination(self):
        """Where the code goes: (sms or mail, number or address)."""
        self.ensure_one()
        return ("mail", self.email) if self.code_by == "mail" else ("sms", self.phone)

    def _duret_send_code(self):
        """Send a code unless one was just sent.

        :return: None when it was sent, else the reason as a sentence
        """
        codes = self.env["duret.booking.code"]
        channel, destination = self._duret_destination()
        wait = codes._duret_wait(channel, destination)
        if wait > 90:
            minutes = -(-wait // 60)
            return self.env._("Several codes were sent already. Please wait %(minutes)s minutes.", minutes=minutes)
        if wait:
            return self.env._("A code was just sent. Please wait %(seconds)s seconds.", seconds=wait)
        if channel == "sms" and not codes._duret_texts_left():
            return self.env._("No text message can be sent at the moment. Please choose the code by mail.")
        codes._duret_send(self, channel, destination)
        return None

    def _duret_try_code(self, typed):
        """Try a code.

        :param str typed: as received
        :return: None when the client is sure now, else what to tell him
        """
        self.ensure_one()
        verdict = self.env["duret.booking.code"]._duret_check(self, typed)
        if verdict is Verdict.RIGHT:
            self.proved_by = self._duret_destination()[0]
            return None
        return {
            Verdict.WRONG: self.env._("This code is not right. Please read it again."),
            Verdict.EXPIRED: self.env._("This code is no longer valid. Please ask for a new one."),
            Verdict.EXHAUSTED: self.env._("Too many wrong codes. Please ask for a new one."),
        }[verdict]

    # --- which contact ---------------------------------------------------------------------------------------------
    def _duret_find_client(self):
        """The contact who books: the one known, else a new one. See `booking_rules.choose_known`.

        :return: (res.partner, True when he was known before, True when that was proved)
        """
        self.ensure_one()
        if self.partner_id:
            return self.partner_id, True, True
        proved = {partner.id: partner.name for partner in self._duret_proved_contacts()}
        typed = {name: self[name] or "" for name in ("name", "phone", "email", "street", "zip", "city")}
        contacts = self.env["res.partner"]
        likely = [] if proved else contacts.duret_find_duplicates([typed])[0]
        found, sure = choose_known(
            proved,
            [(row["id"], row["score"], row["reasons"]) for row in likely],
            lambda name: similarity(name or "", self.name),
        )
        if found:
            return contacts.browse(found), True, sure
        return contacts.create(self._duret_new_client()), False, True

    def _duret_proved_contacts(self):
        """Contacts with the number or address that the code proved, employees and the company left out.

        :return: res.partner
        """
        contacts = self.env["res.partner"]
        if self.proved_by == "mail":
            found = contacts.search([("email_normalized", "=", self.email)])
        elif self.proved_by == "sms":
            found = contacts.search([("duret_phone_ids.e164", "=", self.phone)])
        else:
            return contacts
        companies = self.env["res.company"].search([]).partner_id
        return (found - companies).filtered(lambda one: all(user.share for user in one.user_ids))

    def _duret_new_client(self):
        """Values of the contact of somebody who is not known."""
        return {
            "name": self.name,
            "phone": self.phone,
            "email": self.email,
            "street": self.street,
            "zip": self.zip,
            "city": self.city,
            "country_id": self.company_id.country_id.id,
            "lang": self.env.lang or "fr_FR",
        }
