"""Days of visits as the tour solver knows them."""

from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..routing.days import shifts_within
from ..routing.problem import Placement, Problem, Roads, Shift, Stop
from ..slotting.hours import local_days
from ..slotting.intervals import ceil_minute, floor_minute, to_datetime
from ..slotting.travel import Place

UNPLACED = 0  # stands for the technician in the key of a visit that has none
ROUND = 5  # minutes


class TourDay(NamedTuple):
    """One local day to arrange.

    :ivar day: date
    :ivar problem: routing.problem.Problem; keys of stops are (visit id, technician id)
    :ivar kept: {visit id: why it stays where it is}, see ``KEPT`` of the lines of a plan
    """

    day: object
    problem: Problem
    kept: dict


class TourMoment(NamedTuple):
    """What reading a period gave: local midnights, now (minutes), policy on agreed times."""

    first: int
    last: int
    now: int
    agreed: str


class DuretTourProblem(models.AbstractModel):
    """Reads the visits, hours and meetings of technicians, in a constant number of queries."""

    _name = "duret.tour.problem"
    _description = "Tours: What Is Read"

    @api.model
    def _duret_tour_days(self, people, first_day, last_day, agreed, now):
        """Return the days to arrange.

        :param people: fsm.person
        :param first_day: date
        :param last_day: date, included
        :param agreed: what may change of a time agreed with the client: "keep", "worker" (another technician at the
            same hour) or "move"
        :param now: naive UTC; what has begun then stays
        :return: (list of TourDay, sentence about the travel times or "")
        :raises UserError: when a technician starts from an unknown place
        """
        zone = self.env.company.resource_calendar_id.tz or "Europe/Paris"
        midnights = [day.midnight for day in local_days(first_day, last_day + timedelta(days=1), zone)]
        bounds = to_datetime(midnights[0]), to_datetime(midnights[-1])
        availability = self.env["duret.availability"]
        agendas = {one.id: one for one in availability.agendas(people.ids, *bounds, visits=False)}
        self._duret_tour_check_bases(people, agendas)
        visits = self._duret_tour_visits(people, *bounds)
        places = {visit.id: self._duret_tour_place(visit) for visit in visits}
        known = {one.base for one in agendas.values()} | {place for place in places.values() if place}
        travel = availability.travel(sorted(known))
        roads = Roads(travel, lambda start, stop: round(1000 * travel.kilometres(start, stop)))
        days = []
        for number, (first, last) in enumerate(pairwise(midnights)):
            moment = TourMoment(first, last, ceil_minute(now), agreed)
            problem, kept = self._duret_tour_problem(visits, places, agendas, roads, moment)
            days.append(TourDay(first_day + timedelta(days=number), problem, kept))
        return days, getattr(travel, "note", "")

    @api.model
    def _duret_tour_check_bases(self, people, agendas):
        """Refuse technicians whose day begins nowhere.

        :raises UserError: naming them
        """
        lost = people.filtered(lambda person: person.id in agendas and not agendas[person.id].base)
        if lost:
            raise UserError(
                self.env._(
                    "Where does the day of %(names)s begin? The address of the starting point, or of the company, is"
                    " not found on the map.",
                    names=", ".join(lost.mapped("name")),
                )
            )

    @api.model
    def _duret_tour_visits(self, people, start, stop):
        """Return the open visits of these technicians in a period, and those that nobody has yet."""
        domain = Domain("scheduled_date_start", "<", stop) & Domain("scheduled_date_end", ">", start)
        domain &= Domain("stage_id.is_closed", "=", False)
        mine = Domain("person_id", "in", people.ids) | Domain("person_ids", "in", people.ids)
        nobody = Domain("person_id", "=", False) & Domain("person_ids", "=", False)
        return self.env["fsm.order"].search(domain & (mine | nobody), order="scheduled_date_start, id")

    @api.model
    def _duret_tour_place(self, visit):
        site = visit.location_id
        known = site.partner_latitude or site.partner_longitude
        return Place(site.partner_latitude, site.partner_longitude) if known else None

    @api.model
    def _duret_tour_problem(self, visits, places, agendas, roads, moment):
        """Return (problem, visits kept) of one local day."""
        today = visits.filtered(
            lambda visit: moment.first <= floor_minute(visit.scheduled_date_start) < moment.last or self._is_long(visit)
        )
        kept, taken = {}, {}
        for visit in today:
            why = "long" if self._is_long(visit) else "" if places[visit.id] else "place"
            if why:
                kept[visit.id] = why
                for person in visit._duret_crew():
                    taken.setdefault(person.id, []).append(self._duret_tour_span(visit))
        shifts = [
            Shift((one.id, windows[0][0]), one.id, one.base, tuple(windows), one.skills, one.commute)
            for one in agendas.values()
            for windows in self._duret_tour_shifts(one, taken.get(one.id, []), moment)
        ]
        stops = []
        for visit in today.filtered(lambda visit: visit.id not in kept):
            stops += self._duret_tour_stops(visit, places[visit.id], shifts, kept, moment)
        return Problem(stops, shifts, roads), kept

    @api.model
    def _duret_tour_shifts(self, agenda, taken, moment):
        events = [event[:2] for event in agenda.events]
        return shifts_within(agenda.working, [*events, *taken], moment.first, moment.last)

    @api.model
    def _is_long(self, visit):
        """Tell whether a visit goes on overnight."""
        return visit.scheduled_date_end - visit.scheduled_date_start > timedelta(hours=14)

    @api.model
    def _duret_tour_span(self, visit):
        return floor_minute(visit.scheduled_date_start), ceil_minute(visit.scheduled_date_end)

    @api.model
    def _duret_tour_stops(self, visit, place, shifts, kept, moment):
        """Return the stops of a visit, one for each of its technicians who is arranged; note why it is kept."""
        start, stop = self._duret_tour_span(visit)
        crew = visit._duret_crew()
        if not crew:
            return self._duret_tour_unplaced(visit, place, kept, moment)
        why = self._duret_tour_why_fixed(visit, crew, moment)
        stops = []
        for person in crew:
            shift = self._duret_tour_shift_of(person, start, stop, shifts)
            if shift:
                stops.append(self._duret_tour_stop(visit, person, place, Placement(shift.key, start), why, moment))
            elif any(one.worker == person.id for one in shifts):
                why = why or "hours"
        if why:
            kept[visit.id] = why
        return stops

    @api.model
    def _duret_tour_why_fixed(self, visit, crew, moment):
        """Return why nothing of a visit may change, "" when something may."""
        if floor_minute(visit.scheduled_date_start) < moment.now:
            return "begun"
        if len(crew) > 1 or visit.type.duret_crew > 1:
            return "crew"
        return "agreed" if visit.duret_confirmed and moment.agreed == "keep" else ""

    @api.model
    def _duret_tour_shift_of(self, person, start, stop, shifts):
        """Return the shift in which a visit lies, the one that holds most of it when it lies badly; None for none."""
        shared = [
            (min(stop, shift.windows[-1][1]) - max(start, shift.windows[0][0]), shift)
            for shift in shifts
            if shift.worker == person.id
        ]
        best = max(shared, key=lambda pair: pair[0], default=(0, None))
        return best[1] if best[0] > 0 else None

    @api.model
    def _duret_tour_stop(self, visit, person, place, now, why, moment):
        start, stop = self._duret_tour_span(visit)
        return Stop(
            (visit.id, person.id),
            place,
            stop - start,
            (self._duret_tour_window(visit, moment),),
            self._duret_tour_skills(visit),
            now,
            time_fixed=bool(why) or (visit.duret_confirmed and moment.agreed != "move"),
            worker_fixed=bool(why),
            buffer=visit.type.duret_buffer_minutes,
        )

    @api.model
    def _duret_tour_unplaced(self, visit, place, kept, moment):
        """Return the stop of a visit that has a day and no technician: at its hour when it was agreed."""
        start, stop = self._duret_tour_span(visit)
        if start < moment.now or visit.type.duret_crew > 1:
            kept[visit.id] = "begun" if start < moment.now else "crew"
            return []
        window = (start, stop) if visit.duret_confirmed else self._duret_tour_window(visit, moment)
        skills = self._duret_tour_skills(visit)
        key = (visit.id, UNPLACED)
        return [Stop(key, place, stop - start, (window,), skills, buffer=visit.type.duret_buffer_minutes)]

    @api.model
    def _duret_tour_window(self, visit, moment):
        """Return when a visit may be: on its day, not in the past, within the client's wish when it is kept today."""
        start, stop = self._duret_tour_span(visit)
        first, last = max(moment.first, -(-moment.now // ROUND) * ROUND), moment.last
        if visit.request_early and visit.request_early <= visit.scheduled_date_start:
            first = max(first, ceil_minute(visit.request_early))
        if visit.request_late and visit.request_late >= visit.scheduled_date_end:
            last = min(last, floor_minute(visit.request_late))
        return min(first, start), max(last, stop)

    @api.model
    def _duret_tour_skills(self, visit):
        return frozenset(visit.skill_ids.ids) | frozenset(visit.type.duret_skill_ids.ids)

    @api.model
    def _duret_tour_at(self, minute):
        """Return the naive UTC datetime of a minute."""
        return fields.Datetime.to_datetime(to_datetime(minute))
