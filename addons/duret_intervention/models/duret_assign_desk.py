from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.duret_planning.exceptions import SlotTaken

WAITING = 40
TIMES = 8
FARTHEST = timedelta(days=30)
# The office may decide otherwise, on its board.
NOT_FROM_THE_FIELD = frozenset(("away", "holiday", "outside_hours"))


class DuretAssignDesk(models.AbstractModel):
    """Giving a visit that waits to a technician, from the telephone: what waits, who is how busy, which hours are free.

    Reads need the right to assign. The change itself goes through the verbs of the visit, as on every other screen.
    """

    _name = "duret.assign.desk"
    _description = "Assigning Visits on the Telephone"

    @api.model
    def _may_assign(self):
        """Tell whether the user gives visits to technicians: the office, and those of the field who were trusted."""
        visits = self.env["fsm.order"]
        return visits._duret_may_assign() or self.env.user.has_group("duret_intervention.group_assigner")

    @api.model
    def _check_assigner(self):
        """
        :raises AccessError: for who does not assign
        """
        if not self._may_assign():
            raise AccessError(self.env._("Only the people who plan give a visit to another technician."))

    @api.model
    @api.readonly
    def load(self, day):
        """Return what waits and how busy everybody is.

        :param str day: YYYY-MM-DD, by the clock of Annecy
        :return: dict of day, technicians (id, name, visits, minutes, away) and waiting (rows, count)
        :raises AccessError: for who does not assign
        :raises UserError: when the day makes no sense
        """
        self._check_assigner()
        start, stop = self._bounds(day)
        board = self.env["duret.planning.board"]
        people = self.env["fsm.person"].search([("duret_bookable", "=", True)], limit=200, order="name, id")
        planned = board._planned(people, start, stop)
        days, holidays = board._background(people, start, stop)
        waiting = board._waiting({"team": 0, "skill": 0, "zone": ""})
        return {
            "day": day,
            "holiday": bool(holidays),
            "technicians": [self._technician(person, planned, days.get(person.id, {})) for person in people],
            "waiting": {"rows": [self._waiting_row(row) for row in waiting["rows"]], "count": waiting["count"]},
        }

    @api.model
    @api.readonly
    def times(self, visit_id, person_id, day):
        """Return the hours at which a technician can make a visit that day.

        :param int visit_id: fsm.order
        :param int person_id: fsm.person
        :param str day: YYYY-MM-DD
        :return: dict of times (UTC text, at most 8) and why (a sentence, when there is none)
        :raises AccessError: for who does not assign
        """
        self._check_assigner()
        visit, person = self._pair(visit_id, person_id)
        start, stop = self._bounds(day)
        wishes = {"earliest": start, "latest": stop, "person_ids": person.ids, "ignore_order_ids": visit.ids}
        wishes["minutes"] = round(visit.scheduled_duration * 60) or visit.type.duret_minutes or None
        # The right to assign was checked; the engine answers about time only.
        engine = self.env["duret.availability"].sudo()
        slots = engine.find(visit.type, visit.location_id, **wishes)
        kept = slots[:: max(1, len(slots) // TIMES)][:TIMES]
        why = "" if slots else engine.why(visit.type, visit.location_id, **wishes)
        return {"times": [slot.start.strftime("%Y-%m-%dT%H:%M:%SZ") for slot in kept], "why": why}

    @api.private
    @api.model
    def assign(self, visit_id, person_id, start, version):
        """Give a visit to a technician at a time.

        :param int visit_id: fsm.order
        :param int person_id: fsm.person
        :param start: naive UTC
        :param str version: what the list said of the visit, see `duret.board.rows._version`
        :return: the visit
        :raises AccessError: for who does not assign
        :raises UserError: when the visit has changed since, the technician is away or the time makes no sense
        :raises SlotTaken: when somebody was faster
        """
        self._check_assigner()
        visit, person = self._pair(visit_id, person_id)
        visit._duret_check_open()
        if self.env["duret.planning.board"]._version(visit) != version:
            raise UserError(self.env._("This visit has been changed meanwhile: look at the list again."))
        if not fields.Datetime.now() <= start <= fields.Datetime.now() + FARTHEST:
            raise UserError(self.env._("Choose a time within the next 30 days."))
        # The right to assign was checked; the engine answers about time only.
        faults = self.env["duret.availability"].sudo().check(order=visit, start=start, person_ids=person.ids)
        for fault in faults:
            if fault["code"] == "overlap":
                raise SlotTaken(fault["message"])
            if fault["code"] in NOT_FROM_THE_FIELD:
                raise UserError(fault["message"])
        visit.duret_move(start, person.ids, channel="technician")
        return visit

    @api.model
    def _pair(self, visit_id, person_id):
        """Return the visit and the technician.

        :raises UserError: when one of them does not exist
        """
        if type(visit_id) is not int or type(person_id) is not int:
            raise UserError(self.env._("This visit or this technician no longer exists."))
        # The right to assign was checked by the callers: it covers every visit of the company.
        visit = self.env["fsm.order"].sudo().browse(visit_id).exists()
        # The same check; a technician's name is on every screen.
        person = self.env["fsm.person"].sudo().browse(person_id).exists()
        if not visit or visit.company_id not in self.env.companies or not person.duret_bookable:
            raise UserError(self.env._("This visit or this technician no longer exists."))
        return visit, person

    @api.model
    def _bounds(self, day):
        """Return the first and the last moment of a day of Annecy (naive UTC).

        :raises UserError: when it is none
        """
        try:
            day = fields.Date.to_date(day)
        except (ValueError, TypeError):
            day = None
        if not day or abs(day - fields.Date.context_today(self)) > FARTHEST:
            raise UserError(self.env._("Choose a time within the next 30 days."))
        zone = pytz.timezone("Europe/Paris")
        edges = (zone.localize(datetime.combine(day + timedelta(days=more), time())) for more in (0, 1))
        return tuple(edge.astimezone(pytz.utc).replace(tzinfo=None) for edge in edges)

    @api.model
    def _technician(self, person, planned, days):
        visits = planned.filtered(lambda visit: person in visit._duret_crew())
        return {
            "id": person.id,
            "name": person.name,
            "visits": len(visits),
            "minutes": round(sum(visits.mapped("scheduled_duration")) * 60),
            "away": bool(days.get("away")),
        }

    @api.model
    def _waiting_row(self, row):
        kept = ("id", "name", "client", "city", "type", "minutes", "priority", "version")
        return {key: row[key] for key in kept}
