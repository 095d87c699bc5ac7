"""What speaks against a time and technicians chosen by hand."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..booking_rules import local_day
from ..slotting.intervals import ceil_minute, floor_minute, to_datetime
from ..slotting.openings import Request, shortfall


class DuretAvailabilityCheck(models.AbstractModel):
    """Says everything at once, so that whoever drags a visit knows what he does."""

    _name = "duret.availability.check"
    _description = "Availability: Checks"

    @api.private
    @api.model
    def check(self, order=None, start=None, stop=None, person_ids=None, where=None, visit_type=None):
        """Return what speaks against a visit at a time with these technicians.

        :param order: fsm.order, for what is not given; its own time does not count against it
        :param start: naive UTC
        :param stop: naive UTC; by default the length of the visit, else of its kind
        :param person_ids: ids of fsm.person
        :param where: fsm.location
        :param visit_type: fsm.order.type
        :return: list of dicts: code (past, outside_hours, away, holiday, skills, crew, overlap, unreachable_before,
            unreachable_after, unknown_place), message, blocking (the visit would be refused), person_id (or False)
        """
        order = order or self.env["fsm.order"]
        start = fields.Datetime.to_datetime(start) or order.scheduled_date_start
        if not start:
            return []
        kind = visit_type or order.type
        people = self.env["fsm.person"].browse(person_ids if person_ids is not None else order._duret_crew().ids)
        stop = fields.Datetime.to_datetime(stop) or start + self._duret_length(order, kind)
        site = where or order.location_id
        place, _fault = self._duret_place(site, self._duret_load_setting(kind, site))
        faults = self._duret_check_visit(start, kind, people, place)
        agendas = self._duret_load(people.ids, floor_minute(start), ceil_minute(stop), ignore_orders=order.ids)
        rows = self._duret_load_people(people.ids)
        leaves = self._duret_load_leaves(rows, floor_minute(start), ceil_minute(stop))
        request = Request(
            place,
            ceil_minute(stop) - floor_minute(start),
            kind.duret_buffer_minutes,
            floor_minute(start),
            ceil_minute(stop),
        )
        travel = self.travel([event[2] for one in agendas for event in one.events if event[2]], place)
        for agenda, row in zip(agendas, rows, strict=True):
            # Names of technicians are on every screen that asks.
            person = people.browse(agenda.id).sudo()
            off = [leave for leave in leaves if self._duret_leave_concerns(leave, row)]
            faults += self._duret_check_time(person, agenda, off, request, start, travel)
            faults += self._duret_check_skills(person, agenda, kind)
        return faults

    @api.model
    def _duret_length(self, order, kind):
        if order.scheduled_duration:
            return timedelta(hours=order.scheduled_duration)
        return timedelta(minutes=kind.duret_minutes or 60)

    @api.model
    def _duret_fault(self, code, message, blocking=False, person=None):
        return {"code": code, "message": message, "blocking": blocking, "person_id": person.id if person else False}

    @api.model
    def _duret_check_visit(self, start, kind, people, place):
        """Return what speaks against the visit whoever makes it."""
        faults = []
        if start < fields.Datetime.now():
            faults.append(self._duret_fault("past", self.env._("This time is past.")))
        if kind and len(people) < kind.duret_crew:
            message = self.env._("This visit needs %(count)s technicians.", count=kind.duret_crew)
            faults.append(self._duret_fault("crew", message))
        if place is None:
            message = self.env._("The address is not found on the map: travel times are not checked.")
            faults.append(self._duret_fault("unknown_place", message))
        return faults

    @api.model
    def _duret_check_time(self, person, agenda, off, request, start, travel):
        """Return what speaks against the time for one technician: taken, away, too short a way."""
        first, last = request.earliest, request.latest
        if any(begin < last and end > first for begin, end, _place in agenda.events):
            message = self.env._("%(technician)s is taken at that time.", technician=person.name)
            return [self._duret_fault("overlap", message, True, person)]
        if leave := next((one for one in off if one[0] < last and one[1] > first), None):
            return [self._duret_leave_fault(person, leave, start)]
        faults = []
        if not any(begin <= first and last <= end for begin, end in agenda.working):
            message = self.env._("Outside the working hours of %(technician)s.", technician=person.name)
            faults.append(self._duret_fault("outside_hours", message, person=person))
        before, after = shortfall(request, agenda, first, last, travel)
        if before:
            message = self.env._(
                "%(technician)s would arrive %(minutes)s minutes late.", technician=person.name, minutes=before
            )
            faults.append(self._duret_fault("unreachable_before", message, person=person))
        if after:
            message = self.env._(
                "%(technician)s would be %(minutes)s minutes late for what comes next.",
                technician=person.name,
                minutes=after,
            )
            faults.append(self._duret_fault("unreachable_after", message, person=person))
        return faults

    @api.model
    def _duret_leave_fault(self, person, leave, start):
        """Return the fault of a day off; the words of the refusal that the visit itself would meet."""
        first = local_day(max(to_datetime(leave[0]), start), self.env.company.resource_calendar_id.tz or "Europe/Paris")
        day = format_date(self.env, first, date_format="EEEE d MMMM")
        if leave[3]:
            message = self.env._("%(technician)s is away on %(day)s.", technician=person.name, day=day)
            return self._duret_fault("away", message, True, person)
        reason = leave[2] or self.env._("day off")
        message = self.env._("Nobody works on %(day)s: %(reason)s.", day=day, reason=reason)
        return self._duret_fault("holiday", message, True, person)

    @api.model
    def _duret_check_skills(self, person, agenda, kind):
        missing = kind.duret_skill_ids.filtered(lambda skill: skill.id not in agenda.skills)
        if not missing:
            return []
        # Names of skills are no secret.
        names = ", ".join(missing.sudo().mapped("name"))
        message = self.env._("%(technician)s lacks: %(skills)s.", technician=person.name, skills=names)
        return [self._duret_fault("skills", message, person=person)]
