from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_time

from ..day_flow import Stop, expected_arrivals, news
from ..slotting.travel import Place

PLANNED, EN_ROUTE, ON_SITE, DONE = "planned", "en_route", "on_site", "done"
STATES = [(PLANNED, "Planned"), (EN_ROUTE, "On the way"), (ON_SITE, "On site"), (DONE, "Done")]
ANSWERS = [("waits", "Waits"), ("moves", "Takes another time")]
MOST_LATE = 8 * 60
LATE_WORD = timedelta(minutes=15)  # what is told later than that is history
NEAR_HOURS = 16  # the evening before, nobody is on his way yet


class DuretVisitDay(models.AbstractModel):
    """What a technician reports in the field, and what follows for his next visits and their clients."""

    _name = "duret.visit.day"
    _description = "Day of a Technician"

    @api.depends("scheduled_date_start")
    def _compute_duret_is_near(self):
        soon = fields.Datetime.now() + timedelta(hours=NEAR_HOURS)
        for order in self:
            order.duret_is_near = bool(order.scheduled_date_start and order.scheduled_date_start < soon)

    def duret_set_off(self, moment=None):
        """The technician leaves for this visit.

        :param datetime moment: when he said so, naive UTC; now by default, never in the future. A telephone without
            network tells it later: see :meth:`_duret_report` for what a late word still does
        """
        self._duret_report(EN_ROUTE, {}, "en_route", self._duret_moment(moment))

    def duret_arrive(self, moment=None):
        """The technician is there: the work begins.

        :param datetime moment: when, see :meth:`duret_set_off`
        """
        moment = self._duret_moment(moment)
        stage = self.env.ref("duret_planning.fsm_stage_on_site")
        self._duret_report(ON_SITE, {"date_start": moment, "stage_id": stage.id}, "arrived", moment)

    def duret_finish(self, moment=None):
        """The work is done; the visit is closed, which is told by its own event.

        :param datetime moment: when, see :meth:`duret_set_off`
        """
        moment = self._duret_moment(moment)
        self._duret_check_report(moment)
        orders = self.filtered(lambda order: not order.stage_id.is_closed)
        for order in orders:
            values = {"duret_day_state": DONE, "duret_since": moment, "date_end": moment, "duret_expected_start": False}
            start = order.date_start or order.scheduled_date_start
            order.write(values | {"date_start": min(start, moment)})
        orders.with_context(duret_channel="technician", duret_event_date=moment).action_complete()
        orders._duret_follow(moment)

    def duret_report_delay(self, minutes, moment=None):
        """The technician will be late at this visit.

        :param int minutes: how late, compared with the agreed time; 0 takes the delay back
        :param datetime moment: when he said so, see :meth:`duret_set_off`
        :raises UserError: when the number makes no sense, or the technician is there already
        """
        if not isinstance(minutes, int) or not 0 <= minutes <= MOST_LATE:
            raise UserError(self.env._("A delay is between 0 and %(most)s minutes.", most=MOST_LATE))
        if self.filtered(lambda order: order.duret_day_state in (ON_SITE, DONE)):
            raise UserError(self.env._("The technician is there already."))
        moment = self._duret_moment(moment)
        self._duret_check_report(fields.Datetime.now())
        self.write({"duret_late_minutes": minutes})
        self._duret_follow(moment)

    def action_duret_delay(self):
        """Ask how late.

        :return: window action of the dialog
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_planning.duret_delay_wizard_action")
        return action | {"context": {"default_order_id": self.id}}

    @api.model
    def _duret_moment(self, moment):
        """Return when something was reported: what was said, never in the future; now when nothing was said."""
        now = fields.Datetime.now()
        return min(moment, now) if moment else now

    def _duret_report(self, state, values, kind, moment):
        """Write down what was reported, and look at the rest of the day.

        A word that comes after a later one (« on the way » after « arrived », or after the end) changes the state no
        more; the time of an arrival is kept all the same.

        :param state: new state of the day
        :param values: fields of the visit
        :param kind: kind of event
        :param moment: naive UTC
        :raises UserError: when the visit was cancelled, was over by then or has no time
        """
        self._duret_check_report(moment)
        others = self.filtered(lambda order: order.duret_day_state != state)
        overtaken = others.filtered(lambda order: order.duret_since and moment < order.duret_since)
        overtaken._duret_note_arrival(values.get("date_start"))
        orders = (others - overtaken).with_context(duret_channel="technician", duret_event_date=moment)
        orders.write(values | {"duret_day_state": state, "duret_since": moment})
        orders.env["duret.visit.event"]._duret_record(
            [{"order_id": id_, "kind": kind, "new_start": moment} for id_ in orders.ids]
        )
        orders._duret_follow(moment)

    def _duret_note_arrival(self, moment):
        """Keep an arrival that was reported after what followed it.

        :param moment: naive UTC, or None when it was no arrival
        """
        if moment:
            for order in self.filtered(lambda order: not order.date_start or order.date_start > moment):
                order.date_start = moment

    def _duret_check_report(self, moment):
        """Refuse reports about a visit that is over or has no time.

        :param moment: when it was reported; a visit that was over only afterwards takes it
        :raises UserError: in that case; nothing is written
        :raises AccessError: when it is somebody else's visit
        """
        self.check_access("write")
        over = self.filtered(
            lambda order: order.duret_day_state == DONE and order.duret_since and moment < order.duret_since
        )
        (self - over)._duret_check_open()
        if self.filtered(lambda order: not order.scheduled_date_start):
            raise UserError(self.env._("This visit has no time yet."))

    # -- the rest of the day ----------------------------------------------------------------------------------------

    def _duret_follow(self, moment):
        """Look at the rest of the day after a report, unless it comes so late that it says nothing about now.

        A telephone that finds the network again tells of the morning at noon: counting from there would announce
        delays to clients who were served hours ago.

        :param moment: when it was reported, naive UTC
        """
        if fields.Datetime.now() - moment <= LATE_WORD:
            self._duret_follow_day()

    def _duret_follow_day(self):
        """Count again when the technicians of these visits will be at their next ones, and tell the clients concerned.

        A change is told once: what a client was told last is kept with the visit.
        """
        # The report was checked; the visits that follow are counted for whoever reports, his own or his crew's.
        for visits in self.sudo()._duret_days().values():
            visits._duret_expect()

    def _duret_days(self):
        """Return {(technician, day): visits} of the days to which these visits belong, in one query."""
        zone = ZoneInfo("Europe/Paris")
        keys = {
            (order._duret_crew()[:1], order.scheduled_date_start.replace(tzinfo=UTC).astimezone(zone).date())
            for order in self
            if order._duret_crew() and order.scheduled_date_start
        }
        bounds = [
            datetime.combine(day + timedelta(days=more), time(), zone).astimezone(UTC).replace(tzinfo=None)
            for _person, day in keys
            for more in (0, 1)
        ]
        if not keys:
            return {}
        cancelled = self.env.ref("fieldservice.fsm_stage_cancelled")
        visits = self.env["fsm.order"].search(
            [
                ("person_id", "in", [person.id for person, _day in keys]),
                ("scheduled_date_start", ">=", min(bounds)),
                ("scheduled_date_start", "<", max(bounds)),
                ("stage_id", "!=", cancelled.id),
            ],
            order="scheduled_date_start, id",
        )

        def key(order):
            return order.person_id, order.scheduled_date_start.replace(tzinfo=UTC).astimezone(zone).date()

        return {found: orders for found, orders in visits.grouped(key).items() if found in keys}

    def _duret_expect(self):
        """Write when the technician is expected at each of these visits, all of one day, and record what is news."""
        travel = self.env["duret.availability"].travel()
        stops = [order._duret_stop() for order in self]
        expected = expected_arrivals(stops, fields.Datetime.now(), travel)
        agreed = {order.id: order.scheduled_date_start for order in self}
        told = {order.id: order.duret_told_start for order in self if order.duret_told_start}
        changed = news(agreed, told, expected, self.company_id[:1].duret_delay_minutes)
        for order in self:
            arrival = expected.get(order.id)
            late = arrival if arrival and arrival > order.scheduled_date_start else False
            if order.duret_expected_start != late:
                order.duret_expected_start = late
        self.filtered(lambda order: order.id in changed)._duret_record_delays(changed)

    def _duret_stop(self):
        """Return this visit as `day_flow` sees it."""
        self.ensure_one()
        state = DONE if self.stage_id.is_closed else self.duret_day_state or PLANNED
        return Stop(
            self.id,
            self.scheduled_date_start,
            round((self.scheduled_duration or 0) * 60),
            self._duret_day_place(),
            state,
            self.date_end if state == DONE else self.duret_since,
            self.duret_late_minutes,
        )

    def _duret_day_place(self):
        """Return where this visit is, from the coordinates that its site keeps; None when it has none."""
        site = self.location_id
        known = site.partner_latitude or site.partner_longitude
        return Place(site.partner_latitude, site.partner_longitude) if known else None

    def _duret_record_delays(self, arrivals):
        """Keep what each client is told, and record one event for each.

        :param arrivals: {visit id: naive UTC}
        """
        for order in self:
            order.write({"duret_told_start": arrivals[order.id], "duret_delay_answer": False})
        self.env["duret.visit.event"].with_context(duret_channel="technician")._duret_record(
            [
                {
                    "order_id": order.id,
                    "kind": "delayed",
                    "old_start": order.scheduled_date_start,
                    "new_start": arrivals[order.id],
                    "new_person_ids": order._duret_crew().ids,
                }
                for order in self
            ]
        )

    # -- the client -------------------------------------------------------------------------------------------------

    def _duret_is_late(self):
        """Tell whether the client was told of a delay and the technician is not there yet."""
        self.ensure_one()
        told = self.duret_told_start
        waiting = self.duret_day_state not in (ON_SITE, DONE) and not self.stage_id.is_closed
        return bool(told and waiting and told > self.scheduled_date_start)

    def _duret_client_waits(self):
        """The client waits in spite of the delay.

        :raises UserError: when there is no delay (any more)
        """
        self.ensure_one()
        visit = self._duret_as_client()
        if not visit._duret_is_late():
            raise UserError(self.env._("Your technician is no longer expected late."))
        visit.duret_delay_answer = "waits"

    def _duret_may_change(self):
        """Override: whoever is told of a delay may choose another time, however short the notice."""
        return self._duret_is_late() or super()._duret_may_change()

    def _duret_expected_hour(self):
        """Return the hour told to the client, in words of his language."""
        self.ensure_one()
        return format_time(self.env, self.duret_told_start, tz="Europe/Paris", time_format="short")

    def write(self, vals):
        """Override: another time is another appointment: what was told about the old one is forgotten."""
        if "scheduled_date_start" not in vals:
            return super().write(vals)
        moved = self.filtered(
            lambda order: order.scheduled_date_start != fields.Datetime.to_datetime(vals["scheduled_date_start"])
        )
        late = moved.filtered("duret_told_start")
        result = super().write(vals)
        if moved:
            super(DuretVisitDay, moved).write(
                {"duret_late_minutes": 0, "duret_told_start": False, "duret_expected_start": False}
            )
        if late:
            super(DuretVisitDay, late).write({"duret_delay_answer": "moves"})
        return result
