import calendar
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..slotting.travel import Place
from ..touring import Stop, group_stops

LEAD_DAYS = 10  # a client needs time to choose: no tour is proposed earlier
HALF_DAY = 3.5  # hours of work below which a day is not proposed


class DuretMaintenanceMonth(models.Model):
    """The visits due in a month, grouped into days of driving for one technician."""

    _name = "duret.maintenance.month"
    _description = "Maintenance Month"
    _order = "first_day desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    first_day = fields.Date("Month", required=True, default=lambda self: self._next_month())
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    person_id = fields.Many2one(
        "fsm.person", "Technician", required=True, default=lambda self: self.env["duret.maintenance.sheet"]._me()
    )
    capacity = fields.Integer("Minutes in a Day", default=420, required=True, help="Road and work together.")
    most_stops = fields.Integer("Visits in a Day at Most", default=7, required=True)
    tour_ids = fields.One2many("duret.maintenance.tour", "month_id", "Tours")
    unplaced_ids = fields.Many2many(
        "duret.maintenance.contract", string="Not on the Map", readonly=True, help="Their address could not be located."
    )
    visit_count = fields.Integer("Visits", compute="_compute_counts")
    invited_count = fields.Integer("Waiting for the Client", compute="_compute_counts")
    booked_count = fields.Integer("Booked", compute="_compute_counts")
    message = fields.Text(readonly=True)

    _month_unique = models.UniqueIndex("(first_day, person_id)", "This month is prepared for this technician already.")
    _numbers = models.Constraint(
        "CHECK (capacity BETWEEN 60 AND 900 AND most_stops BETWEEN 1 AND 30)",
        "A day has between 1 and 15 hours and at most 30 visits.",
    )

    @api.model
    def _next_month(self):
        today = fields.Date.context_today(self)
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1)

    @api.depends("first_day", "person_id.name")
    def _compute_name(self):
        for month in self:
            day = format_date(self.env, month.first_day, date_format="MMMM y") if month.first_day else ""
            month.name = " – ".join(filter(None, [day, month.person_id.name]))

    @api.depends("tour_ids.invitation_ids.state")
    def _compute_counts(self):
        groups = self.env["duret.maintenance.invitation"]._read_group(
            [("month_id", "in", self.ids)], ["month_id", "state"], ["__count"]
        )
        counts = {(month.id, state): count for month, state, count in groups}
        for month in self:
            month.visit_count = sum(count for (found, _state), count in counts.items() if found == month.id)
            month.invited_count = counts.get((month.id, "invited"), 0)
            month.booked_count = counts.get((month.id, "booked"), 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a month is known by its first day."""
        for vals in vals_list:
            if vals.get("first_day"):
                vals["first_day"] = fields.Date.to_date(vals["first_day"]).replace(day=1)
        return super().create(vals_list)

    def write(self, vals):
        """Override: a month is known by its first day."""
        if vals.get("first_day"):
            vals = vals | {"first_day": fields.Date.to_date(vals["first_day"]).replace(day=1)}
        return super().write(vals)

    def _last_day(self):
        return self.first_day.replace(day=calendar.monthrange(self.first_day.year, self.first_day.month)[1])

    # --- grouping -----------------------------------------------------------------------------------------------
    def action_prepare(self):
        """Button: group the visits due this month, and those that are late; tours already sent stay as they are."""
        self.ensure_one()
        self.tour_ids.filtered(lambda tour: tour.state == "draft").unlink()
        contracts = self._contracts_due()
        contracts.location_id.partner_id.filtered(lambda one: not one.partner_latitude)._duret_geolocate()
        placed = contracts.filtered(lambda one: one.latitude or one.longitude)
        stops = [Stop(one.id, Place(one.latitude, one.longitude), one.minutes) for one in placed]
        tours = self._group(stops) if stops else []
        created = self.env["duret.maintenance.tour"].create(
            [
                {
                    "month_id": self.id,
                    "sequence": rank,
                    "travel_minutes": round(tour.travel),
                    "work_minutes": round(tour.work),
                    "invitation_ids": [
                        (0, 0, {"contract_id": stop.key, "sequence": place}) for place, stop in enumerate(tour.stops, 1)
                    ],
                }
                for rank, tour in enumerate(tours, 1)
            ]
        )
        self.unplaced_ids = contracts - placed
        self.message = self._give_days(created)

    def _group(self, stops):
        """Ask the pure rules, with the driving times of the settings.

        :param stops: list of touring.Stop
        :return: list of touring.Tour
        """
        depot = self._depot()
        travel = self.env["duret.availability"].travel([depot, *(stop.place for stop in stops)])
        return group_stops(stops, depot, travel, self.capacity, self.most_stops)

    def _contracts_due(self):
        """Contracts to visit: due by the end of the month, no visit planned, not in a live invitation.

        :return: duret.maintenance.contract
        """
        return self.env["duret.maintenance.contract"].search(
            [
                ("state", "=", "active"),
                ("company_id", "=", self.company_id.id),
                ("visit_id", "=", False),
                ("next_date", "<=", self._last_day()),
                ("person_id", "in", [False, self.person_id.id]),
                ("invitation_ids", "not any", [("state", "in", ("draft", "invited"))]),
            ]
        )

    def _depot(self):
        """Where the technician's day begins.

        :return: slotting.travel.Place
        :raise UserError: it has no place on the map
        """
        base = self.person_id._duret_base()
        if not base.partner_latitude:
            base._duret_geolocate()
        if not (base.partner_latitude or base.partner_longitude):
            raise UserError(
                self.env._(
                    "Where does the day of %(name)s begin? Write the address of %(place)s.",
                    name=self.person_id.name,
                    place=base.display_name,
                )
            )
        return Place(base.partner_latitude, base.partner_longitude)

    # --- days ---------------------------------------------------------------------------------------------------
    def _give_days(self, tours):
        """Spread tours over the technician's working days, the next one being kept for those who cannot come.

        :param tours: duret.maintenance.tour without a day
        :return: sentence when days are missing, else False
        """
        days = self._free_days()
        for rank, tour in enumerate(tours[: len(days)]):
            place = rank * len(days) // max(len(tours), 1) if len(tours) <= len(days) else rank
            tour.date = days[place]
            tour.spare_date = days[place + 1] if place + 1 < len(days) else False
        if len(tours) > len(days):
            return self.env._(
                "%(tours)s tours, but %(days)s working days left: choose days of the next month for the others.",
                tours=len(tours),
                days=len(days),
            )
        return False

    def _free_days(self):
        """Working days of the technician in this month, from ten days from now on, without a tour yet.

        :return: list of date
        """
        today = fields.Date.context_today(self)
        first, last = max(self.first_day, today + timedelta(days=LEAD_DAYS)), self._last_day()
        if first > last:
            return []
        zone = ZoneInfo(self.person_id._duret_calendar().tz or "Europe/Paris")
        start, stop = (datetime.combine(day, moment, zone) for day, moment in ((first, time.min), (last, time.max)))
        resource = self.person_id.duret_resource_id
        # sudo: the hours of the technician whose tours are planned here; only days leave this method.
        hours = self.person_id.sudo()._duret_calendar()._work_intervals_batch(start, stop, resource.sudo())[resource.id]
        worked = {}
        for begin, end, _attendance in hours:
            worked[begin.date()] = worked.get(begin.date(), 0) + (end - begin) / timedelta(hours=1)
        taken = set(self.tour_ids.mapped("date"))
        is_open = self.company_id.duret_is_open
        return [
            day
            for day, spent in sorted(worked.items())
            if spent >= HALF_DAY
            and day not in taken
            and is_open(datetime.combine(day, time(10), zone).astimezone(UTC).replace(tzinfo=None))
        ]

    def action_invite(self):
        """Button: invite the clients of every tour that has a day."""
        self.ensure_one()
        ready = self.tour_ids.filtered(lambda tour: tour.state == "draft" and tour.date)
        if not ready:
            raise UserError(self.env._("No tour is ready: prepare the tours and give them a day."))
        ready.action_invite()
