import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..calendar_file import Appointment, write

PAST = timedelta(days=30)
AHEAD = timedelta(days=180)


class DuretPersonFeed(models.AbstractModel):
    """The technician's visits as a calendar to which any telephone can subscribe, by a link that can be taken back."""

    _name = "duret.person.feed"
    _description = "Calendar Feed of a Technician"

    duret_feed_token = fields.Char("Calendar Link", copy=False, groups="base.group_system")

    def _duret_check_feed(self):
        """Let technicians handle their own link, and planners everybody's.

        :raises AccessError: otherwise
        """
        self.ensure_one()
        self.check_access("read")
        planner = self.env.user.has_group("fieldservice.group_fsm_dispatcher")
        if not planner and self.duret_user_id != self.env.user:
            raise AccessError(self.env._("This calendar is somebody else's."))

    def _duret_feed_url(self):
        """Return the link of this technician's feed, or an empty text when there is none."""
        self._duret_check_feed()
        # Checked above: his own, or a planner's.
        token = self.sudo().duret_feed_token
        return f"{self.get_base_url()}/agenda/visites.ics?feed_token={token}" if token else ""

    def duret_renew_feed(self):
        """Make a new link; the old one stops working at once."""
        self._duret_check_feed()
        # Checked above: his own, or a planner's.
        self.sudo().duret_feed_token = secrets.token_urlsafe(32)

    def duret_stop_feed(self):
        """Take the link back."""
        self._duret_check_feed()
        # Checked above: his own, or a planner's.
        self.sudo().duret_feed_token = False

    @api.model
    def _duret_feed(self, token):
        """Return the calendar of whoever holds the token.

        :param str token: secret of the link
        :return: str in the iCalendar format, or None when no technician in service has this token
        """
        if not token or not isinstance(token, str):
            return None
        # The token is the right: it opens one technician's visits, and nothing else.
        person = self.env["fsm.person"].sudo().search([("duret_feed_token", "=", token)], limit=1)
        if not person:
            return None
        appointments = [person._duret_feed_entry(visit) for visit in person._duret_feed_visits()]
        return write(appointments, name=self.env._("Visits of %(technician)s", technician=person.name))

    def _duret_feed_visits(self):
        """Return the visits shown by the feed: what takes the technician's time, and what was done lately."""
        now = fields.Datetime.now()
        return self.env["fsm.order"].search(
            [
                "|",
                ("person_id", "=", self.id),
                ("person_ids", "in", self.ids),
                ("scheduled_date_end", ">", now - PAST),
                ("scheduled_date_start", "<", now + AHEAD),
                ("stage_id", "!=", self.env.ref("fieldservice.fsm_stage_cancelled").id),
            ],
            order="scheduled_date_start, id",
        )

    def _duret_feed_entry(self, visit):
        """Return one visit as an appointment; its sequence grows each time it is written."""
        values = visit._duret_event_values()
        return Appointment(
            uid=visit._duret_calendar_uid(),
            sequence=int((visit.write_date - visit.create_date).total_seconds()),
            start=visit.scheduled_date_start,
            stop=visit.scheduled_date_end,
            stamp=visit.write_date.replace(microsecond=0),
            summary=values["name"],
            description=visit._duret_event_about(),
            location=values["location"],
        )
