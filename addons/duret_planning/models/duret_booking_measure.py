from odoo import api, fields, models

from ..visit_messages.measures import CONVERSATION, began_at

TARGET_MINUTES = 3  # « saisie d'un rendez-vous : 15 → moins de 3 minutes » (action plan of the customer service)
PHONE = "phone"


class DuretBookingMeasure(models.Model):
    """How long each booking by the office took, from the first ring to the appointment."""

    _name = "duret.booking.measure"
    _description = "Booking Time"
    _order = "confirmed_at desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("fsm.order", "Visit", required=True, ondelete="cascade", index=True, readonly=True)
    partner_id = fields.Many2one(related="order_id.duret_partner_id", store=True, index="btree_not_null")
    type_id = fields.Many2one(related="order_id.type", store=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True, ondelete="set null", index="btree_not_null")
    user_id = fields.Many2one("res.users", "Booked By", readonly=True, ondelete="set null")
    client_key = fields.Char(readonly=True, help="Made by the form: the same form sent twice is one booking.")
    is_move = fields.Boolean("Moved", readonly=True)
    began_at = fields.Datetime("Conversation Began", required=True, readonly=True)
    opened_at = fields.Datetime("Form Opened", required=True, readonly=True)
    confirmed_at = fields.Datetime("Confirmed", required=True, readonly=True, index=True)
    minutes = fields.Float("Time Taken (min:s)", readonly=True, aggregator="avg")
    is_fast = fields.Float(
        "Within the Target (rate)", readonly=True, aggregator="avg", help="1 when it took less than 3 minutes."
    )
    request_hours = fields.Float(
        "From the Request (hours)", readonly=True, aggregator="avg", help="From the ticket to the appointment."
    )

    _client_key_unique = models.UniqueIndex(
        "(client_key) WHERE client_key IS NOT NULL", "This appointment is already booked."
    )

    @api.model
    def _record_booking(self, visit, opened, client_key, call):
        """Write the time that a booking took.

        :param visit: fsm.order just booked or moved by the user
        :param datetime opened: naive UTC, when the form appeared, as the server told it
        :param str client_key: made by the form
        :param call: crm.phonecall that the form was opened from, perhaps empty
        :return: duret.booking.measure
        """
        now = fields.Datetime.now()
        ticket = visit.duret_ticket_id
        began = began_at(opened, now, self._beginnings(visit, ticket, call))
        minutes = (now - began).total_seconds() / 60
        # sudo: whoever booked was checked; nobody writes measures by hand.
        return self.sudo().create(
            {
                "order_id": visit.id,
                "ticket_id": ticket.id,
                "user_id": self.env.uid,
                "client_key": client_key,
                "is_move": len(visit.sudo().duret_event_ids) > 1,
                "began_at": began,
                "opened_at": min(opened, now),
                "confirmed_at": now,
                "minutes": minutes,
                "is_fast": 1.0 if minutes < TARGET_MINUTES else 0.0,
                "request_hours": (now - ticket.create_date).total_seconds() / 3600 if ticket else 0.0,
            }
        )

    @api.model
    def _beginnings(self, visit, ticket, call):
        """When the conversation may have begun: the calls of this client or request of the last two hours, and the
        request when it came by telephone."""
        recent = fields.Datetime.now() - CONVERSATION
        domain = [("date", ">=", recent), "|", ("partner_id", "=", visit.duret_partner_id.id)]
        domain.append(("duret_ticket_id", "=", ticket.id) if ticket else ("id", "in", call.ids))
        # sudo: when the call began, nothing else; the caller was checked.
        calls = self.env["crm.phonecall"].sudo().search(domain)
        by_phone = ticket and ticket.channel_id.duret_code == PHONE
        return [*calls.mapped("date"), *([ticket.create_date] if by_phone else [])]
