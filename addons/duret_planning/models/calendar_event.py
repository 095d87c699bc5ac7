from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from .duret_visit_calendar import QUIET


class CalendarEvent(models.Model):
    """The event of a visit follows the visit; what a technician changes in Outlook is a wish, not a fact."""

    _inherit = "calendar.event"

    def unlink(self):
        """Override: an event deleted in a calendar comes back while its visit stands, and the office is told."""
        if self.env.context.get("duret_visit_leads"):
            return super().unlink()
        # The organiser may delete his event; what becomes of the visit is not his to decide.
        visits = self.sudo().fsm_order_id.filtered("duret_claim_ids")
        result = super().unlink()
        if visits:
            visits.invalidate_recordset(["calendar_event_id"])
            visits._duret_sync_calendar()
            visits._duret_tell_calendar_wish(self.env._("deleted from the calendar"))
        return result

    def _update_fsm_order_date(self):
        """Override: follow a move made in a calendar when it harms nobody, else put the event back.

        The base addon writes the visit whatever happens, and reads ``self`` as if it held one event.
        """
        if self.env.context.get("duret_visit_leads"):
            return
        # The technician may write his event; whether the visit follows is decided here.
        for visit in self.sudo().fsm_order_id.filtered("duret_claim_ids"):
            event = visit.calendar_event_id
            if (event.start, event.stop) != (visit.scheduled_date_start, visit.scheduled_date_end):
                event._duret_move_visit(visit)

    def _update_fsm_assigned(self):
        """Override: attendees say nothing about who goes; the base addon left a visit without technician."""

    def _duret_move_visit(self, visit):
        """Move a visit to where its event was put, if the time was not agreed with a client and is free.

        Core lets every employee change the events of colleagues: their visits stay where they are.
        """
        self.ensure_one()
        times = {"scheduled_date_start": self.start, "scheduled_date_end": self.stop}
        try:
            if not visit.sudo(False).has_access("write"):
                raise UserError(self.env._("by a colleague, %(name)s", name=self.env.user.name))
            if visit.duret_confirmed:
                raise UserError(self.env._("the client agreed to the time"))
            visit.with_context(duret_channel="calendar").write(times)
        except UserError as refusal:
            visit._duret_sync_calendar()
            visit._duret_tell_calendar_wish(str(refusal))

    def _duret_as_organiser(self):
        """Return this event as its organiser, without which it would be written to somebody else's Outlook."""
        # In superuser mode too: attendees are checked against whoever began the request, maybe a visitor who books.
        return self.with_user(self.user_id or SUPERUSER_ID).sudo().with_context(**QUIET)
