from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class DuretVisitBooking(models.AbstractModel):
    """The verbs that every screen uses to make, move and cancel an appointment."""

    _name = "duret.visit.booking"
    _description = "Booking of Visits"

    def write(self, vals):
        """Override: a technician changes his visits but does not hand them to somebody else.

        :raises AccessError: when someone who does not plan names other technicians
        """
        if vals.keys() & {"person_id", "person_ids"} and not self._duret_may_assign():
            raise AccessError(self.env._("Only the people who plan give a visit to another technician."))
        return super().write(vals)

    @api.model
    def _duret_may_assign(self):
        """Tell whether the user chooses who goes."""
        return self.env.su or self.env.user.has_group("fieldservice.group_fsm_dispatcher")

    @api.model
    def duret_book(self, values):
        """Make an appointment; all of it or nothing.

        :param values: type_id, start (naive UTC) and person_ids (ids, the leading technician first) are needed, and
            location_id or partner_id (with address, a dict of street, zip and city, when it is not the client's own);
            ticket_id, channel (see ``CHANNELS``), hold_token (a hold of the same time, which becomes the visit),
            minutes (the type's by default), confirmed (True by default), note (text) and any field of the visit in
            ``extra`` are optional
        :return: the visit
        :raises SlotTaken: when somebody was faster
        :raises UserError: when something is missing or the technicians are away
        """
        self._duret_check_booking(values)
        kind = self.env["fsm.order.type"].browse(values["type_id"])
        start = fields.Datetime.to_datetime(values["start"])
        stop = start + timedelta(minutes=values.get("minutes") or kind.duret_minutes)
        with self.env.cr.savepoint():
            # The time first: whoever comes second is told so before anything else is done.
            hold = self._duret_hold_for(values, start, stop)
            order_values = self._duret_booking_values(values, kind, start, stop)
            # The hold was made for this very booking, or its token was given: its time becomes the visit's.
            hold.sudo().release()
            channel = {"duret_channel": values.get("channel", "office")}
            return self.env["fsm.order"].with_context(**channel).create(order_values)

    @api.model
    def _duret_check_booking(self, values):
        """Refuse a booking that lacks something.

        :raises UserError: naming what is missing
        """
        if not values.get("type_id"):
            raise UserError(self.env._("Choose the kind of visit."))
        if not values.get("start"):
            raise UserError(self.env._("Choose a time."))
        if not values.get("person_ids"):
            raise UserError(self.env._("Choose a technician."))
        if not values.get("location_id") and not values.get("partner_id"):
            raise UserError(self.env._("Choose a client or a site."))

    @api.model
    def _duret_hold_for(self, values, start, stop):
        """Return the hold that keeps this time: the one of the token when it fits, else a new one."""
        # Whoever books has the right to create visits, or came through a door that checked a token.
        holds = self.env["duret.slot.hold"].sudo()
        hold = holds._duret_by_token(values.get("hold_token"))
        same_people = set(hold.claim_ids.person_id.ids) == set(values["person_ids"])
        if hold and same_people and (hold.start, hold.stop) == (start, stop):
            return hold
        hold.release()
        return holds.hold(values["person_ids"], start, stop, values["type_id"])

    @api.model
    def _duret_booking_values(self, values, kind, start, stop):
        """Return the values of the visit that is booked; extend to store more."""
        people = values["person_ids"]
        partner = self.env["res.partner"].browse(values.get("partner_id"))
        site = self.env["fsm.location"].browse(values.get("location_id"))
        site = site or site._duret_site_for(partner, values.get("address"))
        return {
            "type": kind.id,
            "location_id": site.id,
            "person_id": people[0],
            "person_ids": [fields.Command.set(people if len(people) > 1 else [])],
            "scheduled_date_start": start,
            "scheduled_date_end": stop,
            "scheduled_duration": (stop - start) / timedelta(hours=1),
            "skill_ids": [fields.Command.set(kind.duret_skill_ids.ids)],
            "stage_id": self.env.ref("duret_planning.fsm_stage_planned").id,
            "duret_ticket_id": values.get("ticket_id") or False,
            "duret_channel": values.get("channel", "office"),
            "duret_confirmed": values.get("confirmed", True),
            "todo": values.get("note") or False,
            **values.get("extra", {}),
        }

    def duret_move(self, start, person_ids=None, channel="office"):
        """Move this visit, and give it to other technicians when they are named; its length stays.

        :param start: naive UTC
        :param person_ids: ids, the leading technician first; None keeps the crew
        :param channel: see ``CHANNELS``
        :raises SlotTaken: when one of them is taken; nothing is then changed
        :raises UserError: when the visit is over, or on a day off
        """
        self.ensure_one()
        self._duret_check_open()
        values = {"scheduled_date_start": start}
        if person_ids:
            values["person_id"] = person_ids[0]
            values["person_ids"] = [fields.Command.set(person_ids if len(person_ids) > 1 else [])]
        if self.stage_id == self.env.ref("fieldservice.fsm_stage_new"):
            values["stage_id"] = self.env.ref("duret_planning.fsm_stage_planned").id
        self.with_context(duret_channel=channel).write(values)

    @api.model
    def duret_move_many(self, moves, channel="optimiser"):
        """Move visits that may exchange their times and technicians; all of them or none.

        :param moves: list of (visit, start in naive UTC, list of technician ids)
        :raises SlotTaken: when the result would put a technician in two places
        :raises UserError: when one of the visits is over, or on a day off
        """
        orders = self.env["fsm.order"].browse([order.id for order, _start, _people in moves])
        with self.env.cr.savepoint():
            for order, start, person_ids in moves:
                order.with_context(duret_claims_later=True).duret_move(start, person_ids, channel)
            orders._duret_sync_claims()
        orders._duret_sync_calendar()

    def duret_cancel(self, reason, channel="office"):
        """Cancel these visits; their time is free at once.

        :param reason: text kept with the event
        :param channel: see ``CHANNELS``
        :raises UserError: when one of them is over
        """
        self._duret_check_open()
        cancelled = self.env.ref("fieldservice.fsm_stage_cancelled")
        self.with_context(duret_channel=channel, duret_event_note=reason).write({"stage_id": cancelled.id})

    def _duret_check_open(self):
        """Refuse to change a visit that is over.

        :raises UserError: when one of the visits is done or cancelled
        """
        if closed := self.filtered("stage_id.is_closed")[:1]:
            raise UserError(self.env._("Visit %(name)s is over: it can no longer be changed.", name=closed.name))
