from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..sla_clock import RESOLUTION, RESPONSE, Phase, overall, replay

STATES = [
    ("none", "No Deadline"),
    ("ok", "In Time"),
    ("at_risk", "At Risk"),
    ("breached", "Deadline Passed"),
    ("paused", "Waiting for the Client"),
    ("met", "Kept"),
]
CLOCKS = (RESPONSE, RESOLUTION)
CLOCK_FIELDS = (
    "duret_response_deadline",
    "duret_resolution_deadline",
    "duret_sla_deadline",
    "duret_sla_state",
    "duret_sla_check_at",
    "duret_response_state",
    "duret_resolution_state",
    "duret_response_minutes",
    "duret_resolution_minutes",
)
MINUTE = timedelta(minutes=1)
EMPLOYEES = "base.group_user"


class DuretTicketSla(models.AbstractModel):
    """The two clocks of a ticket: working time until the first answer and until the solution.

    The truth is the history (`duret.ticket.clock.event`): whatever is written on a ticket, `_duret_sync_clock` adds
    the event that it means, and the stored figures are computed from the events. Rules: package `sla_clock`.
    """

    _name = "duret.ticket.sla"
    _description = "Ticket: SLA"

    duret_clock_event_ids = fields.One2many(
        "duret.ticket.clock.event", "ticket_id", "Clock Events", copy=False, groups=EMPLOYEES
    )
    # What the clock depends on, in one line, to see at once that nothing changed; empty: to be read again.
    duret_clock_key = fields.Char(copy=False, readonly=True, groups=EMPLOYEES)
    duret_response_deadline = fields.Datetime(
        "Answer before", compute="_compute_duret_clock", store=True, copy=False, groups=EMPLOYEES
    )
    duret_resolution_deadline = fields.Datetime(
        "Solution before", compute="_compute_duret_clock", store=True, copy=False, groups=EMPLOYEES
    )
    duret_sla_deadline = fields.Datetime(
        "Deadline",
        compute="_compute_duret_clock",
        store=True,
        copy=False,
        index="btree_not_null",
        groups=EMPLOYEES,
        help="The nearest one that runs.",
    )
    duret_sla_state = fields.Selection(
        STATES, "Delay", compute="_compute_duret_clock", store=True, copy=False, index=True, groups=EMPLOYEES
    )
    duret_sla_check_at = fields.Datetime(
        compute="_compute_duret_clock",
        store=True,
        copy=False,
        index="btree_not_null",
        groups=EMPLOYEES,
        help="When the state changes by the mere passing of time.",
    )
    duret_sla_watched_at = fields.Datetime(
        copy=False, readonly=True, groups=EMPLOYEES, help="Until when the people concerned were told what happened."
    )
    duret_response_state = fields.Selection(
        STATES, "Answer in Time", compute="_compute_duret_clock", store=True, copy=False, groups=EMPLOYEES
    )
    duret_resolution_state = fields.Selection(
        STATES, "Solution in Time", compute="_compute_duret_clock", store=True, copy=False, groups=EMPLOYEES
    )
    duret_response_minutes = fields.Integer(
        "Working Minutes to First Answer",
        compute="_compute_duret_clock",
        store=True,
        copy=False,
        aggregator="avg",
        groups=EMPLOYEES,
    )
    duret_resolution_minutes = fields.Integer(
        "Working Minutes to Solution",
        compute="_compute_duret_clock",
        store=True,
        copy=False,
        aggregator="avg",
        groups=EMPLOYEES,
    )

    # -- figures ------------------------------------------------------------------------------------------------

    @api.depends("duret_clock_event_ids", "duret_sla_watched_at")
    def _compute_duret_clock(self):
        """Read the clocks at the present time; while they run, the minutes are those of the last reading."""
        now = self._duret_clock_now()
        for ticket in self:
            ticket.update(ticket._duret_clock_values(now))

    def _duret_clock_now(self):
        """The present time as the clocks see it: they count whole minutes."""
        return fields.Datetime.now().replace(second=0, microsecond=0)

    def _duret_clock_values(self, now):
        """Values of the stored figures at an instant.

        :param datetime now: naive UTC
        :return: dict {field: value}
        """
        history = self.duret_clock_event_ids._as_history(self.company_id)
        # Also what happened since somebody last looked: a promise made shorter may be late at once.
        return self._duret_read_clocks(history, now, self.duret_sla_watched_at or datetime.min)

    @api.model
    def _duret_read_clocks(self, history, now, since):
        """Values of the stored figures for a history.

        :param list history: sla_clock.Event
        :param datetime now: naive UTC
        :param datetime since: naive UTC, until when the people concerned know what happened
        :return: dict {field: value}
        """
        if not history:
            return dict.fromkeys(CLOCK_FIELDS, False) | {"duret_sla_state": "none"}
        phase = history[-1].phase
        readings = {clock: replay(history, clock, now) for clock in CLOCKS}
        running = [reading for reading in readings.values() if reading.runs and reading.deadline]
        changes = [
            moment
            for reading in running
            for moment in (reading.risk_at, reading.deadline + MINUTE)
            if moment and moment > since
        ]
        values = {
            "duret_sla_deadline": min((reading.deadline for reading in running), default=False),
            "duret_sla_state": overall(readings.values(), phase),
            "duret_sla_check_at": min(changes, default=False),
        }
        for clock, reading in readings.items():
            values[f"duret_{clock}_deadline"] = reading.deadline or False
            values[f"duret_{clock}_state"] = reading.state
            values[f"duret_{clock}_minutes"] = reading.spent // 60
        return values

    def _duret_refresh_clock(self):
        """Read the clocks again although nothing happened: time passed, or a day off was entered."""
        self.modified(["duret_clock_event_ids"])

    def _duret_first_clock(self, under_contract):
        """Figures of a ticket that is about to be inserted, from the history that `set_sla` then begins.

        :param bool under_contract: its client has a contract
        :return: dict {field: value}; empty when a promise has a filter, which only reads stored tickets
        """
        if any(policy.domain for policy in self.env["helpdesk.sla"]._duret_policies()):
            return {}
        now, events = self._duret_clock_now(), self.env["duret.ticket.clock.event"]
        rows = self._duret_known_history(self._duret_situation(under_contract), {})
        values = self._duret_read_clocks(events._history_of(rows, self.company_id), now, now)
        return values | {"duret_sla_watched_at": now, "duret_clock_key": self._duret_clock_facts()}

    # -- history ------------------------------------------------------------------------------------------------

    def write(self, vals):
        """Override: whatever is written, the history of the clocks follows."""
        result = super().write(vals)
        # A ticket without history is being created, or is left to the scheduled task.
        self._duret_sync_clock(begin=False)
        return result

    def set_sla(self):
        """Override (OCA, called when a ticket is created): begin the history anew from what the ticket says.

        For a ticket with a past (import, demo company): when it was opened, first answered, closed, and since when
        its client is awaited. A constant number of queries.
        """
        self._duret_rebuild_clock({})

    def _duret_rebuild_clock(self, pauses):
        """Begin the histories anew from what the tickets say, and from what is known besides.

        :param dict pauses: {ticket: list of (start, stop), naive UTC, during which its client was awaited}
        """
        # sudo: clocks are kept by the program, whoever opens the ticket.
        tickets = self.sudo()
        tickets.duret_clock_event_ids.unlink()
        situations = tickets._duret_situations()
        rows = [row for ticket in tickets for row in ticket._duret_known_history(situations[ticket], pauses)]
        tickets.env["duret.ticket.clock.event"].create(rows)
        # Nobody is told about what was late before the program followed it.
        now = self._duret_clock_now()
        for facts, group in tickets.grouped(lambda ticket: ticket._duret_clock_facts()).items():
            values = {"duret_sla_watched_at": now, "duret_clock_key": facts}
            if new := group.filtered(lambda ticket, known=values: any(ticket[key] != known[key] for key in known)):
                new.write(values)
        tickets._duret_mirror_promises()

    def _duret_sync_clock(self, renew=False, begin=True):
        """Add to the history what happened to these tickets, if anything did.

        :param bool renew: take the promises as written now; else a ticket keeps the minutes it was promised
        :param bool begin: begin the history of tickets that have none
        """
        # sudo: clocks are kept by the program, whoever is at work.
        tickets = self.sudo()
        changed = tickets.filtered(lambda ticket: renew or ticket.duret_clock_key != ticket._duret_clock_facts())
        if not changed:
            return
        unknown = changed.filtered(lambda ticket: not ticket.duret_clock_event_ids)
        if begin and unknown:
            unknown.set_sla()
        known = changed - unknown
        if not known:
            return
        situations, last = known._duret_situations(), known._duret_last_events()
        rows = [ticket._duret_event_after(last[ticket], situations[ticket], renew) for ticket in known]
        # sudo: clocks are kept by the program, whoever changes the ticket.
        events = self.env["duret.ticket.clock.event"].sudo().create([row for row in rows if row])
        for ticket in known:
            ticket._duret_remember_key()
        known._duret_mirror_promises()
        known._duret_forget_alerts(events)

    def _duret_forget_alerts(self, events):
        """Take away the activities of alerts about clocks that these events stopped.

        :param events: duret.ticket.clock.event
        """
        alerts = self.env["duret.sla.alert"]
        if answered := events.filtered(lambda event: event.kind == "answered").ticket_id:
            alerts._forget_activities(answered, [RESPONSE])
        if closed := events.filtered(lambda event: event.kind == "resolved").ticket_id:
            alerts._forget_activities(closed, list(CLOCKS))

    def _duret_last_events(self):
        """Give the last clock event of each ticket that has any.

        :return: dict {ticket: duret.ticket.clock.event}
        """
        return {event.ticket_id: event for event in self.duret_clock_event_ids.sorted()}

    def _duret_remember_key(self):
        facts = self._duret_clock_facts()
        if self.duret_clock_key != facts:
            self.duret_clock_key = facts

    def _duret_clock_facts(self):
        """What the clocks depend on, in one line."""
        stage, answered = self.stage_id, self.duret_first_response_date
        return (
            f"{self.active:d}{stage.closed:d}{stage.duret_waits_for_client:d}{bool(answered):d} {self.company_id.id}"
            f" {self.team_id.id} {self.type_id.id} {self.priority} {self.partner_id.id} {self.category_id.id}"
            f" {','.join(map(str, self.tag_ids.ids))}"
        )

    def _duret_phase(self):
        if self.stage_id.closed or not self.active:
            return Phase.CLOSED
        return Phase.WAITING if self.stage_id.duret_waits_for_client else Phase.RUNNING

    def _duret_situations(self):
        """Present situation of each ticket: phase, hours, promises.

        :return: dict {ticket: values of an event without date nor kind}
        """
        contracts = self._duret_under_contract(self.partner_id)
        return {ticket: ticket._duret_situation(ticket.partner_id.id in contracts) for ticket in self}

    def _duret_situation(self, under_contract):
        calendar = self.team_id.resource_calendar_id or self.company_id.resource_calendar_id
        values = {
            "ticket_id": self.id,
            "phase": self._duret_phase().value,
            "answered": bool(self.duret_first_response_date),
            "team_id": self.team_id.id,
            "calendar_id": calendar.id,
            "hours": self.env["resource.calendar"]._duret_hours_text(calendar.id),
        }
        promised = not self.team_id or self.team_id.use_sla
        for clock in CLOCKS:
            choice = promised and self.env["helpdesk.sla"]._duret_choose(self, clock, under_contract)
            values[f"{clock}_sla_id"] = choice.policy.id if choice else False
            values[f"{clock}_minutes"] = choice.policy.minutes if choice else 0
        return values

    def _duret_known_history(self, situation, pauses):
        """Events of a ticket whose past was not followed.

        :param dict situation: see `_duret_situations`
        :param dict pauses: see `_duret_rebuild_clock`
        :return: list of values
        """
        opened = (self.create_date or fields.Datetime.now()).replace(second=0, microsecond=0)
        facts = [(opened, "opened", {"phase": "running", "answered": False})]
        if self.duret_first_response_date:
            facts.append((self.duret_first_response_date, "answered", {"answered": True}))
        for start, stop in pauses.get(self, ()):
            facts += [(start, "waiting", {"phase": "waiting"}), (stop, "resumed", {"phase": "running"})]
        if situation["phase"] == "waiting":
            facts.append((self.last_stage_update or opened, "waiting", {"phase": "waiting"}))
        if situation["phase"] == "closed":
            facts.append((self.closed_date or self.last_stage_update or opened, "resolved", {"phase": "closed"}))
        rows, known = [], situation
        for moment, kind, values in sorted(facts, key=lambda fact: max(opened, fact[0])):
            known = known | values
            rows.append(known | {"at": max(opened, moment.replace(second=0, microsecond=0)), "kind": kind})
        return rows

    def _duret_event_after(self, last, situation, renew):
        """Values of the event that leads from the last one to the present situation; None when nothing happened."""
        for clock in CLOCKS:
            kept = last[f"{clock}_sla_id"].id == situation[f"{clock}_sla_id"] and not renew
            if kept:
                situation[f"{clock}_minutes"] = last[f"{clock}_minutes"]
        kind = self._duret_event_kind(last, situation)
        if not kind:
            return None
        at = self._duret_clock_now()
        if kind == "answered":
            answered = self.duret_first_response_date.replace(second=0, microsecond=0)
            at = min(at, max(answered, last.at))
        return situation | {"kind": kind, "at": max(at, last.at)}

    def _duret_event_kind(self, last, situation):
        if last.phase != situation["phase"]:
            if last.phase == "closed":
                return "reopened"
            return {"closed": "resolved", "waiting": "waiting", "running": "resumed"}[situation["phase"]]
        if last.answered != situation["answered"]:
            return "answered" if situation["answered"] else "reopened"
        if last.calendar_id.id != situation["calendar_id"]:
            return "team"
        if last.hours != situation["hours"]:
            return "hours"
        promises = [f"{clock}_{part}" for clock in CLOCKS for part in ("sla_id", "minutes")]
        now = [situation[name] or False for name in promises]
        before = [(last[name].id if name.endswith("_id") else last[name]) or False for name in promises]
        return "policy" if now != before else None

    # -- the client answers -------------------------------------------------------------------------------------

    def _message_post_after_hook(self, message, msg_vals):
        """Override: a public message of the client ends the wait for it."""
        result = super()._message_post_after_hook(message, msg_vals)
        if self._duret_is_client_answer(message):
            self._duret_client_replied()
        return result

    def _duret_client_replied(self):
        """Take up again the tickets that waited for this answer: first stage of work of their team."""
        # sudo: the client who answers may not write stages himself.
        waiting = self.sudo().filtered(lambda ticket: ticket.stage_id.duret_waits_for_client)
        for team, tickets in waiting.grouped("team_id").items():
            stages = team._get_applicable_stages()
            stages = stages.filtered(lambda stage: not stage.closed and not stage.duret_waits_for_client)
            tickets.stage_id = stages.filtered(lambda stage: not stage.unattended)[:1] or stages[:1]

    # -- passing of time ----------------------------------------------------------------------------------------

    @api.model
    def _duret_clock_expired(self, since=None, until=None):
        """Have the clocks read again, by the next scheduled task: working hours or days off changed.

        :param datetime since: first instant concerned, None for the open tickets
        :param datetime until: last instant concerned
        """
        concerned = SQL("duret_is_open")
        if since:
            concerned = SQL("create_date < %s AND (closed_date IS NULL OR closed_date > %s)", until, since)
        self.flush_model(["duret_clock_key", "duret_is_open", "closed_date"])
        self.env.cr.execute(SQL("UPDATE helpdesk_ticket SET duret_clock_key = NULL WHERE %s", concerned))
        if self.env.cr.rowcount:
            self.invalidate_model(["duret_clock_key"])
            self.env.ref("duret_helpdesk.ir_cron_sla")._trigger()

    @api.model
    def _duret_clock_due_domain(self):
        """Tickets whose clock is to be read: hours changed, or a threshold was passed."""
        return Domain("duret_clock_key", "=", False) | Domain("duret_sla_check_at", "<=", fields.Datetime.now())
