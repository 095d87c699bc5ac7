from odoo import api, fields, models
from odoo.exceptions import UserError


class DuretVisitWaiting(models.AbstractModel):
    """The waiting list: visits whose client would come earlier, and is asked when a time is set free."""

    _name = "duret.visit.waiting"
    _description = "Visit: Waiting List"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: whoever enters the list stands behind those who wait already."""
        for vals in vals_list:
            if vals.get("duret_waiting"):
                vals.setdefault("duret_waiting_since", fields.Datetime.now())
        return super().create(vals_list)

    def write(self, vals):
        """Override: keep since when a client waits; a visit that is over waits for nothing.

        Whoever leaves the list takes nothing any more: what was proposed to him ends.
        """
        if "duret_waiting" not in vals and "stage_id" not in vals:
            return super().write(vals)
        before = self.filtered("duret_waiting")
        result = super().write(vals)
        waiting = self.filtered("duret_waiting")
        super(DuretVisitWaiting, waiting - before).write({"duret_waiting_since": fields.Datetime.now()})
        over = waiting.filtered("stage_id.is_closed")
        super(DuretVisitWaiting, over).write({"duret_waiting": False})
        gone = (before - waiting) | over
        super(DuretVisitWaiting, gone).write({"duret_waiting_since": False})
        gone._duret_end_offers()
        return result

    def _duret_end_offers(self):
        """End what was proposed to these visits and not answered."""
        # sudo: nobody writes proposals by hand; the write above has checked the visit.
        offers = self.env["duret.slot.offer"].sudo()
        offers.search([("order_id", "in", self.ids), ("state", "=", "offered")])._close("expired")

    def action_duret_wait(self):
        """Put these visits on the waiting list.

        :raises UserError: when one of them is over
        """
        self._duret_check_open()
        self.write({"duret_waiting": True})

    def action_duret_wait_no_more(self):
        """Take these visits off the waiting list."""
        self.write({"duret_waiting": False})

    # -- the client -------------------------------------------------------------------------------------------------

    def _duret_may_wait(self):
        """Whether the client may ask to be told of an earlier time.

        :return: bool
        """
        self.ensure_one()
        return not self.stage_id.is_closed and not self.date_start

    def _duret_client_waits_earlier(self, is_waiting):
        """Enter or leave the list for the client; twice is once.

        :param bool is_waiting: True to enter
        :raises UserError: when the visit is over or has begun
        """
        self.ensure_one()
        visit = self._duret_as_client().with_context(duret_channel="portal")
        if is_waiting and not visit._duret_may_wait():
            raise UserError(self.env._("This visit is over or has begun: no earlier time can be proposed."))
        if visit.duret_waiting != is_waiting:
            visit.duret_waiting = is_waiting

    # -- a time for it ----------------------------------------------------------------------------------------------

    def _duret_minutes(self):
        """Length of the visit in minutes: its own, else that of its kind."""
        self.ensure_one()
        return round((self.scheduled_duration or 0) * 60) or self.type.duret_minutes or 60

    def _duret_slot_within(self, person, start, stop):
        """The best time of this visit with a technician that begins within a time, and is earlier than its own.

        The visit may last longer than the time set free, when the technician is free after it as well.

        :param person: fsm.person, who has to come (alone, or leading a crew)
        :param datetime start: naive UTC
        :param datetime stop: naive UTC
        :return: slotting.slots.Slot with the least detour, the earliest of those; None when nothing suits
        """
        self.ensure_one()
        minutes = self._duret_minutes()
        last = fields.Datetime.add(stop, minutes=minutes)
        found = self.env["duret.availability"].find(
            self.type,
            self.location_id,
            earliest=start,
            latest=last,
            windows=[(start, last)],
            # A crew is completed by whoever is free.
            person_ids=None if self.type.duret_crew > 1 else person.ids,
            minutes=minutes,
            ignore_order_ids=self.ids,
        )
        own = self.scheduled_date_start
        slots = [
            slot
            for slot in found
            if slot.start < stop and person.id in slot.worker_ids and (not own or slot.stop <= own)
        ]
        return min(slots, key=lambda slot: (slot.detour, slot.start), default=None)
