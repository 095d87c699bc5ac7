"""When a visit can be made: the one place that every screen asks."""

from dataclasses import replace
from datetime import timedelta

import pytz

from odoo import api, fields, models

from ..slotting.intervals import ceil_minute, floor_minute, to_datetime
from ..slotting.slots import Need, explain, rank, search

HORIZON_DAYS = 60  # searched when the kind of visit says nothing
NOON = 12  # local hour at which the afternoon begins
DAY_WORTH = 0.5  # minutes of detour that one day of waiting less is worth, among the best ones


class DuretAvailability(models.AbstractModel):
    """Free times for a visit, why there are none, and what speaks against a time chosen by hand.

    Answers about time only, for whoever asks: the rights on what they lead to are checked by the callers, which is why
    nothing here can be called from outside.
    """

    _name = "duret.availability"
    _inherit = ["duret.availability.load", "duret.availability.check", "duret.availability.place"]
    _description = "Availability of Technicians"

    @api.private
    @api.model
    def find(self, visit_type, where, limit=None, part_of_day=None, **wishes):
        """Return free times.

        :param visit_type: fsm.order.type, empty when `minutes` says how long
        :param where: fsm.location, res.partner, (latitude, longitude), or None when the place does not matter
        :param limit: None gives every start, in order of time; a number gives so many of the best, by detour, an
            earlier day counting a little, really different from one another
        :param part_of_day: "morning" or "afternoon", None for both
        :param wishes: earliest and latest (naive UTC datetimes or their text; never before now), person_ids, windows
            (list of (start, stop)), minutes, hold_token (of the hold to ignore), ignore_order_ids, ignore_hold_ids,
            for_client (True keeps to the notice and the horizon of the kind of visit), grace (minutes by which the
            notice may be short, for a time shown a moment ago)
        :return: list of slotting.slots.Slot (start and stop in naive UTC, technicians with the nearest first, detour)
        """
        question = self._duret_question(visit_type, where, **wishes)
        slots = self._duret_search(question)
        if part_of_day:
            zone = pytz.timezone(question["need"].tz)
            slots = [slot for slot in slots if self._duret_is_morning(slot, zone) == (part_of_day == "morning")]
        return slots if limit is None else rank(slots, limit, day_worth=DAY_WORTH)

    @api.private
    @api.model
    def why(self, visit_type, where, limit=None, part_of_day=None, **wishes):
        """Return a sentence saying why :meth:`find` gave nothing to the same question."""
        question = self._duret_question(visit_type, where, **wishes)
        if question["fault"]:
            return question["fault"]
        need = question["need"]
        if need.latest <= fields.Datetime.now():
            return self.env._("This date is past.")
        reason = explain(need, question["agendas"], question["travel"])
        if reason == "skills" and need.worker_ids is not None:
            reason = "technicians"  # only those asked for were read
        return self._duret_reasons()[reason]

    @api.model
    def _duret_reasons(self):
        """Return the sentence of each reason of `slotting.slots.explain`."""
        return {
            "window": self.env._("There is no time left between these dates."),
            "skills": self.env._("Too few technicians have the skills that this visit needs."),
            "technicians": self.env._("The chosen technician cannot make this visit."),
            "closed": self.env._("Nobody works between these dates."),
            "too_long": self.env._("This visit is longer than a working day: split it into several ones."),
            "far": self.env._("No technician can drive there and back within a day."),
            "full": self.env._("Everybody is taken between these dates."),
        }

    @api.private
    @api.model
    def agendas(self, person_ids, start, stop, visits=True):
        """Return what technicians have to do, for the planning of whole days.

        :param person_ids: ids of fsm.person; None for everybody who receives appointments
        :param start: naive UTC
        :param stop: naive UTC
        :param visits: False leaves the visits out: meetings and holds remain
        :return: list of slotting.openings.Agenda (minutes since 1970, UTC; a day more on both sides)
        """
        return self._duret_load(person_ids, floor_minute(start), ceil_minute(stop), visits=visits)

    @api.private
    @api.model
    def travel(self, places=(), centre=None):
        """Return the travel times that the company set, see :meth:`duret.travel.travel`."""
        return self.env["duret.travel"].travel(places, centre)

    @api.private
    @api.model
    def days(self, people, start, stop):
        """Return the hours and the absences of technicians, for the background of a board.

        :param people: fsm.person
        :param start: naive UTC
        :param stop: naive UTC
        :return: dict: people ({id: {"work": [(start, stop)], "away": [(start, stop, name)]}}), holidays ([(start, stop,
            name)]), naive UTC; days off are not taken out of the hours
        """
        self.env.flush_all()
        first, last = floor_minute(start), ceil_minute(stop)
        rows = self._duret_load_people(people.ids)
        hours = self._duret_load_hours({row["calendar_id"] for row in rows}, first, last)
        leaves = self._duret_load_leaves(rows, first, last)
        return {
            "people": {
                row["id"]: {
                    "work": self._duret_within(hours.get(row["calendar_id"], ()), first, last),
                    "away": self._duret_within(
                        (leave for leave in leaves if leave[3] and self._duret_leave_concerns(leave, row)), first, last
                    ),
                }
                for row in rows
            },
            "holidays": self._duret_within((leave for leave in leaves if not leave[3]), first, last),
        }

    @api.model
    def _duret_within(self, intervals, first, last):
        """Return intervals cut to a time, as datetimes; a name in third place stays."""
        return [
            (to_datetime(max(start, first)), to_datetime(min(stop, last)), *rest[:1])
            for start, stop, *rest in intervals
            if start < last and stop > first
        ]

    # --- the question ----------------------------------------------------------------------------------------------
    @api.model
    def _duret_question(self, visit_type, where, earliest=None, latest=None, person_ids=None, **wishes):
        """Return what is asked of the engine: need, agendas, travel, and fault (a sentence) when it makes no sense."""
        record = where if isinstance(where, models.BaseModel) else self.env["res.partner"]
        setting = self._duret_load_setting(visit_type or self.env["fsm.order.type"], record)
        place, fault = self._duret_place(where, setting)
        need = self._duret_need(setting, place, earliest, latest, person_ids, wishes)
        ways = {"margin": setting["margin"], "server": setting["server"]}
        travel = self.env["duret.travel"].travel
        question = {"need": need, "fault": fault, "agendas": [], "travel": travel((), place, **ways)}
        if fault or need.latest <= need.earliest:
            return question
        agendas = self._duret_load(
            person_ids,
            floor_minute(need.earliest),
            ceil_minute(need.latest),
            ignore_orders=wishes.get("ignore_order_ids", ()),
            ignore_holds=self._duret_ignored_holds(wishes),
        )
        question["need"] = replace(need, over_break=self._duret_over_break(need, agendas))
        if setting["server"] and place:
            places = {event[2] for one in agendas for event in one.events if event[2]}
            places |= {one.base for one in agendas if one.base}
            question["travel"] = travel(places, place, **ways)
        return question | {"agendas": agendas}

    @api.model
    def _duret_search(self, question):
        """Return the slots of a question; none when it makes no sense."""
        if question["fault"]:
            return []
        return search(question["need"], question["agendas"], question["travel"])

    @api.model
    def _duret_need(self, setting, place, earliest, latest, person_ids, wishes):
        now = fields.Datetime.now()
        horizon = setting["horizon"] or HORIZON_DAYS
        first = max(fields.Datetime.to_datetime(earliest) or now, now)
        last = fields.Datetime.to_datetime(latest) or first + timedelta(days=horizon)
        if wishes.get("for_client"):
            notice = timedelta(hours=setting["notice"] or 0, minutes=-wishes.get("grace", 0))
            first = max(first, now + notice)
            last = min(last, now + timedelta(days=horizon + 1))
        return Need(
            place,
            int(wishes.get("minutes") or setting["minutes"] or 60),
            frozenset(setting["skills"]),
            setting["crew"],
            first,
            last,
            buffer=setting["buffer"],
            windows=self._duret_windows(wishes.get("windows")),
            worker_ids=None if person_ids is None else frozenset(person_ids),
            tz=setting["tz"],
        )

    @api.model
    def _duret_over_break(self, need, agendas):
        """Tell whether a visit may go on after lunch: only one that no half day holds."""
        calendars = {id(one.working): one.working for one in agendas}.values()
        return not any(stop - start >= need.minutes for working in calendars for start, stop in working)

    @api.model
    def _duret_windows(self, windows):
        """Return windows as datetimes; None when nothing is asked."""
        if windows is None:
            return None
        to_moment = fields.Datetime.to_datetime
        return [(to_moment(start), to_moment(stop)) for start, stop in windows]

    @api.model
    def _duret_ignored_holds(self, wishes):
        """Return the ids of the holds whose time counts as free: those named, and the one of a token."""
        if not wishes.get("hold_token"):
            return list(wishes.get("ignore_hold_ids", ()))
        # Whoever has the token has the hold.
        hold = self.env["duret.slot.hold"].sudo()._duret_by_token(wishes["hold_token"])
        return [*wishes.get("ignore_hold_ids", ()), *hold.ids]

    @api.model
    def _duret_is_morning(self, slot, zone):
        return pytz.utc.localize(slot.start).astimezone(zone).hour < NOON
