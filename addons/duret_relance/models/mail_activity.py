"""Activities due at an exact time, and not only on a day."""

from odoo import api, fields, models

from ..reminders import local_day, moved_to_day

DEFAULT_ZONE = "Europe/Paris"


class MailActivity(models.Model):
    """An activity with a time (`duret_deadline`) appears by itself in front of its owner at that time.

    The day (`date_deadline`) follows the time, and the time follows the day when the activity is moved from a
    screen that knows only days.
    """

    _name = "mail.activity"
    _inherit = ["duret.activity.reminder", "mail.activity"]

    duret_deadline = fields.Datetime(
        "Due at",
        index="btree_not_null",
        help="Exact time at which the activity appears in front of the person it is assigned to.",
    )
    duret_shown_at_once = fields.Boolean(
        "Shown at Once",
        copy=False,
        help="Appears in front of its owner before its time, in every open tab, until it is dealt with or put off.",
    )
    duret_phone = fields.Char("Number to call", help="When it differs from the contact's main number.")
    duret_notified_at = fields.Datetime(
        "Reminded at", readonly=True, copy=False, help="When the reminder of this due time was sent."
    )
    duret_first_deadline = fields.Datetime(
        "First promised for", readonly=True, copy=False, help="First time that was set; later ones do not change it."
    )
    duret_done_at = fields.Datetime(
        "Done at", compute="_compute_duret_done_at", store=True, help="When an activity with a time was done."
    )

    # The work list of the reminder job: a few rows, whatever the number of activities.
    _duret_to_remind_idx = models.Index(
        "(duret_deadline) WHERE active IS TRUE AND duret_deadline IS NOT NULL AND duret_notified_at IS NULL"
    )
    _duret_day_idx = models.Index("(user_id, date_deadline) WHERE active IS TRUE")
    _duret_mine_idx = models.Index("(user_id, duret_deadline) WHERE active IS TRUE AND duret_deadline IS NOT NULL")

    @api.depends("active")
    def _compute_duret_done_at(self):
        """The first time counts when an activity is done twice, as for core's ``date_done``."""
        for activity in self:
            if activity.active or not activity.duret_deadline:
                activity.duret_done_at = False
            elif not activity.duret_done_at:
                activity.duret_done_at = fields.Datetime.now()

    @api.model_create_multi
    def create(self, vals_list):
        """Put an activity with a time on the day of that time."""
        vals_list = [self._duret_with_day(vals) for vals in vals_list]
        return super().create(vals_list)

    def _duret_with_day(self, vals):
        """Complete values of a new activity with the day of its time, on its owner's calendar."""
        if not vals.get("duret_deadline"):
            return vals
        owner = self.env["res.users"].browse(vals.get("user_id") or self.env.uid)
        moment = fields.Datetime.to_datetime(vals["duret_deadline"])
        return {
            **vals,
            "date_deadline": local_day(moment, self._duret_zone_of(owner)),
            "duret_first_deadline": moment,
        }

    def write(self, vals):
        """Keep day and time together, and remind again of what got another time or another owner."""
        if {"duret_deadline", "user_id"} & vals.keys() and "duret_notified_at" not in vals:
            vals = {**vals, "duret_notified_at": False}
        if vals.get("duret_deadline"):
            # the usual case in one write; owners elsewhere in the world are put right below
            moment = fields.Datetime.to_datetime(vals["duret_deadline"])
            vals = {**vals, "date_deadline": local_day(moment, self[:1]._duret_zone())}
        unpromised = self.filtered(lambda activity: not activity.duret_first_deadline)
        result = super().write(vals)
        if vals.get("duret_deadline"):
            super(MailActivity, unpromised).write({"duret_first_deadline": vals["duret_deadline"]})
            self._duret_align_day()
        elif "date_deadline" in vals:
            self._duret_align_time()
        return result

    # pylint: disable=super-method-mismatch,missing-return
    # The two below write past this model's own write, which would call them again without end.
    def _duret_align_day(self):
        """Put activities on the day of their time."""
        timed = self.filtered("duret_deadline")
        for day, activities in timed.grouped(lambda activity: activity._duret_day()).items():
            moved = activities.filtered(lambda activity, day=day: activity.date_deadline != day)
            if moved:
                super(MailActivity, moved).write({"date_deadline": day})

    def _duret_align_time(self):
        """Move the time of activities to their day, the hour staying the same."""
        moved = self.filtered(
            lambda activity: activity.duret_deadline and activity._duret_day() != activity.date_deadline
        )
        for moment, activities in moved.grouped(lambda activity: activity._duret_moment_on_day()).items():
            super(MailActivity, activities).write({"duret_deadline": moment, "duret_notified_at": False})

    def _duret_day(self):
        return local_day(self.duret_deadline, self._duret_zone())

    def _duret_moment_on_day(self):
        return moved_to_day(self.duret_deadline, self.date_deadline, self._duret_zone())

    def _duret_zone(self):
        """Time zone of the owner, whose clock counts."""
        return self._duret_zone_of(self.user_id)

    @api.model
    def _duret_zone_of(self, user):
        # sudo: the time zone of a colleague, needed to place a reminder on his day; nothing else is read.
        return user.sudo().tz or DEFAULT_ZONE
