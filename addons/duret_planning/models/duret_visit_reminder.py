from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..visit_messages import reminder_moment

BATCH = 200
# The evening before, at most so much earlier than the chosen time: see `visit_messages.reminder_moment`.
EARLIEST = timedelta(hours=14)
# A client who was told that recently needs no reminder.
RECENT = timedelta(hours=6)


class DuretVisitReminder(models.AbstractModel):
    """Reminders before visits: one for each agreed time, by text message, else by mail."""

    _name = "duret.visit.reminder"
    _description = "Message About a Visit: Reminder"

    @api.model
    def _cron_plan_reminders(self):
        """Every hour: put the reminders of the coming visits in the outbox. Running it again adds nothing."""
        for company in self.env["res.company"].search([("duret_visit_reminder_hours", ">", 0)]):
            while visits := self._visits_to_remind(company):
                added = self._plan_reminders(visits)
                if not self.env["ir.cron"]._commit_progress(added) or added < BATCH:
                    break

    @api.model
    def _visits_to_remind(self, company):
        """Agreed visits that are near enough and have no reminder for their present time.

        :return: fsm.order, at most `BATCH`
        """
        now = fields.Datetime.now()
        self.env["fsm.order"].flush_model()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """SELECT visit.id FROM fsm_order visit JOIN fsm_stage stage ON stage.id = visit.stage_id
                    WHERE visit.scheduled_date_start > %s AND visit.scheduled_date_start <= %s
                      AND visit.company_id = %s AND visit.duret_confirmed AND visit.duret_partner_id IS NOT NULL
                      AND stage.is_closed IS NOT TRUE
                      AND EXISTS (SELECT 1 FROM duret_visit_event event
                                   WHERE event.order_id = visit.id
                                     AND event.kind IN ('created', 'planned', 'moved', 'reassigned'))
                      AND NOT EXISTS (SELECT 1 FROM duret_visit_message message
                                       WHERE message.order_id = visit.id AND message.purpose = 'reminder'
                                         AND message.told_start = visit.scheduled_date_start)
                 ORDER BY visit.scheduled_date_start, visit.id LIMIT %s""",
                now,
                now + timedelta(hours=company.duret_visit_reminder_hours) + EARLIEST,
                company.id,
                BATCH,
            )
        )
        return self.env["fsm.order"].browse([visit_id for (visit_id,) in self.env.cr.fetchall()])

    @api.model
    def _plan_reminders(self, visits):
        """Put the reminders of these visits in the outbox.

        :return: number of reminders added
        """
        addresses = visits._duret_message_addresses()
        rows = []
        for event in visits._duret_last_planning():
            visit, address = event.order_id, addresses[event.order_id.id]
            company = visit.company_id
            by_sms = address["mobile"] and company.duret_visit_sms
            rows.append(
                {
                    "event_id": event.id,
                    "order_id": visit.id,
                    "audience": "client",
                    "purpose": "reminder",
                    "partner_id": visit.duret_partner_id.id,
                    "channel": "sms" if by_sms else "mail",
                    "due": reminder_moment(
                        visit.scheduled_date_start, company.duret_visit_reminder_hours, company._duret_quiet_hours()
                    ),
                    "told_start": visit.scheduled_date_start,
                }
            )
        return self._duret_queue(rows)

    def _decide_reminder(self):
        """Whether the client still has to be reminded, now that the reminder is due.

        :return: bool; the row is dropped when not
        """
        visit, now = self.order_id, fields.Datetime.now()
        if self.told_start != visit._duret_start_for_client(False) or self.told_start <= now:
            self._mark_dropped(self.env._("The time has changed."))
        elif self.event_id.date > self.due - RECENT:
            self._mark_dropped(self.env._("The client has just been told."))
        else:
            self.write({"kind": "reminder"})
            return True
        return False
