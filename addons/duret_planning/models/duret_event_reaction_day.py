from odoo import fields, models


class DuretEventReactionDay(models.AbstractModel):
    """Puts in the outbox what clients are told of delays: at most one message for each change."""

    _name = "duret.event.reaction.day"
    _description = "Reaction to Visit Events: Delays"

    def _duret_react(self):
        """Override: clients of delayed visits are told at once, by text message when they can get one, else by mail."""
        super()._duret_react()
        delayed = self.filtered(lambda event: event.kind == "delayed")
        if not delayed or self.env.context.get("duret_no_message"):
            return
        addresses = delayed.order_id._duret_message_addresses()
        rows = [row for event in delayed if (row := event._duret_delay_row(addresses[event.order_id.id]))]
        self.env["duret.visit.message"]._duret_queue(rows)

    def _duret_delay_row(self, address):
        """Row of the outbox about a delay.

        :param dict address: see `fsm.order._duret_message_addresses`
        :return: dict, or None when the client cannot be written to: the front desk sees the delay on the board
        """
        visit = self.order_id
        channel = "sms" if address["mobile"] and visit.company_id.duret_visit_sms else "mail"
        if not visit.duret_partner_id or (channel == "mail" and not address["email"]):
            return None
        return {
            "event_id": self.id,
            "order_id": visit.id,
            "audience": "client",
            "purpose": "delay",
            "partner_id": visit.duret_partner_id.id,
            "channel": channel,
            "due": fields.Datetime.now(),
        }
