from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mail import plaintext2html

# Keys of `duret_open_request` that are not fields of the ticket.
REQUEST_KEYS = ("channel", "type", "callback_before", "phone")


class DuretTicketKind(models.AbstractModel):
    """What the client wants and by which channel it came."""

    _name = "duret.ticket.kind"
    _description = "Ticket: Kind"

    type_id = fields.Many2one("helpdesk.ticket.type", index=True, tracking=True)
    channel_id = fields.Many2one("helpdesk.ticket.channel", index=True)
    category_id = fields.Many2one("helpdesk.ticket.category", index="btree_not_null")
    duret_phone = fields.Char("Phone of the Request", help="Number to call about this request.")

    @api.model
    def duret_open_request(self, values):
        """Open a request, whatever the door it came by: telephone, portal, technician, website, chatbot.

        (A mail comes in through `message_new`.)

        :param dict values: ``name`` (str) and ``channel`` (code of a channel) are required; ``type`` (code of a
            type), ``partner_id``, ``description`` (str is plain text, Markup is HTML), ``phone`` (as typed),
            ``callback_before`` (naive UTC datetime until which somebody promises to call back), and any field
            of the ticket
        :return: helpdesk.ticket
        :raise ValidationError: no subject, or a channel or type that does not exist
        """
        ticket = self.create(self._duret_request_values(dict(values)))
        if values.get("callback_before"):
            moment = fields.Datetime.to_datetime(values["callback_before"])
            ticket.duret_plan_callback(moment, phone=ticket.duret_phone)
        return ticket

    def _duret_request_values(self, values):
        """Turn what a door gives into values of a ticket.

        :param dict values: see `duret_open_request`
        :return: dict for `create`
        """
        name = (values.get("name") or "").strip()
        if not name:
            raise ValidationError(self.env._("A request needs a subject."))
        found = {key: value for key, value in values.items() if key not in REQUEST_KEYS}
        found["name"] = name
        found["description"] = self._duret_as_html(values.get("description") or name)
        found["channel_id"] = self._duret_coded("helpdesk.ticket.channel", values.get("channel")).id
        if values.get("type"):
            found["type_id"] = self._duret_coded("helpdesk.ticket.type", values["type"]).id
        if values.get("phone"):
            found["duret_phone"] = values["phone"]
        found.setdefault("team_id", self._duret_default_team().id)
        return self._duret_with_contact(found)

    @api.model
    def _duret_coded(self, model, code):
        """Give the channel or type of a code.

        :raise ValidationError: there is none, or it is archived
        """
        record = self.env[model].search([("duret_code", "=", code)], limit=1) if code else self.env[model]
        if not record:
            raise ValidationError(self.env._("“%(code)s” is not known here.", code=code or ""))
        return record

    def _duret_as_html(self, text):
        return text if isinstance(text, Markup) else plaintext2html(text)

    def _duret_with_contact(self, values):
        """Complete the values with name and address of the contact, as the form does when one is chosen."""
        partner = self.env["res.partner"].browse(values.get("partner_id") or [])
        if partner:
            values.setdefault("partner_name", partner.name)
            values.setdefault("partner_email", partner.email)
        return values
