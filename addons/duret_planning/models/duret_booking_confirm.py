from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mail import plaintext2html

from odoo.addons.duret_helpdesk.contact_match import similarity

SAME_NAME = 0.62  # as in contact_match: below, somebody else of the household books


class DuretBookingConfirm(models.AbstractModel):
    """From a complete booking to the visit."""

    _name = "duret.booking.confirm"
    _description = "Online Booking: Confirmation"

    def _duret_confirm(self):
        """Make the visit; sent twice, it is made once. All of it or nothing.

        :return: fsm.order in superuser mode
        :raise SlotTaken: somebody was faster, and the client's time is no longer held
        :raise UserError: something is missing
        """
        self.ensure_one()
        # A second click waits here, then finds the visit of the first.
        self.env.cr.execute("SELECT id FROM duret_booking_session WHERE id = %s FOR UPDATE", [self.id])
        self.invalidate_recordset()
        if self.order_id:
            return self.order_id
        self._duret_recognise()
        if self._duret_step() != "confirm" or not self._duret_is_sure():
            raise UserError(self.env._("Your booking is not complete. Please go through the pages again."))
        with self.env.cr.savepoint():
            hold = self._duret_held_or_taken_again()
            order = self._duret_book(hold.token)
            self._duret_close_booked(order)
        return order

    def _duret_book(self, hold_token):
        """Write contact, site, request and visit.

        :param str hold_token: the hold that keeps the time
        :return: fsm.order
        """
        partner, known, sure = self._duret_find_client()
        self.was_known = known
        site = self._duret_site(partner)
        note = self._duret_note(partner, known, sure)
        ticket = self._duret_request(partner, note)
        values = {
            "type_id": self.type_id.id,
            "start": self.start,
            "minutes": self.minutes,
            "person_ids": self.crew,
            "location_id": site.id,
            "partner_id": partner.id,
            "ticket_id": ticket.id,
            "channel": "portal",
            "hold_token": hold_token,
            "note": note,
            "extra": self._duret_visit_values(),
        }
        orders = self.env["fsm.order"].with_context(duret_actor_partner_id=partner.id)
        order = orders.duret_book(values).with_env(self.env)
        self._duret_files().write({"res_model": "fsm.order", "res_id": order.id})
        return order

    def _duret_visit_values(self):
        """What the visit keeps of an online booking."""
        return {
            "duret_online_discount": self._duret_discount(self.detour),
            "duret_contact_name": self.name,
            "duret_contact_phone": self.phone,
            "duret_contact_email": self.email,
            "duret_link_secret": self.env["fsm.order"]._duret_new_secret(),
        }

    def _duret_site(self, partner):
        """The site of the visit: the one chosen, else the client's at the typed address, with its place.

        :return: fsm.location
        """
        if self.site_id:
            return self.site_id
        address = {name: self[name] or "" for name in ("street", "zip", "city")}
        site = self.env["fsm.location"]._duret_site_for(partner, address)
        if not (site.partner_latitude or site.partner_longitude):
            site.write({"partner_latitude": self.latitude, "partner_longitude": self.longitude})
        return site

    def _duret_request(self, partner, note):
        """The request that the visit answers, when this kind of visit has one.

        The client gets the confirmation of his visit: no acknowledgement of the request besides.

        :return: helpdesk.ticket, possibly empty
        """
        tickets = self.env["helpdesk.ticket"].with_context(duret_no_acknowledgement=True)
        if not self.type_id.duret_ticket_type_id or self.proved_by == "link":
            return tickets
        title = self.env._("%(kind)s – booked online", kind=self.type_id.name)
        return tickets.duret_open_request(
            {
                "name": title,
                "channel": "portal",
                "type_id": self.type_id.duret_ticket_type_id.id,
                "partner_id": partner.id,
                "phone": self.phone,
                "company_id": self.company_id.id,
                "description": note or title,
            }
        )

    def _duret_note(self, partner, known, sure):
        """What the technician and the office read of the booking.

        :return: Markup, empty when there is nothing to say
        """
        lines = []
        if known and similarity(partner.name or "", self.name) < SAME_NAME:
            lines.append(self.env._("Booked online by %(name)s.", name=self.name))
        if not sure:
            lines.append(self.env._("Client recognised by name and number, without a code: please check."))
        said = [Markup("<p>%s</p>") % line for line in lines]
        for question in self.type_id.duret_question_ids:
            answer = (self.answers or {}).get(str(question.id))
            if answer:
                said.append(Markup("<p><strong>%s</strong> %s</p>") % (question.name, answer))
        return Markup("").join([*said, plaintext2html(self.note) if self.note else ""])

    def _duret_files(self):
        """Photos sent with the booking.

        :return: ir.attachment
        """
        return self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "=", self.id)])

    def _duret_keep_files(self, files):
        """Attach photos that were checked; those of an earlier sending of the form are replaced.

        :param list files: request_desk.CleanFile
        """
        self.ensure_one()
        if files:
            self._duret_files().unlink()
        self.env["ir.attachment"].create(
            [{"name": file.name, "raw": file.content, "res_model": self._name, "res_id": self.id} for file in files]
        )
