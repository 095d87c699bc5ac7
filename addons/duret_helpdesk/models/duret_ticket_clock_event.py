from odoo import api, fields, models

from ..sla_clock import Event, Phase, Terms


class DuretTicketClockEvent(models.Model):
    """What happened to a request, as far as its clocks are concerned, and the situation from then on.

    Written by the ticket only. Each row keeps the weekly hours and the promises that were in force, so that what
    was counted stays as it was when hours, teams or promises change.
    """

    _name = "duret.ticket.clock.event"
    _description = "Ticket: Clock Event"
    _order = "at, id"
    _rec_name = "kind"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True)
    at = fields.Datetime("Date", required=True, readonly=True, help="To the minute.")
    kind = fields.Selection(
        [
            ("opened", "Opened"),
            ("waiting", "Waiting for the client"),
            ("resumed", "The client answered"),
            ("answered", "First answer"),
            ("resolved", "Request closed"),
            ("reopened", "Reopened"),
            ("team", "Given to another team"),
            ("policy", "Another promise"),
            ("hours", "New working hours"),
        ],
        "Event",
        required=True,
        readonly=True,
    )
    phase = fields.Selection(
        [("running", "Running"), ("waiting", "Waiting for the client"), ("closed", "Request closed")],
        required=True,
        readonly=True,
    )
    answered = fields.Boolean(readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null", readonly=True)
    calendar_id = fields.Many2one("resource.calendar", ondelete="set null", readonly=True)
    hours = fields.Char("Weekly Hours", required=True, readonly=True, help="As they were at that time.")
    response_sla_id = fields.Many2one("helpdesk.sla", "Promise of an Answer", ondelete="restrict", readonly=True)
    response_minutes = fields.Integer("Answer within (minutes)", readonly=True, help="Of work; 0: nothing promised.")
    resolution_sla_id = fields.Many2one("helpdesk.sla", "Promise of a Solution", ondelete="restrict", readonly=True)
    resolution_minutes = fields.Integer(
        "Solution within (minutes)", readonly=True, help="Of work; 0: nothing promised."
    )

    def _as_history(self, company):
        """Give the events of one ticket as the clocks read them.

        :param company: res.company whose days off count
        :return: list of sla_clock.Event
        """
        names = ("at", "kind", "phase", "answered", "hours", "response_minutes", "resolution_minutes")
        rows = [{"calendar_id": row.calendar_id.id, **{name: row[name] for name in names}} for row in self.sorted()]
        return self._history_of(rows, company)

    @api.model
    def _history_of(self, rows, company):
        """Give events that are stored, or about to be, as the clocks read them.

        :param list rows: values of events, in order
        :param company: res.company whose days off count
        :return: list of sla_clock.Event
        """
        calendars = self.env["resource.calendar"]
        return [
            Event(
                row["at"],
                row["kind"],
                Phase(row["phase"]),
                row["answered"],
                Terms(
                    calendars._duret_work_calendar(row["hours"], row["calendar_id"], company.id),
                    row["response_minutes"] * 60 or None,
                    row["resolution_minutes"] * 60 or None,
                ),
            )
            for row in rows
        ]
