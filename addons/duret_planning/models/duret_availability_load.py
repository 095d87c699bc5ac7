"""What the slot engine needs to know, read in a constant number of queries."""

from datetime import timedelta
from operator import itemgetter

from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from ..slotting.hours import Attendance, local_days, working
from ..slotting.intervals import ceil_minute, floor_minute, merge, subtract, to_datetime
from ..slotting.openings import Agenda
from ..slotting.places import UnknownAddress, locate
from ..slotting.travel import Place

_start, _stop = itemgetter(0), itemgetter(1)
AROUND = 24 * 60  # minutes read before and after: the shifts and the neighbours of the first and the last visit


class _Places(dict):
    """One place for each pair of coordinates, None where they say nothing."""

    def __missing__(self, point):
        self[point] = place = Place(*point) if any(point) else None
        return place


class _Worked(dict):
    """Hours of a calendar without some days off: one list for all technicians who have the same, as the engine likes.

    Its keys are (calendar id, tuple of the intervals off).
    """

    def __init__(self, hours):
        super().__init__()
        self._hours = hours

    def __missing__(self, key):
        calendar_id, away = key
        worked = self._hours.get(calendar_id, [])
        self[key] = worked = subtract(worked, merge(away)) if away else worked
        return worked


class DuretAvailabilityLoad(models.AbstractModel):
    """Technicians as agendas: hours, absences, visits, holds and meetings.

    Plain SQL, because fifty technicians over two months are six thousand rows. Nothing is checked here: the methods
    that call it answer about free time only, whoever asks.
    """

    _name = "duret.availability.load"
    _description = "Availability: What Is Read"

    @api.model
    def _duret_load(self, person_ids, first, last, visits=True, ignore_orders=(), ignore_holds=()):
        """Return the agendas of technicians, in four queries however many they are.

        :param person_ids: ids of fsm.person; None for everybody who receives appointments
        :param first: first minute of interest (UTC minutes since 1970); a day more is read on both sides
        :param last: last minute
        :param visits: False leaves the time of visits out
        :param ignore_orders: ids of visits whose time counts as free
        :param ignore_holds: ids of holds whose time counts as free
        :return: list of Agenda
        """
        # What this transaction has written counts too, and SQL does not see it before it is flushed.
        self.env.flush_all()
        people = self._duret_load_people(person_ids)
        if not people:
            return []
        first, last = first - AROUND, last + AROUND
        hours = self._duret_load_hours({person["calendar_id"] for person in people}, first, last)
        leaves = self._duret_load_leaves(people, first, last)
        ids = [person["id"] for person in people]
        events = self._duret_load_taken(ids, first, last, visits, ignore_orders, ignore_holds)
        worked = _Worked(hours)
        return [self._duret_agenda(person, worked, leaves, events[person["id"]]) for person in people]

    @api.model
    def _duret_agenda(self, person, worked, leaves, events):
        away = tuple([leave[:2] for leave in leaves if self._duret_leave_concerns(leave, person)])
        return Agenda(
            person["id"],
            frozenset(person["skills"]),
            self._duret_base_place(person),
            worked[person["calendar_id"], away],
            events,
            frozenset(filter(None, (person["zone"] or "").split(","))),
            person["commute"] if person["own_base"] else 0,
        )

    # --- the visit and the company ---------------------------------------------------------------------------------
    @api.model
    def _duret_load_setting(self, visit_type, where):
        """Return what the company, the kind of visit and the place say, in one query.

        :param visit_type: fsm.order.type, may be empty
        :param where: fsm.location or res.partner, may be empty
        :return: dict; the address of the place begins with ``site_``, that of the company with ``base_``
        """
        # What this transaction has written counts too, and SQL does not see it before it is flushed.
        self.env.flush_all()
        partner = SQL("SELECT %s::int", where.id or None)
        if where._name == "fsm.location":
            partner = SQL("SELECT partner_id FROM fsm_location WHERE id = %s", where.id or None)
        self.env.cr.execute(
            SQL(
                """SELECT COALESCE(calendar.tz, 'Europe/Paris') AS tz, company.duret_travel_margin AS margin,
                          company.duret_travel_max_minutes AS limit, company.duret_osrm_url AS server,
                          kind.duret_minutes AS minutes, COALESCE(kind.duret_buffer_minutes, 0) AS buffer,
                          COALESCE(kind.duret_crew, 1) AS crew, kind.duret_notice_hours AS notice,
                          kind.duret_horizon_days AS horizon,
                          ARRAY(SELECT hr_skill_id FROM fsm_order_type_hr_skill_rel
                                 WHERE fsm_order_type_id = kind.id) AS skills,
                          base.partner_latitude::float8 AS base_lat, base.partner_longitude::float8 AS base_lon,
                          base.zip AS base_zip, base.city AS base_city,
                          (SELECT code FROM res_country WHERE id = base.country_id) AS base_country,
                          site.partner_latitude::float8 AS site_lat, site.partner_longitude::float8 AS site_lon,
                          site.zip AS site_zip, site.city AS site_city,
                          (SELECT code FROM res_country WHERE id = site.country_id) AS site_country,
                          site.duret_geo_precision AS site_precision
                     FROM res_company company
                     JOIN res_partner base ON base.id = company.partner_id
                LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
                LEFT JOIN fsm_order_type kind ON kind.id = %s
                LEFT JOIN res_partner site ON site.id = (%s)
                    WHERE company.id = %s""",
                visit_type.id or None,
                partner,
                self.env.company.id,
            )
        )
        return self.env.cr.dictfetchone()

    # --- technicians -----------------------------------------------------------------------------------------------
    @api.model
    def _duret_load_people(self, person_ids):
        """Return dicts of technicians: id, calendar_id, resource_id, company_id, partner_id, skills, base…"""
        if person_ids is None:
            wanted = SQL(
                "person.duret_bookable AND (contact.company_id IS NULL OR company.id = %s)", self.env.company.id
            )
        else:
            wanted = SQL("person.id = ANY(%s)", list(person_ids))
        # OFFSET 0 has the starting point looked up for each technician: joined freely, it was all contacts at once.
        self.env.cr.execute(
            SQL(
                """SELECT person.id, person.duret_resource_id AS resource_id, person.partner_id,
                          person.duret_zone AS zone, company.id AS company_id,
                          company.duret_commute_minutes AS commute,
                          COALESCE(person.calendar_id, company.resource_calendar_id) AS calendar_id,
                          ARRAY(SELECT skill_id FROM duret_person_skill_rel WHERE person_id = person.id) AS skills,
                          base.id <> company.partner_id AS own_base, base.zip, base.city,
                          (SELECT code FROM res_country WHERE id = base.country_id) AS country,
                          base.partner_latitude::float8 AS lat, base.partner_longitude::float8 AS lon
                     FROM fsm_person person
                     JOIN res_partner contact ON contact.id = person.partner_id
                     JOIN res_company company ON company.id = COALESCE(contact.company_id, %s)
                    CROSS JOIN LATERAL (
                          SELECT id, zip, city, country_id, partner_latitude, partner_longitude FROM res_partner
                           WHERE id = COALESCE(person.duret_base_partner_id, company.partner_id) OFFSET 0) base
                    WHERE person.active AND %s
                 ORDER BY person.id""",
                self.env.company.id,
                wanted,
            )
        )
        return self.env.cr.dictfetchall()

    @api.model
    def _duret_base_place(self, person):
        """Return where an address is: its coordinates, else its town, else unknown.

        :param person: dict of lat, lon, zip, city and country
        """
        if person["lat"] or person["lon"]:
            return Place(person["lat"], person["lon"])
        try:
            found = locate(person["zip"], person["city"], person["country"])
        except UnknownAddress:
            return None
        return found.place

    # --- hours and absences ----------------------------------------------------------------------------------------
    @api.model
    def _duret_load_hours(self, calendar_ids, first, last):
        """Return {calendar id: merged intervals of minutes}; calendars of two weeks and their time zones included."""
        weeks = self._duret_weeks(tuple(sorted(calendar_ids)))
        begin, end = to_datetime(first).date() - timedelta(1), to_datetime(last).date() + timedelta(1)
        days = {tz: local_days(begin, end, tz) for tz in {tz for tz, _week in weeks.values()}}
        return {calendar_id: working(week, days[tz], tz) for calendar_id, (tz, week) in weeks.items()}

    @api.model
    @ormcache("calendar_ids")
    def _duret_weeks(self, calendar_ids):
        """Return {calendar id: (time zone, its attendances)}; forgotten when a calendar changes (known by heart)."""
        self.env.cr.execute(
            SQL(
                """SELECT calendar.id, calendar.tz, attendance.dayofweek::int,
                          round(attendance.hour_from * 60)::int, round(attendance.hour_to * 60)::int,
                          CASE WHEN calendar.two_weeks_calendar THEN attendance.week_type::int END
                     FROM resource_calendar calendar
                     JOIN resource_calendar_attendance attendance ON attendance.calendar_id = calendar.id
                    WHERE calendar.id = ANY(%s) AND attendance.display_type IS NULL
                      AND attendance.day_period <> 'lunch'""",
                list(calendar_ids),
            )
        )
        weeks = {}
        for calendar_id, tz, *attendance in self.env.cr.fetchall():
            weeks.setdefault(calendar_id, (tz, []))[1].append(Attendance(*attendance))
        return weeks

    @api.model
    def _duret_load_leaves(self, people, first, last):
        """Return days off as (start, stop, name, resource id, calendar id, company id), the company's included."""
        resources = [person["resource_id"] for person in people if person["resource_id"]]
        self.env.cr.execute(
            SQL(
                """SELECT date_from, date_to, name, resource_id, calendar_id, company_id
                     FROM resource_calendar_leaves
                    WHERE time_type = 'leave' AND date_from < %s AND date_to > %s
                      AND (resource_id IS NULL OR resource_id = ANY(%s))
                 ORDER BY date_from, id""",
                to_datetime(last),
                to_datetime(first),
                resources,
            )
        )
        # A day off ends with the last second of the day: its last minute is off as well.
        return [(floor_minute(start), ceil_minute(stop), *leave) for start, stop, *leave in self.env.cr.fetchall()]

    @api.model
    def _duret_leave_concerns(self, leave, person):
        """Tell whether a day off is this technician's: his own, or one of his company or of his hours."""
        resource_id, calendar_id, company_id = leave[3:]
        if resource_id:
            return resource_id == person["resource_id"]
        return calendar_id in (None, person["calendar_id"]) and company_id in (None, person["company_id"])

    # --- time taken ------------------------------------------------------------------------------------------------
    @api.model
    def _duret_load_taken(self, person_ids, first, last, visits, ignore_orders, ignore_holds):
        """Return {technician id: [(start, stop, place)]} of visits, holds and meetings.

        What stays free after a visit is part of it. Meetings are those at which the technician is busy, that he did not
        decline, and that are not the event of a visit; those of a whole day take the whole local day. Minutes since
        1970, the engine's own, are computed where the rows are: taken time grows to whole minutes.
        """
        kept = SQL("TRUE") if visits else SQL("claim.order_id IS NULL")
        begin, end = to_datetime(first), to_datetime(last)
        self.env.cr.execute(
            SQL(
                """SELECT claim.person_id, date_part('epoch', claim.start)::bigint / 60,
                          (date_part('epoch', claim.stop)::bigint + 59) / 60 + COALESCE(kind.duret_buffer_minutes, 0),
                          site.partner_latitude::float8, site.partner_longitude::float8, FALSE
                     FROM duret_slot_claim claim
                LEFT JOIN duret_slot_hold hold ON hold.id = claim.hold_id
                LEFT JOIN fsm_order visit ON visit.id = claim.order_id
                LEFT JOIN fsm_order_type kind ON kind.id = visit.type
                LEFT JOIN fsm_location location ON location.id = visit.location_id
                LEFT JOIN res_partner site ON site.id = location.partner_id
                    WHERE claim.person_id = ANY(%s) AND claim.start < %s AND claim.stop > %s
                      AND (hold.id IS NULL OR (hold.expires_at > %s AND hold.id <> ALL(%s)))
                      AND (claim.order_id IS NULL OR claim.order_id <> ALL(%s)) AND %s
                    UNION ALL
                   SELECT person.id, date_part('epoch', meeting.start)::bigint / 60,
                          (date_part('epoch', meeting.stop)::bigint + 59) / 60, NULL, NULL, meeting.allday
                     FROM fsm_person person
                     JOIN calendar_event_res_partner_rel attendee ON attendee.res_partner_id = person.partner_id
                     JOIN calendar_event meeting ON meeting.id = attendee.calendar_event_id
                LEFT JOIN calendar_attendee answer
                       ON answer.event_id = meeting.id AND answer.partner_id = person.partner_id
                    WHERE person.id = ANY(%s) AND meeting.active AND meeting.show_as = 'busy'
                      AND meeting.start < %s AND meeting.stop > %s AND (meeting.allday OR meeting.start < meeting.stop)
                      AND answer.state IS DISTINCT FROM 'declined'
                      AND NOT EXISTS (SELECT FROM fsm_order visit WHERE visit.calendar_event_id = meeting.id)""",
                *(person_ids, end, begin, fields.Datetime.now(), list(ignore_holds), list(ignore_orders), kept),
                *(person_ids, end, begin),
            )
        )
        events, places = {person_id: [] for person_id in person_ids}, _Places()
        for person_id, start, stop, lat, lon, allday in self.env.cr.fetchall():
            if allday:
                start, stop = self._duret_whole_days(start, stop)
            events[person_id].append((start, stop, places[lat, lon]))
        for taken in events.values():
            # By end, then by start: two sorts of numbers take half the time of one of pairs.
            taken.sort(key=_stop)
            taken.sort(key=_start)
        return events

    @api.model
    def _duret_whole_days(self, start, stop):
        """Return the midnights of a meeting of whole days; core keeps its days in hours that mean nothing."""
        tz = self.env.company.resource_calendar_id.tz or "Europe/Paris"
        days = local_days(to_datetime(start).date(), to_datetime(stop).date() + timedelta(1), tz)
        return days[0].midnight, days[-1].midnight
