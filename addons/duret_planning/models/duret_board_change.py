from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..exceptions import SlotTaken

DAY_OFF = frozenset(("away", "holiday"))
# Nothing can be done about it while dragging, and the map shows it.
UNSAID = frozenset(("unknown_place",))


class DuretBoardChange(models.AbstractModel):
    """Drag and drop: every move is checked here, whatever the screen believed."""

    _name = "duret.board.change"
    _description = "Changes Made on the Planning Board"

    # -- what is asked

    @api.model
    def _visit_to_change(self, visit_id):
        """Return a visit that this user may write and that is not over.

        :raises AccessError: when it is somebody else's
        :raises UserError: when it is over or no longer exists
        """
        self._check_reader()
        visit = self.env["fsm.order"].browse(visit_id).exists()
        if not visit:
            raise UserError(self.env._("This visit no longer exists."))
        if not visit.has_access("write"):
            raise AccessError(self.env._("You may only change your own visits."))
        visit._duret_check_open()
        return visit

    @api.model
    def _people(self, visit, values):
        """Return the technicians asked for.

        :raises AccessError: when a technician gives a visit to somebody else
        :raises UserError: when nobody is named, or nobody who exists
        """
        ids = [int(id_) for id_ in values.get("person_ids") or ()]
        people = self.env["fsm.person"].browse(ids).exists()
        if not people or len(people) != len(set(ids)):
            raise UserError(self.env._("Choose a technician."))
        if people != visit._duret_crew() and not self._may_plan():
            raise AccessError(self.env._("Only the office gives a visit to somebody else."))
        return people

    @api.model
    def _moment(self, visit, values, people):
        """Return the start asked for (naive UTC), or None when the day that was asked for has no free hour."""
        if values.get("start"):
            return self._to_moment(values["start"])
        try:
            day = fields.Date.to_date(values.get("day"))
        except ValueError:
            day = None
        if not day:
            raise UserError(self.env._("Choose a time."))
        return self._first_free(visit, day, people)

    @api.model
    def _first_free(self, visit, day, people):
        """Return the hour a visit gets on a day: its own, or the first one at which these technicians can be there.

        Skills and crew are not asked here: who drops the visit chose the technicians, and is told what they lack.
        """
        zone = pytz.timezone(self.env.company.resource_calendar_id.tz or "Europe/Paris")
        if visit.scheduled_date_start:
            hour = pytz.utc.localize(visit.scheduled_date_start).astimezone(zone).time()
            return self._to_utc(zone, day, hour)
        bounds = {"earliest": self._to_utc(zone, day, time.min)}
        bounds["latest"] = self._to_utc(zone, day + timedelta(days=1), time.min)
        # The rights on the visit were checked before; the engine answers about time only.
        slots = (
            self.env["duret.availability"]
            .sudo()
            .find(
                self.env["fsm.order.type"],
                visit.location_id.sudo(),
                person_ids=people.ids,
                ignore_order_ids=visit.ids,
                minutes=round(visit.scheduled_duration * 60) or visit.type.duret_minutes or None,
                **bounds,
            )
        )
        return slots[0].start if slots else None

    @api.model
    def _to_utc(self, zone, day, hour):
        """Return a local day and hour as naive UTC."""
        return zone.localize(datetime.combine(day, hour)).astimezone(pytz.utc).replace(tzinfo=None)

    # -- what is unusual

    @api.model
    def _remarks(self, visit, start, people):
        """Return everything that speaks against a place, as the engine and the promise to the client see it."""
        return self._remarks_engine(visit, start, people) + self._remarks_agreed(visit, start)

    @api.model
    def _remarks_engine(self, visit, start, people):
        """Return what the slot engine says; nobody is ever in two places, everything else a planner may decide."""
        # The rights on the visit were checked before; the engine answers about time only.
        faults = self.env["duret.availability"].sudo().check(order=visit.sudo(), start=start, person_ids=people.ids)
        absolute = {"overlap"} if self._may_plan() else {"overlap", *DAY_OFF}
        return [
            self._remark(fault["code"], fault["message"], fault["code"] in absolute)
            for fault in faults
            if fault["code"] not in UNSAID
        ]

    @api.model
    def _remarks_agreed(self, visit, start):
        """A time that was agreed with the client is not moved by accident."""
        if not visit.duret_confirmed or visit.scheduled_date_start == start:
            return []
        client = visit.duret_partner_id.name or visit.location_id.name
        message = self.env._("The time was agreed with %(client)s, who will be told of the change.", client=client)
        return [self._remark("agreed", message)]

    @api.model
    def _remark(self, code, message, blocking=False):
        return {"code": code, "message": message, "blocking": blocking}

    @api.model
    def _not_accepted(self, remarks, accepted):
        """Return the question to ask when something unusual was not agreed to yet, else None."""
        codes = [remark["code"] for remark in remarks]
        if set(codes) <= set(accepted or ()):
            return None
        return self._answer("confirm", [remark["message"] for remark in remarks], codes=codes)

    # -- doing it

    @api.model
    def _try(self, visit, work):
        """Do it; somebody who is faster at this very moment is told of like any other refusal."""
        try:
            work()
        except SlotTaken as taken:
            return self._answer("refused", [str(taken)])
        return self._answer("done", [], visit=self._visit_rows(visit)[0])

    @api.model
    def _move(self, visit, start, people, remarks):
        away = any(remark["code"] in DAY_OFF for remark in remarks)
        if away:
            visit.duret_day_off_agreed = True
        same_crew = people == visit._duret_crew()
        visit.duret_move(start, None if same_crew else people.ids, channel=self._channel())
        if visit.duret_day_off_agreed and not away:
            visit.duret_day_off_agreed = False

    @api.model
    def _unplan(self, visit):
        visit.with_context(duret_channel=self._channel()).write(
            {
                "scheduled_date_start": False,
                "person_id": False,
                "person_ids": [fields.Command.clear()],
                "stage_id": self.env.ref("fieldservice.fsm_stage_new").id,
                "duret_confirmed": False,
            }
        )

    @api.model
    def _channel(self):
        return "office" if self._may_plan() else "technician"

    @api.model
    def _stale(self, visit):
        message = self.env._("Somebody changed this visit in the meantime: look where it is now, then try again.")
        return self._answer("stale", [message], visit=self._visit_rows(visit)[0])

    @api.model
    def _answer(self, status, messages, codes=(), visit=None):
        return {"status": status, "messages": messages, "codes": list(codes), "visit": visit}
