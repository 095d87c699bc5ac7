from datetime import timedelta

from odoo import fields, models

from ..waiting_list import NOTICE, left_over

FREEING = ("cancelled", "moved", "reassigned")
SILENT_CHANNELS = ("import",)


class DuretEventReactionWaiting(models.AbstractModel):
    """Notes the times that visits give back; whom they suit is looked for after the transaction of the user."""

    _name = "duret.event.reaction.waiting"
    _description = "Reaction to Visit Events: Waiting List"

    def _duret_react(self):
        """Override: one row for each technician and time set free, unless the caller says « duret_no_message »."""
        super()._duret_react()
        if self.env.context.get("duret_no_message"):
            return
        events = self.filtered(lambda event: event.kind in FREEING and event.channel not in SILENT_CHANNELS)
        self.env["duret.freed.slot"]._note([row for event in events for row in event._duret_freed_rows()])

    def _duret_freed_rows(self):
        """Times that technicians of before no longer need for this visit, soon enough to ask somebody.

        :return: list of values of duret.freed.slot
        """
        self.ensure_one()
        soonest = fields.Datetime.now() + NOTICE
        if not self.old_start or not self.old_person_ids:
            return []
        length = timedelta(hours=self.order_id.scheduled_duration or 0)
        old, new = (self.old_start, self.old_start + length), None
        if self.kind != "cancelled" and self.new_start:
            new = (self.new_start, self.new_start + length)
        return [
            {"event_id": self.id, "order_id": self.order_id.id, "person_id": person.id, "start": start, "stop": stop}
            for person in self.old_person_ids
            for start, stop in left_over(old, new if person in self.new_person_ids else None)
            if start > soonest
        ]
