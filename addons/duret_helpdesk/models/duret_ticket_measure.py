from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from ..next_steps import last_full_day_start, worked_minutes
from .mail_thread import trace_of

SAID_BY_PEOPLE = ("comment", "email", "email_outgoing")
HOLIDAYS = timedelta(days=60)
BATCH = 500


class DuretTicketMeasure(models.AbstractModel):
    """Stored figures of a ticket: answers, waits, reopenings; and the rates that the screens of figures average.

    Working minutes to the answer and to the solution are those of the deadlines (`duret_ticket_sla.py`).
    """

    _name = "duret.ticket.measure"
    _description = "Ticket: Measure"

    duret_first_response_date = fields.Datetime(
        "First Answer", copy=False, readonly=True, help="When an employee first answered the client in person."
    )
    duret_contact_count = fields.Integer(
        "Contacts",
        default=1,
        copy=False,
        readonly=True,
        aggregator="avg",
        help="How many times the client got in touch about this request, the first one included.",
    )
    duret_reopen_count = fields.Integer("Reopenings", copy=False, readonly=True)
    duret_waiting_since = fields.Datetime("Waiting for the Client since", copy=False, readonly=True)
    duret_wait_minutes = fields.Integer(
        "Minutes Waited for the Client", copy=False, readonly=True, help="Working minutes, past waits only."
    )
    duret_first_contact = fields.Boolean(
        "Solved at the First Contact",
        compute="_compute_duret_first_contact",
        store=True,
        help="Solved, the client got in touch once only, and nothing had to be reopened.",
    )
    duret_forgotten = fields.Boolean(
        "Forgotten",
        copy=False,
        readonly=True,
        help="A planned action stayed undone for more than a whole working day, or nobody had the ticket.",
    )

    # Averaged by `_read_group_select`; on a single ticket 0 or 100, or its hours.
    duret_first_contact_rate = fields.Float(
        "Solved at the First Contact (%)", compute="_compute_duret_rates", aggregator="avg", digits=(5, 1)
    )
    duret_forgotten_rate = fields.Float(
        "Forgotten (%)", compute="_compute_duret_rates", aggregator="avg", digits=(5, 1)
    )
    duret_sla_rate = fields.Float("Deadlines Kept (%)", compute="_compute_duret_rates", aggregator="avg", digits=(5, 1))
    duret_response_hours = fields.Float("Hours to First Answer", compute="_compute_duret_rates", aggregator="avg")
    duret_resolution_hours = fields.Float("Hours to Solution", compute="_compute_duret_rates", aggregator="avg")
    duret_wait_hours = fields.Float("Hours Waited for the Client", compute="_compute_duret_rates", aggregator="avg")

    # -- computed -----------------------------------------------------------------------------------------------

    @api.depends("stage_id.closed", "duret_contact_count", "duret_reopen_count")
    def _compute_duret_first_contact(self):
        for ticket in self:
            once = ticket.duret_contact_count <= 1 and not ticket.duret_reopen_count
            ticket.duret_first_contact = ticket.stage_id.closed and once

    @api.depends(
        "duret_first_contact",
        "duret_forgotten",
        "duret_response_state",
        "duret_resolution_state",
        "duret_response_minutes",
        "duret_resolution_minutes",
        "duret_wait_minutes",
    )
    def _compute_duret_rates(self):
        for ticket in self:
            missed = "breached" in (ticket.duret_response_state, ticket.duret_resolution_state)
            ticket.duret_first_contact_rate = 100.0 * ticket.duret_first_contact
            ticket.duret_forgotten_rate = 100.0 * ticket.duret_forgotten
            ticket.duret_sla_rate = 0.0 if missed else 100.0
            ticket.duret_response_hours = ticket.duret_response_minutes / 60
            ticket.duret_resolution_hours = ticket.duret_resolution_minutes / 60
            ticket.duret_wait_hours = ticket.duret_wait_minutes / 60

    def _read_group_select(self, aggregate_spec, query):
        """Override: rates and means count only the tickets that they can be said of.

        An unanswered ticket has no time to its answer, one without a decided deadline neither kept nor missed it.
        """
        name, _colon, function = aggregate_spec.partition(":")
        if function != "avg" or name not in self._duret_means():
            return super()._read_group_select(aggregate_spec, query)
        expression, names = self._duret_means()[name]
        columns = {column: self._field_to_sql(self._table, column, query) for column in names}
        return SQL("AVG(%s)", SQL(expression, **columns))

    @api.model
    def _duret_means(self):
        """Expressions whose mean is shown, NULL for the tickets that do not count.

        :return: dict {field: (SQL with named columns, names of the columns)}
        """
        return {
            "duret_first_contact_rate": (
                "CASE WHEN %(closed_date)s IS NULL THEN NULL WHEN %(duret_first_contact)s THEN 100.0 ELSE 0.0 END",
                ("closed_date", "duret_first_contact"),
            ),
            "duret_forgotten_rate": ("CASE WHEN %(duret_forgotten)s THEN 100.0 ELSE 0.0 END", ("duret_forgotten",)),
            "duret_sla_rate": (
                "CASE WHEN 'breached' IN (%(duret_response_state)s, %(duret_resolution_state)s) THEN 0.0"
                " WHEN 'met' IN (%(duret_response_state)s, %(duret_resolution_state)s) THEN 100.0 END",
                ("duret_response_state", "duret_resolution_state"),
            ),
            "duret_response_hours": (
                "CASE WHEN %(duret_first_response_date)s IS NOT NULL THEN %(duret_response_minutes)s / 60.0 END",
                ("duret_first_response_date", "duret_response_minutes"),
            ),
            "duret_resolution_hours": (
                "CASE WHEN %(closed_date)s IS NOT NULL THEN %(duret_resolution_minutes)s / 60.0 END",
                ("closed_date", "duret_resolution_minutes"),
            ),
            "duret_wait_hours": ("%(duret_wait_minutes)s / 60.0", ("duret_wait_minutes",)),
        }

    # -- stages -------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a ticket may be opened in a stage that waits for the client."""
        tickets = super().create(vals_list)
        tickets._duret_measure_wait()
        return tickets

    def write(self, vals):
        """Override: count reopenings and the time spent waiting for the client."""
        if not {"stage_id", "team_id"} & vals.keys():
            return super().write(vals)
        closed = self.filtered("closed")
        result = super().write(vals)
        for count, tickets in closed.filtered(lambda ticket: not ticket.closed).grouped("duret_reopen_count").items():
            tickets.write({"duret_reopen_count": count + 1, "closed_date": False})
        self._duret_measure_wait()
        return result

    def _duret_measure_wait(self):
        """Start or stop the watch of tickets that entered or left a stage in which the client is awaited."""
        now = fields.Datetime.now()
        waiting = self.filtered(lambda ticket: ticket.stage_id.duret_waits_for_client)
        if starting := waiting.filtered(lambda ticket: not ticket.duret_waiting_since):
            starting.write({"duret_waiting_since": now})
        stopping = (self - waiting).filtered("duret_waiting_since")
        for company, tickets in stopping.grouped("company_id").items():
            hours = company._duret_opening_hours(min(tickets.mapped("duret_waiting_since")))
            for ticket in tickets:
                minutes = worked_minutes(hours, ticket.duret_waiting_since, now)
                ticket.write({"duret_wait_minutes": ticket.duret_wait_minutes + minutes, "duret_waiting_since": False})

    # -- conversation -------------------------------------------------------------------------------------------

    def _message_post_after_hook(self, message, msg_vals):
        """Override: note the first answer of a person, and each time that the client gets in touch again."""
        result = super()._message_post_after_hook(message, msg_vals)
        internal = message.is_internal or message.subtype_id.id in message.subtype_id._duret_internal_ids()
        if message.message_type in SAID_BY_PEOPLE and not internal:
            # sudo: whether the author is an employee decides about the figures; nothing of it is shown.
            author = message.sudo().author_id
            if any(not user.share for user in author.user_ids):
                self._duret_client_reached(message.date)
            elif not self._duret_is_opening_message():
                self._duret_client_called(message.date, html2plaintext(message.body or ""))
        return result

    def _duret_is_opening_message(self):
        """Whether the message being posted is the one that opened the ticket: it counts as its first contact."""
        trace = trace_of(self.env)
        opened = bool(trace) and (self._name, self.id) in trace.opened
        return opened or bool(self.env.context.get("duret_opening_message"))

    def _duret_client_reached(self, moment):
        """Note that an employee answered the client in person, by mail or telephone.

        :param datetime moment: naive UTC
        """
        # sudo: a measure, taken whoever answers.
        unanswered = self.sudo().filtered(lambda ticket: not ticket.duret_first_response_date)
        for date, tickets in unanswered.grouped(lambda ticket: ticket._duret_not_before_opening(moment)).items():
            tickets.write({"duret_first_response_date": date})

    def _duret_not_before_opening(self, moment):
        """A moment, or that of the ticket's creation when it comes later; whole seconds, as messages have them."""
        return max(moment, (self.create_date or moment).replace(microsecond=0))

    def _duret_client_called(self, moment, text=""):
        """Note that the client got in touch again about this request.

        :param datetime moment: naive UTC
        :param str text: what the client says, plain text
        """
        # sudo: a measure, taken whoever is at work; the client himself may not write.
        for ticket in self.sudo():
            ticket.duret_contact_count += 1
            ticket._duret_hear(text)

    # -- forgotten ----------------------------------------------------------------------------------------------

    @api.model
    def _duret_flag_forgotten(self):
        """Mark open tickets whose planned action has waited for more than a whole working day.

        For the nightly check; batched. The mark stays when the ticket is taken up again.

        :return: number of tickets marked
        """
        marked = 0
        now = fields.Datetime.now()
        # sudo: the nightly check looks at all companies.
        for company in self.env["res.company"].sudo().search([]):
            limit = last_full_day_start(company._duret_opening_hours(now - HOLIDAYS), now)
            domain = self._duret_forgotten_domain(company, limit)
            while tickets := self.search(domain, limit=BATCH, order="id").try_lock_for_update():
                tickets.write({"duret_forgotten": True})
                self.env["ir.cron"]._commit_progress(len(tickets))
                marked += len(tickets)
        return marked

    def _duret_forgotten_domain(self, company, limit):
        return Domain(
            [
                ("company_id", "=", company.id),
                ("duret_is_open", "=", True),
                ("duret_forgotten", "=", False),
                ("stage_id.duret_waits_for_client", "=", False),
                ("duret_next_action_date", "<", limit),
            ]
        )
