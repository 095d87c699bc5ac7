from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class DuretMaintenanceTour(models.Model):
    """A day of driving: visits near each other, in driving order."""

    _name = "duret.maintenance.tour"
    _description = "Maintenance Tour"
    _order = "month_id desc, date, sequence, id"

    month_id = fields.Many2one("duret.maintenance.month", required=True, index=True, ondelete="cascade")
    person_id = fields.Many2one(related="month_id.person_id")
    company_id = fields.Many2one(related="month_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(compute="_compute_name")
    date = fields.Date("Day", help="Day on which the visits of this tour are offered.")
    spare_date = fields.Date("Other Day", help="Also offered, to those who cannot come on the first.")
    invitation_ids = fields.One2many("duret.maintenance.invitation", "tour_id", "Visits")
    travel_minutes = fields.Integer("On the Road (minutes)", readonly=True)
    work_minutes = fields.Integer("At Clients (minutes)", readonly=True)
    minutes = fields.Integer("Length (minutes)", compute="_compute_minutes")
    is_long = fields.Boolean(compute="_compute_minutes")
    stop_count = fields.Integer("Number of Visits", compute="_compute_counts")
    booked_count = fields.Integer("Booked", compute="_compute_counts")
    state = fields.Selection(
        [("draft", "To Send"), ("invited", "Clients Invited"), ("complete", "All Booked")], compute="_compute_counts"
    )
    map_points = fields.Json(compute="_compute_map_points")

    @api.depends("sequence", "invitation_ids.contract_id.city")
    def _compute_name(self):
        for tour in self:
            towns = list(dict.fromkeys(tour.invitation_ids.contract_id.mapped("city")))
            names = ", ".join(name for name in towns[:3] if name)
            tour.name = self.env._("Tour %(number)s: %(towns)s", number=tour.sequence, towns=names)

    @api.depends("travel_minutes", "work_minutes", "month_id.capacity")
    def _compute_minutes(self):
        for tour in self:
            tour.minutes = tour.travel_minutes + tour.work_minutes
            tour.is_long = tour.minutes > tour.month_id.capacity

    @api.depends("invitation_ids.state")
    def _compute_counts(self):
        for tour in self:
            states = tour.invitation_ids.mapped("state")
            tour.stop_count, tour.booked_count = len(states), states.count("booked")
            waiting = "draft" in states or not states
            tour.state = "draft" if waiting else "complete" if set(states) == {"booked"} else "invited"

    @api.depends("invitation_ids.sequence", "invitation_ids.state")
    def _compute_map_points(self):
        """What the map draws: the base, then the clients in driving order."""
        for tour in self:
            base = tour.person_id._duret_base()
            stops = tour.invitation_ids.sorted("sequence")
            tour.map_points = {
                "base": [base.partner_latitude, base.partner_longitude],
                "stops": [
                    {
                        "lat": stop.contract_id.latitude,
                        "lon": stop.contract_id.longitude,
                        "name": stop.partner_id.name,
                        "city": stop.contract_id.city or "",
                        "state": stop.state,
                    }
                    for stop in stops
                ],
            }

    @api.constrains("date", "spare_date")
    def _check_dates(self):
        for tour in self:
            if tour.date and tour.spare_date == tour.date:
                raise ValidationError(self.env._("The other day is the same one."))

    def _windows(self):
        """Days that the clients of this tour may choose.

        :return: list of (start, stop), naive UTC
        """
        self.ensure_one()
        zone = ZoneInfo(self.person_id._duret_calendar().tz or "Europe/Paris")
        days = [day for day in (self.date, self.spare_date) if day]
        windows = []
        for day in days:
            pair = (datetime.combine(day + timedelta(days=more), time.min, zone) for more in (0, 1))
            windows.append(tuple(moment.astimezone(UTC).replace(tzinfo=None) for moment in pair))
        return windows

    def _last_day(self):
        """Last day on which a client may still come, or None."""
        return max((day for day in (self.date, self.spare_date) if day), default=None)

    # --- buttons ------------------------------------------------------------------------------------------------
    def action_invite(self):
        """Button: invite the clients of these tours to choose their time.

        :raise UserError: a tour without a day, or with one that is over
        """
        today = fields.Date.context_today(self)
        for tour in self:
            if not tour.date:
                raise UserError(self.env._("Choose the day of “%(tour)s” first.", tour=tour.name))
            if tour._last_day() <= today:
                raise UserError(self.env._("The day of “%(tour)s” is over.", tour=tour.name))
        self.invitation_ids.filtered(lambda one: one.state == "draft")._invite()

    def action_open(self):
        """Button: the tour with its map."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "name": self.name,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(tour.invitation_ids.filtered(lambda one: one.state in ("invited", "booked")) for tour in self):
            raise UserError(self.env._("Clients were invited for this tour: it is kept."))
