from odoo import SUPERUSER_ID, api, models
from odoo.tools.mail import plaintext2html

SHOWN = frozenset(
    (
        "scheduled_date_start",
        "scheduled_date_end",
        "scheduled_duration",
        "person_id",
        "person_ids",
        "stage_id",
        "location_id",
        "type",
    )
)
# Nobody is written to by the calendar: the technician and the client are told by the messages of the visit. Core's
# check that the acting user's own Outlook may organise the event makes no sense for a colleague's visit either.
QUIET = {
    "dont_notify": True,
    "no_mail_to_attendees": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
    "duret_visit_leads": True,
}


class DuretVisitCalendar(models.AbstractModel):
    """Each planned visit is one event in the calendar of its technician; the planning leads, calendars follow.

    The base addon makes events only for teams with a calendar, invites the team's head, and reads its events as if
    there were one: its hooks are taken over here. The client never is an attendee: Outlook mails every attendee at each
    change.
    """

    _name = "duret.visit.calendar"
    _description = "Calendar Events of Visits"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: planned visits stand in the calendars."""
        orders = super().create(vals_list)
        orders._duret_sync_calendar()
        return orders

    def write(self, vals):
        """Override: calendars show what the visit has become."""
        result = super().write(vals)
        if SHOWN & vals.keys():
            self._duret_sync_calendar()
        return result

    def _create_calendar_event(self):
        """Override: see :meth:`_duret_sync_calendar`."""

    def create_or_delete_calendar(self):
        """Override: the base addon has nothing to update; see :meth:`_duret_sync_calendar`."""
        return self.browse()

    def _rm_calendar_event(self):
        """Override: delete the events, each as its organiser, from whose Outlook it goes too."""
        # Whoever may change the visit was checked by the change; its event follows.
        for event in self.sudo().calendar_event_id:
            event._duret_as_organiser().unlink()

    def _duret_sync_calendar(self):
        """Make, change and delete events so that they say what these visits say.

        Waits for the end of a move of several visits (context ``duret_claims_later``): what is refused in the end must
        not have reached Outlook.
        """
        if self.env.context.get("duret_claims_later"):
            return
        # Whoever may change the visit was checked by the change; its event follows.
        orders = self.sudo()
        shown = orders.filtered("duret_claim_ids")
        gone = (orders - shown).filtered(lambda order: order.calendar_event_id and not order._duret_is_history())
        # Core answers a new organiser with a copy of the event, which nothing would link to the visit: make a new one.
        given = shown.filtered(lambda o: o.calendar_event_id and o.calendar_event_id.user_id != o._duret_organiser())
        (gone | given)._rm_calendar_event()
        missing = shown.filtered(lambda order: not order.calendar_event_id)
        for user, visits in missing.grouped(lambda order: order._duret_organiser()).items():
            visits._duret_make_events(user)
        (shown - missing)._duret_update_events()

    def _duret_is_history(self):
        """Tell whether this visit was done: its event stays where it was."""
        self.ensure_one()
        cancelled = self.env.ref("fieldservice.fsm_stage_cancelled")
        return self.stage_id.is_closed and self.stage_id != cancelled

    def _duret_organiser(self):
        """Return the user in whose calendar the visit stands: the leading technician's, empty when he has none."""
        self.ensure_one()
        return self._duret_crew()[:1].duret_user_id

    def _duret_make_events(self, user):
        """Create the events of visits led by one user.

        :param user: res.users, may be empty
        """
        # In superuser mode too: attendees are checked against whoever began the request, maybe a visitor who books.
        events = self.env["calendar.event"].with_user(user or SUPERUSER_ID).sudo().with_context(**QUIET)
        events = events.create([order._duret_event_values() for order in self])
        for order, event in zip(self, events, strict=True):
            order.calendar_event_id = event.id

    def _duret_update_events(self):
        """Write to events what differs from their visits."""
        for order in self:
            event = order.calendar_event_id._duret_as_organiser()
            wanted = order._duret_event_values()
            changes = {
                name: wanted[name] for name in ("name", "start", "stop", "location") if event[name] != wanted[name]
            }
            if set(event.partner_ids.ids) != set(wanted["partner_ids"][0][2]):
                changes["partner_ids"] = wanted["partner_ids"]
            if changes:
                event.write(changes)

    def _duret_event_values(self):
        """Return the values of this visit's event: technicians as attendees, and nobody else."""
        self.ensure_one()
        client = self.location_id.owner_id.name or self.location_id.name
        town = self.location_id.city or ""
        return {
            "name": " – ".join(filter(None, [self.type.name, client, town])),
            "description": plaintext2html(self._duret_event_about()),
            "start": self.scheduled_date_start,
            "stop": self.scheduled_date_end,
            "allday": False,
            "location": self._duret_event_place(),
            "user_id": self._duret_organiser().id,
            "partner_ids": [(6, 0, self._duret_crew().partner_id.ids)],
            "show_as": "busy",
            "privacy": "public",
            "res_model_id": self.env["ir.model"]._get_id("fsm.order"),
            "res_id": self.id,
        }

    def _duret_event_about(self):
        """Return what the technician reads under the title: number, telephone, request; one a line."""
        return "\n".join(filter(None, [self.name, self.duret_client_phone, self.duret_ticket_id.name]))

    def _duret_event_place(self):
        site = self.location_id
        return ", ".join(filter(None, [site.street, " ".join(filter(None, [site.zip, site.city]))])) or site.name

    def _duret_tell_calendar_wish(self, reason):
        """Ask the front desk to settle visits that a technician changed in his calendar.

        :param reason: why the visit did not follow
        """
        for order in self:
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Changed in the technician's calendar: %(reason)s", reason=reason),
                user_id=(order.company_id.duret_front_desk_user_id or self.env.user).id,
            )
