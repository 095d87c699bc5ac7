from datetime import timedelta

from odoo import fields, models

from ..visit_messages import moment_to_send
from .duret_visit_message import CLIENT, TECHNICIAN

TELLING = ("created", "planned", "moved", "reassigned", "cancelled")
SILENT_CHANNELS = ("import",)
# The client acts himself, or speaks to us: what he did is confirmed at once, also in the evening.
ANSWERED_CHANNELS = ("portal", "phone")
SPOKEN_CHANNEL = "phone"  # he has heard it: nobody has to call him when nothing else reaches him


class DuretEventReactionMessages(models.AbstractModel):
    """Puts in the outbox whom an event concerns. What each is told is decided when the message leaves."""

    _name = "duret.event.reaction.messages"
    _description = "Reaction to Visit Events: Messages"

    def _duret_react(self):
        """Override: clients and technicians are told, unless the caller says « duret_no_message »."""
        self._duret_queue_messages()
        return super()._duret_react()

    def _duret_queue_messages(self, only_clients=False):
        """Queue the messages of these events.

        :param bool only_clients: technicians know already
        """
        if self.env.context.get("duret_no_message"):
            return
        events = self.filtered(lambda event: event.kind in TELLING and event.channel not in SILENT_CHANNELS)
        visits = events.order_id.filtered("duret_partner_id")
        addresses = visits._duret_message_addresses()
        known = events._duret_known_clients()
        rows = []
        for event in events:
            visit = event.order_id
            if visit in visits and (visit.duret_confirmed or visit.id in known) and event._duret_has_time():
                rows += event._duret_client_rows(addresses[visit.id])
            if not only_clients:
                rows += event._duret_technician_rows()
        self.env["duret.visit.message"]._duret_queue(rows)

    def _duret_known_clients(self):
        """Visits about which the client was told something already.

        :return: set of ids of fsm.order
        """
        told = [("order_id", "in", self.order_id.ids), ("audience", "=", CLIENT), ("state", "in", ("queued", "sent"))]
        groups = self.env["duret.visit.message"]._read_group(told, ["order_id"])
        return {visit.id for (visit,) in groups}

    def _duret_has_time(self):
        """Whether the event says something to a client: a time, or the end of one; another technician is none."""
        self.ensure_one()
        return self.kind == "cancelled" or (self.kind != "reassigned" and bool(self.new_start))

    def _duret_client_rows(self, address):
        """Rows of the outbox for the client.

        :param dict address: see `fsm.order._duret_message_addresses`
        :return: list of dict
        """
        by_client = self.channel == "portal" or bool(self.partner_id)
        channels = [name for name, key in (("mail", "email"), ("sms", "mobile")) if address[key]]
        if "sms" in channels and not self.order_id.company_id.duret_visit_sms:
            channels.remove("sms")
        row = {
            "event_id": self.id,
            "order_id": self.order_id.id,
            "audience": CLIENT,
            "partner_id": self.order_id.duret_partner_id.id,
            "by_client": by_client,
            "due": self._duret_due(by_client or self.channel in ANSWERED_CHANNELS),
        }
        if not channels and self.channel != SPOKEN_CHANNEL:
            channels = ["call"]
        return [row | {"channel": channel} for channel in channels]

    def _duret_technician_rows(self):
        """Rows of the outbox for the technicians of before and after, but the one who did it himself.

        The notification reaches whoever has a user; a change of the next hours goes by text message too, because a
        technician who drives looks at his telephone only when it rings.
        """
        people = (self.old_person_ids | self.new_person_ids).filtered(
            lambda person: person.duret_user_id != self.user_id
        )
        soon = fields.Datetime.now() + timedelta(hours=self.order_id.company_id.duret_visit_last_minute_hours)
        is_soon = any(start and start < soon for start in (self.old_start, self.new_start))
        mobiles = people.partner_id._duret_relance_mobiles() if is_soon else {}
        row = {
            "event_id": self.id,
            "order_id": self.order_id.id,
            "audience": TECHNICIAN,
            "due": self._duret_due(),
        }
        notices = [row | {"partner_id": person.partner_id.id, "channel": "notice"} for person in people]
        return notices + [row | {"partner_id": partner, "channel": "sms"} for partner in mobiles]

    def _duret_due(self, answers_client=False):
        """When the message leaves: at once for a client who acts, else once the person who plans has had time to
        change his mind, and by day."""
        company, now = self.order_id.company_id, fields.Datetime.now()
        starts = [start for start in (self.old_start, self.new_start) if start]
        if answers_client or not self.old_start:
            settled = now
        else:
            settled = now + timedelta(minutes=company.duret_visit_fold_minutes)
        return moment_to_send(settled, starts, company._duret_quiet_hours(), answers_client)
